"""Fetching, against a real server on loopback; no other address is ever dialled."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from portal.feeds.fetching import FetchSettings, check_address, fetch, is_public
from portal.foundation.errors import RuleBroken


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/hop":
            number = int(self.path.split("=")[1])
            return self.answer(302, Location=f"/hop?n={number - 1}" if number else "/feed")
        if path == "/away":
            return self.answer(302, Location="http://127.0.0.1:1/secret")
        if path == "/bomb":
            return self.answer(200, gzip.compress(b"0" * 3_000_000), **{"Content-Encoding": "gzip"})
        if path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                if self.server.stopping.wait(0.05):
                    return None
            return None
        if path == "/gone":
            return self.answer(410)
        if self.headers.get("If-None-Match") == '"1"':
            return self.answer(304)
        return self.answer(200, b"<rss/>", ETag='"1"')

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    it = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    it.daemon_threads, it.stopping = True, threading.Event()
    threading.Thread(target=it.serve_forever, daemon=True).start()
    yield it
    it.stopping.set()
    it.shutdown()


def get(server, path, **more):
    port = server.server_address[1]
    settings = FetchSettings("Test/1.0", seconds=1.0, max_bytes=1_000_000, allow=frozenset({f"127.0.0.1:{port}"}))
    return fetch(f"http://127.0.0.1:{port}{path}", settings=settings, **more)


def test_a_feed_is_fetched_and_then_not_again(server) -> None:
    first = get(server, "/feed")
    assert (first.status, first.body, first.etag) == (200, b"<rss/>", '"1"')
    assert get(server, "/feed", etag=first.etag).status == 304


def test_five_hops_are_followed_and_six_are_not(server) -> None:
    assert get(server, "/hop?n=4").body == b"<rss/>"
    assert get(server, "/hop?n=6").error == "bad_response"


@pytest.mark.parametrize(
    ("path", "code"), [("/away", "blocked_address"), ("/bomb", "too_large"), ("/drip", "timeout"), ("/gone", "gone")]
)
def test_what_a_hostile_source_does_has_a_code(server, path: str, code: str) -> None:
    found = get(server, path)
    assert (found.error, found.body) == (code, b"")
    assert found.took_ms < 3_000


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "192.0.0.192",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "0.0.0.0",
    ],
)
def test_addresses_that_are_not_public_are_refused(ip: str) -> None:
    assert not is_public(ip)

    def never(*_):
        raise AssertionError("nothing may be dialled")

    found = fetch("http://host.example/", settings=FetchSettings("Test/1.0"), resolver=lambda *_: [ip], connector=never)
    assert found.error == "blocked_address"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "/etc/passwd", "ftp://x", "data:text/xml,x", "\thttp://x", "http://u:p@x/"]
)
def test_what_is_not_a_web_address_is_refused_at_entry(address: str) -> None:
    with pytest.raises(RuleBroken):
        check_address(address)
