"""What every answer carries, and what every refusal says."""

import io
import json
import logging
import re
import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from portal.foundation import logs
from portal.foundation.errors import RuleBroken

JSON = {"Accept": "application/json"}
EVERYWHERE = ["/", "/vacancies", "/coverage", "/vacancies/NOPE", "/nowhere", "/static/nowhere", "/healthz", "/boom"]


@pytest.fixture
def client(app):
    @app.get("/boom")
    def boom():
        raise ValueError("jo.bloggs@example.org of 192.0.2.7")

    @app.get("/locked")
    def locked():
        raise OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked"))

    @app.post("/form")
    def form():
        from flask import request

        return {"fields": len(request.form)}

    @app.get("/too-often")
    def too_often():
        raise TooManyRequests(retry_after=840)

    @app.get("/rule")
    def rule():
        raise RuleBroken("You are the last owner. Name another one first.")

    @app.get("/link/<token>")
    def link(token: str):
        return "a page"

    @app.get("/link/<token>/failing")
    def failing(token: str):
        raise ValueError(token)

    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_carries_the_security_headers(client, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and re.search(r"script-src 'nonce-[\w-]{20,}'", policy)
    assert policy != client.get(path).headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert len(answer.headers["X-Request-Id"]) == 16
    assert "Strict-Transport-Security" not in answer.headers


def test_static_files_carry_them_too_and_run_nothing(client) -> None:
    answer = client.get("/static/site.css")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_https_sites_ask_for_https_for_a_year(make_app) -> None:
    app = make_app(PORTAL_BASE_URL="https://jobs.example.org")
    answer = app.test_client().get("/healthz", headers={"Host": "jobs.example.org"})
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/vacancies/NOPE", 404, "not_found"),
        ("POST", "/vacancies", 405, "method_not_allowed"),
        ("FOO", "/", 405, "method_not_allowed"),
        ("GET", "/boom", 500, "failed"),
        ("GET", "/locked", 503, "unavailable"),
        ("GET", "/vacancies/%00", 400, "bad_request"),
    ],
)
def test_a_refusal_has_a_page_and_an_object(client, method: str, path: str, status: int, code: str) -> None:
    page, machine = client.open(path, method=method), client.open(path, method=method, headers=JSON)
    assert (page.status_code, machine.status_code) == (status, status)
    assert f'data-error="{code}"' in page.text and page.headers["Cache-Control"] == "no-store"
    error = machine.json["error"]
    assert (error["code"], error["request_id"]) == (code, machine.headers["X-Request-Id"])
    assert error["message"].endswith(".")


def test_a_method_that_is_not_offered_names_those_that_are(client) -> None:
    assert set(client.post("/vacancies").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_without_its_database_the_site_asks_for_patience(client) -> None:
    assert int(client.get("/locked").headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"a=\xff\xfe&b=%ff", 200),
        (b"a=" + b"x" * 1_100_000, 413),
        (b"&".join(b"f%d=1" % n for n in range(2_000)), 200),
    ],
)
def test_bad_bytes_and_too_much_of_a_form_are_answered(client, body: bytes, status: int) -> None:
    answer = client.post("/form", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status


def test_a_form_of_too_many_parts_is_refused(client) -> None:
    parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % n for n in range(2_000))
    answer = client.post("/form", data=parts + b"--x--\r\n", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "path", ["/%ff%fe", "/vacancies/%ff", "/vacancies?q=%ff%00", "/go/%c3%28", "/%2e%2e/%2e%2e/etc/passwd"]
)
def test_bad_bytes_in_an_address_are_answered(client, path: str) -> None:
    assert client.get(path).status_code in (200, 400, 404)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "", "127.0.0.1@evil.example", "[::1"])
def test_only_our_own_host_is_answered(client, host: str) -> None:
    answer = client.get("/vacancies", headers={"Host": host, "X-Forwarded-Host": "127.0.0.1"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_absolute_links_begin_with_the_base_url_whatever_the_request_says(make_app) -> None:
    app = make_app(PORTAL_BASE_URL="https://jobs.example.org")
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    for path in ("/sitemap.xml", "/robots.txt", "/vacancies.atom", "/vacancies.rss", "/.well-known/security.txt"):
        answer = app.test_client().get(
            path, headers={"Host": "127.0.0.1", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
        )
        assert answer.status_code == 200
        assert "evil.example" not in answer.text and "//127.0.0.1" not in answer.text


def test_what_a_machine_has_already_is_not_sent_again(client) -> None:
    first = client.get("/vacancies.json")
    again = client.get("/vacancies.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Accept" in first.headers["Vary"]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log would hold in production."""
    handler, root = logging.StreamHandler(io.StringIO()), logging.getLogger()
    handler.setFormatter(logs.JsonLines())
    before = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)
    root.setLevel(before)


def test_the_log_says_what_happened_and_nothing_about_who_asked(client, written: io.StringIO) -> None:
    asked = {"X-Forwarded-For": "192.0.2.7", "User-Agent": "jo.bloggs@example.org"}
    client.get("/vacancies?q=jo+bloggs+secret&near=LS1", headers=asked)
    client.get("/nobody/jo.bloggs@example.org", headers=asked)
    answer = client.get("/boom?q=secret", headers=asked)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    answered = [
        (each["method"], each["route"], each["status"]) for each in lines if each["event"] == "request.answered"
    ]
    assert answered == [("GET", "/vacancies", 200), ("GET", None, 404), ("GET", "/boom", 500)]
    assert lines[-1]["took_ms"] >= 0 and lines[-1]["request_id"] == answer.headers["X-Request-Id"]
    failed = next(each for each in lines if each["event"] == "request.failed")
    assert failed["error"] == "ValueError" and failed["trace"][-1].endswith("boom")
    for personal in ("bloggs", "secret", "192.0.2.7", "LS1", "127.0.0.1"):
        assert personal not in written.getvalue()


def test_an_address_that_searches_too_often_is_asked_to_wait(make_app) -> None:
    app = make_app(PORTAL_SEARCH_RATE="3/60", PORTAL_TRUSTED_PROXIES="127.0.0.1")
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    client = app.test_client()
    ours = {"X-Forwarded-For": "192.0.2.1"}
    statuses = [
        client.get(path, headers=ours).status_code for path in ("/vacancies", "/vacancies.json", "/vacancies.rss")
    ]
    assert statuses == [200, 200, 200]
    refused = client.get("/vacancies.json", headers=ours)
    assert refused.status_code == 429 and 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.json["error"]["code"] == "too_many_requests"
    assert client.get("/coverage", headers=ours).status_code == 200
    assert client.get("/vacancies", headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 200
    lied = {"X-Forwarded-For": "198.51.100.1"}
    untrusted = {"REMOTE_ADDR": "203.0.113.9"}
    statuses = [client.get("/vacancies", headers=lied, environ_base=untrusted).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_a_developers_own_machine_is_not_limited_unless_asked(app) -> None:
    assert {app.test_client().get("/vacancies.json").status_code for _ in range(15)} == {200}


def test_a_limit_that_is_no_search_speaks_of_none_and_says_how_long_to_wait(client, app) -> None:
    answer = client.get("/too-often")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "840")
    assert (
        "Wait 14 minutes, then try again." in answer.text and "search" not in answer.text.split("<h1")[1].split("<a")[0]
    )


def test_a_broken_rule_is_told_in_its_own_words(client) -> None:
    answer = client.get("/rule")
    assert answer.status_code == 400
    assert "You are the last owner. Name another one first." in answer.text


def test_an_address_that_holds_a_secret_reaches_no_cache_and_no_other_site(client, written: io.StringIO) -> None:
    for path in ("/link/canary-secret", "/link/canary-secret/nowhere", "/link?token=canary-secret"):
        client.get(path, headers={"Referer": "http://127.0.0.1:8000/link/canary-secret"})
    answer = client.get("/link/canary-secret")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer" and answer.headers["X-Robots-Tag"] == "noindex"
    assert "canary" not in written.getvalue() and "/link/<token>" in written.getvalue()
    failed = client.get("/link/canary-secret/failing")
    assert failed.status_code == 500 and failed.headers["Referrer-Policy"] == "no-referrer"
    assert "canary" not in written.getvalue() + failed.text
