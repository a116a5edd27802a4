"""A form counts only from our own pages; one that came too late loses nothing."""

import re
import secrets
from html import unescape

import pytest
from flask import Flask, render_template_string, request
from flask.testing import FlaskClient

from tests.conftest import MakeApp

OURS = "http://127.0.0.1:8000"
FORM = '<form method="post"><input name="csrf_token" value="{{ csrf_token() }}"></form>'


def with_note(app: Flask) -> FlaskClient:
    @app.route("/note", methods=["GET", "POST"])
    def note() -> str:
        return "|".join(request.form.getlist("words")) if request.method == "POST" else render_template_string(FORM)

    @app.post("/button")
    def button() -> str:
        return "done"

    return app.test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return with_note(app)


def token_of(client: FlaskClient, path: str = "/note") -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path, base_url=OURS).text)
    assert found
    return found[1]


def send(client: FlaskClient, path: str = "/note", *, token: str = "", **headers: str):
    data = {"csrf_token": token, "words": ["<b>Siân</b> & co", "two\nlines"]}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(path, data=data, headers=named, base_url=OURS)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": OURS}, 200),
        ({"Origin": OURS, "Sec_Fetch_Site": "same-origin"}, 200),
        ({"Origin": "null", "Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Origin": "null"}, 403),
        ({"Origin": "null", "Sec_Fetch_Site": "none"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:8001"}, 403),
        ({"Origin": "http://127.0.0.1:8000.evil.example"}, 403),
        ({"Origin": OURS, "Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": OURS, "Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": ""}, 403),
    ],
)
def test_an_unsafe_request_from_another_site_is_refused_even_with_the_right_token(
    client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    assert send(client, token=token_of(client), **headers).status_code == status


def test_in_production_only_the_public_address_counts(make_app: MakeApp) -> None:
    app = make_app(
        PORTAL_ENV="production",
        PORTAL_BASE_URL="https://jobs.example.org",
        PORTAL_SECRET_KEY=secrets.token_urlsafe(48),
        PORTAL_CLOCK_FILE="",
    )
    client = with_note(app)
    for origin, status in (
        ("https://jobs.example.org", 400),
        ("http://jobs.example.org", 403),
        ("https://127.0.0.1", 403),
    ):
        answer = client.post("/note", headers={"Origin": origin}, base_url="https://jobs.example.org")
        assert answer.status_code == status, origin


def test_a_page_over_https_that_sends_no_referrer_can_send_its_form(app: Flask) -> None:
    client = with_note(app)
    page = client.get("/note", base_url="https://127.0.0.1:8000")
    found = re.search(r'value="([^"]+)"', page.text)
    assert found
    answer = client.post(
        "/note",
        data={"csrf_token": found[1], "words": "sent"},
        headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        base_url="https://127.0.0.1:8000",
    )
    assert (answer.status_code, answer.text) == (200, "sent")


def test_a_form_of_our_own_that_came_too_late_can_be_sent_again_with_all_that_was_typed(client: FlaskClient) -> None:
    refused = send(client, token="stale", Origin=OURS)
    assert refused.status_code == 400 and "what you typed is still here" in refused.text
    assert "<b>Siân" not in refused.text
    kept = [unescape(each) for each in re.findall(r'name="words" value="([^"]*)"', refused.text)]
    token = re.search(r'name="csrf_token" value="([^"]+)"', refused.text)
    assert token
    again = client.post("/note", data={"csrf_token": token[1], "words": kept}, headers={"Origin": OURS}, base_url=OURS)
    assert again.text == "<b>Siân</b> & co|two\nlines"


def test_another_sites_form_is_not_offered_for_confirmation(client: FlaskClient) -> None:
    refused = send(client, token="stale")
    assert refused.status_code == 400
    assert "Siân" not in refused.text and '<form method="post" action="/note' not in refused.text
    assert '<a class="govuk-link" href="/note">Open the page again</a>' in refused.text


def test_a_password_is_never_sent_back(client: FlaskClient) -> None:
    for name in ("password", "new_password", "code", "recovery_code"):
        refused = client.post("/note", data={name: "canary"}, headers={"Origin": OURS}, base_url=OURS)
        assert refused.status_code == 400 and "canary" not in refused.text


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        (f"{OURS}/note?x=1", "/note"),
        (f"{OURS}/nowhere", "/"),
        ("https://evil.example/note", "/"),
        (f"{OURS}//evil.example", "/"),
        ("", "/"),
    ],
)
def test_a_button_that_came_too_late_leads_back_to_its_page_and_no_further(
    client: FlaskClient, referrer: str, back: str
) -> None:
    refused = send(client, "/button", Referer=referrer)
    assert f'href="{back}">Open the page again</a>' in refused.text


def test_a_program_is_told_so_as_an_object(client: FlaskClient) -> None:
    refused = client.post("/note", json={"words": "x"}, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json["error"]["code"]) == (400, "form_expired")


def test_a_refused_form_carries_the_headers_and_number_of_every_answer(client: FlaskClient) -> None:
    refused = send(client)
    assert re.search(r"script-src 'nonce-[\w-]{20,}'", refused.headers["Content-Security-Policy"])
    assert len(refused.headers["X-Request-Id"]) == 16 and refused.headers["X-Request-Id"] in refused.text
