"""Fetching from servers that mean no good, on loopback; nothing else is ever dialled (faults.md, F-01 to F-07)."""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import tracemalloc
import zlib
from dataclasses import replace

import pytest

from portal.feeds.fetching import Fetched, FetchSettings, fetch
from portal.feeds.reaching import check_address, is_public
from portal.foundation.errors import RuleBroken

FEED = b"<rss version='2.0'><channel/></rss>"


def never(*_) -> socket.socket:
    raise AssertionError("nothing may be dialled")


def get(server, path: str, bounds: FetchSettings, **more) -> Fetched:
    return fetch(server.address(path), settings=bounds, **more)


def redirect(to: str, status: str = "302 Found"):
    return lambda wire, _: wire.answer(status=status, Location=to)


# F-01: what is not a web address


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "ftp://x",
        "gopher://x",
        "data:text/xml,<rss/>",
        "feed://x",
        "\thttp://x",
        " http://x",
        "http://x ",
        "http://x/a\r\nX-Injected: 1",
        "http://u:p@x/",
        "http://@x/",
        "http://x\\@y/",
        "http://",
        "http://x:99999/",
        "http://[::1/",
        "http://x/" + "a" * 2_000,
        "",
    ],
)
def test_what_is_not_a_web_address_is_refused_before_anything_is_asked(address: str) -> None:
    with pytest.raises(RuleBroken):
        check_address(address)
    found = fetch(address, settings=FetchSettings("Test/1.0"), resolver=never, connector=never)
    assert (found.error, found.body) == ("blocked_address", b"")


# F-02: ways to write a host that is not public


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "[::1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "①②⑦.⓪.⓪.①",
        "localhost",
        "localhost.",
        "169.254.169.254",
        "100.64.0.1",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
        "[fe80::1%25lo]",
    ],
)
def test_a_host_that_is_not_public_is_not_connected_to(host: str) -> None:
    """The resolver is the system's own, which knows these forms without asking anyone."""
    found = fetch(f"http://{host}/", settings=FetchSettings("Test/1.0"), connector=never)
    assert found.error in ("blocked_address", "bad_response")
    assert found.error == "blocked_address" or "cannot be found" in (found.sentence or "")


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "192.0.0.192",
        "192.88.99.1",
        "0.0.0.0",
        "::1",
        "::",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:1::1",
        "2001:db8::1",
        "3fff::1",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public_is_known(ip: str) -> None:
    assert not is_public(ip)
    settings = FetchSettings("Test/1.0")
    found = fetch("http://host.example/", settings=settings, resolver=lambda *_: ["93.184.216.34", ip], connector=never)
    assert found.error == "blocked_address"


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_a_public_address_is_known(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize("port", [22, 25, 6379, 8080])
def test_other_ports_are_not_fetched_from(port: int) -> None:
    found = fetch(f"http://host.example:{port}/", settings=FetchSettings("Test/1.0"), resolver=never, connector=never)
    assert found.error == "blocked_address"


# F-03: redirects


def test_five_hops_are_followed_and_six_are_not(hostile, bounds) -> None:
    hostile.answers = {f"/{hop}": redirect(f"/{hop + 1}") for hop in range(6)} | {"/6": FEED}
    assert get(hostile, "/1", bounds).body == FEED
    assert get(hostile, "/0", bounds).error == "bad_response"


def test_a_circle_ends(hostile, bounds) -> None:
    hostile.answers["/feed"] = redirect("/feed")
    assert get(hostile, "/feed", bounds).error == "bad_response"
    assert hostile.times("/feed") == 6


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
@pytest.mark.parametrize("hops", [1, 3])
def test_no_redirect_leads_to_a_private_host(hostile, canary, bounds, status: str, hops: int) -> None:
    hostile.answers = {f"/{hop}": redirect(f"/{hop + 1}", status) for hop in range(hops)}
    hostile.answers[f"/{hops}"] = redirect(canary.address("/secret"), status)
    assert get(hostile, "/0", bounds).error == "blocked_address"


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://x/",
        "javascript:alert(1)",
        "http://u:p@127.0.0.1/",
        "//user@127.0.0.1/",
        "http://[::1",
    ],
)
def test_no_redirect_leads_out_of_the_web(hostile, bounds, to: str) -> None:
    hostile.answers["/feed"] = redirect(to)
    found = get(hostile, "/feed", bounds)
    assert (found.error in ("blocked_address", "bad_response"), found.body) == (True, b"")


def test_a_refresh_header_is_not_followed(hostile, canary, bounds) -> None:
    hostile.answers["/feed"] = lambda wire, _: wire.answer(FEED, Refresh=f"0; url={canary.address('/')}")
    assert get(hostile, "/feed", bounds).body == FEED


def test_only_permanent_redirects_say_that_a_source_has_moved(hostile, bounds) -> None:
    hostile.answers = {
        "/old": redirect("/newer", "301 Moved"),
        "/newer": redirect("/newest", "308 Moved"),
        "/newest": FEED,
        "/today": redirect("/newest"),
        "/both": redirect("/today", "301 Moved"),
    }
    moved = [get(hostile, path, bounds).moved_to for path in ("/old", "/today", "/both", "/newest")]
    assert moved == [hostile.address("/newest"), None, hostile.address("/today"), None]


def test_an_address_with_spaces_and_letters_beyond_ascii_is_asked_for_as_it_should_be(hostile, bounds) -> None:
    hostile.answers["/feed"] = redirect("/café jobs?q=£5 é")
    hostile.answers["/caf%C3%A9%20jobs"] = FEED
    assert get(hostile, "/feed", bounds).body == FEED
    assert hostile.asked[-1].path == "/caf%C3%A9%20jobs?q=%C2%A35%20%C3%A9"


# F-04: names that change or hang


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A name that is public when asked first and private when asked again is asked once."""
    answers, dialled = iter([["93.184.216.34"], ["127.0.0.1"]]), []

    def connector(ip: str, port: int, seconds: float) -> socket.socket:
        dialled.append(ip)
        raise ConnectionRefusedError

    settings = FetchSettings("Test/1.0")
    found = fetch("http://rebound.example/", settings=settings, resolver=lambda *_: next(answers), connector=connector)
    assert (found.error, dialled) == ("bad_response", ["93.184.216.34"])


def test_each_hop_is_resolved_and_checked_anew(hostile, bounds) -> None:
    hostile.answers["/feed"] = redirect("http://rebound.example/feed")
    names = {"127.0.0.1": ["127.0.0.1"], "rebound.example": ["10.0.0.1"]}
    assert get(hostile, "/feed", bounds, resolver=lambda host, _: names[host]).error == "blocked_address"


def test_every_address_of_a_host_is_tried(hostile, bounds) -> None:
    hostile.answers["/feed"] = FEED

    def connector(ip: str, port: int, seconds: float) -> socket.socket:
        if ip == "::1":
            raise OSError("no route")
        return socket.create_connection((ip, port), seconds)

    found = get(hostile, "/feed", bounds, resolver=lambda *_: ["::1", "127.0.0.1"], connector=connector)
    assert found.body == FEED


def test_a_name_that_is_never_resolved_ends_in_time(bounds) -> None:
    held = threading.Event()
    found = fetch(
        "http://slow.example/",
        settings=replace(bounds, seconds=0.2),
        resolver=lambda *_: held.wait(60) and [],
        connector=never,
    )
    held.set()
    assert (found.error, found.took_ms < 30_000) == ("timeout", True)


# F-05: what unpacks into more than it seems


def gzipped(data: bytes):
    return lambda wire, _: wire.answer(gzip.compress(data), Content_Encoding="gzip")


def test_a_packed_document_is_unpacked(hostile, bounds) -> None:
    hostile.answers["/feed"] = gzipped(FEED)
    hostile.answers["/two"] = lambda wire, _: wire.answer(
        gzip.compress(FEED[:10]) + gzip.compress(FEED[10:]) + b"\0\0", Content_Encoding="gzip"
    )
    assert get(hostile, "/feed", bounds).body == get(hostile, "/two", bounds).body == FEED


def test_a_bomb_is_stopped_at_the_limit_and_takes_no_memory(hostile, bounds) -> None:
    bomb = gzip.compress(gzip.compress(b"0" * 40_000_000) + b"0" * 40_000_000)
    hostile.answers["/feed"] = lambda wire, _: wire.answer(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    found = get(hostile, "/feed", bounds)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.error, most < 5_000_000) == ("too_large", True)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip, gzip, gzip, gzip, gzip, gzip", "x"])
def test_a_packing_that_was_not_asked_for_is_refused(hostile, bounds, encoding: str) -> None:
    packed = zlib.compress(FEED)
    hostile.answers["/feed"] = lambda wire, _: wire.answer(packed, Content_Encoding=encoding)
    assert get(hostile, "/feed", bounds).error == "bad_response"


@pytest.mark.parametrize(
    ("claimed", "code"),
    [("100", "bad_response"), ("99999999999", "too_large"), ("-5", None), ("five", None), ("9" * 400, "too_large")],
)
def test_a_length_that_lies_gives_no_half_document(hostile, bounds, claimed: str, code: str | None) -> None:
    hostile.answers["/feed"] = lambda wire, _: wire.answer(FEED, Content_Length=claimed)
    found = get(hostile, "/feed", bounds)
    assert (found.error, found.body) == (code, FEED if code is None else b"")


def test_a_packed_document_cut_off_is_no_document(hostile, bounds) -> None:
    half = gzip.compress(b"".join(b"%d" % number for number in range(5_000)))[:-300]
    hostile.answers["/feed"] = lambda wire, _: wire.answer(half, Content_Encoding="gzip")
    assert get(hostile, "/feed", bounds).error == "bad_response"


def test_a_document_at_the_limit_is_read_and_one_byte_more_is_not(hostile, bounds) -> None:
    hostile.answers = {"/at": b"x" * 200_000, "/over": b"x" * 200_001}
    assert (len(get(hostile, "/at", bounds).body), get(hostile, "/over", bounds).error) == (200_000, "too_large")


# F-06, F-07: what never ends, and what is no answer


def dripped_body(wire, _) -> None:
    wire.send("HTTP/1.1 200 OK\r\n\r\n")
    wire.drip(b"x" * 2_000, 0.05)


def dripped_header(wire, _) -> None:
    wire.send("HTTP/1.1 200 OK\r\n")
    wire.drip(b"X-Slow: " + b"y" * 2_000, 0.05)


def endless_chunks(wire, _) -> None:
    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while wire.wait(0.02):
        wire.send("1\r\nx\r\n")


def endless_interim_answers(wire, _) -> None:
    while wire.wait(0.02):
        wire.send("HTTP/1.1 100 Continue\r\n\r\n")


def endless_trailers(wire, _) -> None:
    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
    while wire.wait(0.02):
        wire.send("A: b\r\n")


def silence(wire, _) -> None:
    wire.wait(60)


@pytest.mark.parametrize(
    "answer", [dripped_body, dripped_header, endless_chunks, endless_interim_answers, endless_trailers, silence]
)
def test_what_never_ends_is_ended(hostile, impatient, answer) -> None:
    hostile.answers["/feed"] = answer
    found = get(hostile, "/feed", impatient)
    assert (found.error, found.body) == ("timeout", b"")


def test_the_time_is_for_all_hops_together(hostile, impatient) -> None:
    def slow_hop(wire, asked) -> None:
        wire.wait(0.3)
        wire.answer(status="302 Found", Location=f"{asked.path}x")

    hostile.answers = {"/" + "x" * hop: slow_hop for hop in range(1, 7)}
    assert get(hostile, "/x", impatient).error == "timeout"


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(10_000)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 1_000_000 + b"\r\n\r\n",
        b"HTTP/9.9 abc\r\n\r\n",
        b"HTTP/1.1 99999 What\r\n\r\n",
        b"HTT",
        b"",
        b"\x16\x03\x01\x02\x00",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_a_bad_response(hostile, bounds, raw: bytes) -> None:
    hostile.answers["/feed"] = lambda wire, _: wire.send(raw)
    found = get(hostile, "/feed", bounds)
    assert found.error in ("bad_response", "blocked_address")
    assert found.body == b""


def test_nobody_there_is_a_bad_response(bounds) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    settings = replace(bounds, allow=frozenset({f"127.0.0.1:{port}"}))
    assert fetch(f"http://127.0.0.1:{port}/", settings=settings).error == "bad_response"


# F-12 in part: what answers mean


def test_what_was_fetched_is_not_sent_again(hostile, bounds) -> None:
    def answer(wire, asked) -> None:
        known = asked.headers.get("If-None-Match") == '"1"'
        wire.answer(b"" if known else FEED, status="304 Not Modified" if known else "200 OK", ETag='"1"')

    hostile.answers["/feed"] = answer
    first = get(hostile, "/feed", bounds)
    assert (first.status, first.body, first.etag) == (200, FEED, '"1"')
    assert get(hostile, "/feed", bounds, etag=first.etag).status == 304


def test_not_modified_is_no_answer_when_nothing_was_known(hostile, bounds) -> None:
    hostile.answers["/feed"] = lambda wire, _: wire.answer(status="304 Not Modified")
    assert get(hostile, "/feed", bounds).error == "bad_response"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("401 U", "bad_response"),
        ("403 F", "bad_response"),
        ("404 N", "bad_response"),
        ("410 G", "gone"),
        ("500 E", "bad_response"),
        ("204 N", "bad_response"),
        ("206 P", "bad_response"),
    ],
)
def test_an_answer_that_is_not_200_is_no_document(hostile, bounds, status: str, code: str) -> None:
    hostile.answers["/feed"] = lambda wire, _: wire.answer(b"<html>Just a moment...</html>", status=status)
    found = get(hostile, "/feed", bounds)
    assert (found.error, found.status, found.body) == (code, int(status[:3]), b"")


@pytest.mark.parametrize("etag", ['"' + "x" * 5_000 + '"', '"caf\xe9"', '"a\x01b"'])
def test_a_validator_that_cannot_be_kept_is_not(hostile, bounds, etag: str) -> None:
    hostile.answers["/feed"] = lambda wire, _: wire.answer(FEED, ETag=etag, Last_Modified="x" * 400)
    found = get(hostile, "/feed", bounds)
    assert (found.body, found.etag, found.last_modified) == (FEED, None, None)


def test_who_asks_is_said_and_nothing_else(hostile, bounds) -> None:
    hostile.answers["/feed"] = FEED
    get(hostile, "/feed", bounds)
    headers = hostile.asked[0].headers
    assert (headers["User-Agent"], headers["Host"]) == ("Test/1.0", hostile.host)
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


# TLS


@pytest.fixture
def certificate(tmp_path):
    """A certificate of our own for feeds.example, on loopback."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command")
    pair = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", pair[0], "-out", pair[1], "-days", "2", "-subj", "/CN=feeds.example"),
            *("-addext", "subjectAltName=DNS:feeds.example"),
        ],
        check=True,
        capture_output=True,
        timeout=30,
    )
    return pair


@pytest.fixture
def secure(hostile, bounds, certificate):
    """The hostile server behind TLS, reached by any name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[1], certificate[0])
    plain = hostile.get_request

    def wrapped():
        wire, peer = plain()
        return context.wrap_socket(wire, server_side=True, do_handshake_on_connect=False), peer

    hostile.get_request = wrapped

    def ask(host: str, path: str = "/feed", *, trusted: bool = True, seconds: float = bounds.seconds) -> Fetched:
        settings = replace(
            bounds,
            seconds=seconds,
            allow=frozenset({f"{host}:{hostile.port}"}),
            ca_file=certificate[1] if trusted else None,
        )
        return fetch(f"https://{host}:{hostile.port}{path}", settings=settings, resolver=lambda *_: ["127.0.0.1"])

    return ask


def test_a_trusted_certificate_with_the_right_name_is_accepted(hostile, secure) -> None:
    hostile.answers["/feed"] = FEED
    assert secure("feeds.example").body == FEED


def test_another_name_and_another_authority_are_not(hostile, secure) -> None:
    hostile.answers["/feed"] = FEED
    wrong_name, untrusted = secure("other.example"), secure("feeds.example", trusted=False)
    assert [found.error for found in (wrong_name, untrusted)] == ["bad_response"] * 2
    assert "certificate" in (wrong_name.sentence or "")
    assert hostile.asked == []


def test_a_drip_inside_tls_is_ended_too(hostile, secure) -> None:
    hostile.answers["/feed"] = dripped_body
    assert secure("feeds.example", seconds=0.8).error == "timeout"


def test_a_secure_address_does_not_lead_to_an_insecure_one(hostile, canary, secure) -> None:
    hostile.answers["/feed"] = redirect(f"http://feeds.example:{canary.port}/")
    assert secure("feeds.example").error == "bad_response"


def test_a_handshake_that_never_ends_is_ended(hostile, bounds) -> None:
    settings = replace(bounds, seconds=0.4)
    silent = socket.create_server(("127.0.0.1", 0))
    port = silent.getsockname()[1]
    settings = replace(settings, allow=frozenset({f"127.0.0.1:{port}"}))
    found = fetch(f"https://127.0.0.1:{port}/", settings=settings)
    silent.close()
    assert found.error == "timeout"
