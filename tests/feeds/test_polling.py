"""Registering a source on loopback and polling it."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

ITEM = "<item><title>{0}</title><link>https://jobs.example.org/{1}</link><description>Employer: Leeds City Council&lt;br&gt;Location: Leeds&lt;br&gt;Closing date: 13/12/2026</description></item>"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"<rss version='2.0'><channel><title>Jobs</title>{''.join(self.server.items)}</channel></rss>".encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def source(app):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.status = True, 200
    titles = ("Network Engineer", "Service Desk Analyst", "Cyber Security Analyst", "Data Engineer")
    server.items = [ITEM.format(title, number) for number, title in enumerate(titles)]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], fetch_allow=frozenset({f"127.0.0.1:{port}"}))
    result = app.test_cli_runner().invoke(args=["feeds", "add", f"http://127.0.0.1:{port}/feed", "--name", "Loopback"])
    assert result.exit_code == 0, result.output
    yield server
    server.shutdown()


def poll(app) -> dict:
    return json.loads(app.test_cli_runner().invoke(args=["feeds", "poll", "--all", "--json"]).output)


def live(app) -> int:
    return len(app.test_cli_runner().invoke(args=["vacancies", "export", "--status", "live"]).output.splitlines())


def test_a_source_is_known_by_its_answer_and_taken_in(app, source) -> None:
    found = poll(app)
    assert (found["kind"], found["items"], found["new"]) == ("rss", 4, 4)


def test_a_list_that_lost_one_closes_it_and_one_that_lost_most_closes_nothing(app, source) -> None:
    poll(app)
    source.items = source.items[:3]
    poll(app)
    assert live(app) == 3
    source.items = source.items[:1]
    assert poll(app)["error"] == "suspect"
    assert live(app) == 3


@pytest.mark.parametrize(("status", "items"), [(500, None), (410, None), (200, [])])
def test_a_failed_or_empty_fetch_closes_nothing(app, source, status: int, items) -> None:
    poll(app)
    source.status = status
    source.items = source.items if items is None else items
    assert poll(app)["error"] is not None
    assert live(app) == 4


def test_a_private_address_that_is_not_allowed_is_not_registered(app) -> None:
    result = app.test_cli_runner().invoke(args=["feeds", "add", "http://127.0.0.1:9/feed"])
    assert result.exit_code == 1
    assert "blocked_address" in result.output
