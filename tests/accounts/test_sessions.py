"""Sessions are kept on the server and end when they must."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from portal.accounts import sessions
from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from tests.conftest import MakePerson, SignIn
from tests.people import PASSWORD, post

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_person_signs_in_and_is_led_back_to_where_they_were(app: Flask, make_person: MakePerson) -> None:
    make_person("robin@example.org")
    client = app.test_client()
    assert client.get("/account").headers["Location"] == "/sign-in?next=/account"
    answer = post(client, "/sign-in", email="Robin@Example.org", password=PASSWORD, next="/account?a=1")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account?a=1")
    assert "signed in as Robin Hall" in client.get("/account").text


@pytest.mark.parametrize("onward", ["//evil.example", "/\\evil", "https:evil", "%09//evil", "https://a@evil", "/a\tb"])
def test_signing_in_leads_only_within_the_site(app: Flask, make_person: MakePerson, onward: str) -> None:
    make_person("robin@example.org")
    answer = post(app.test_client(), "/sign-in", email="robin@example.org", password=PASSWORD, next=onward)
    assert answer.headers["Location"] == "/account"


@pytest.mark.parametrize(
    ("roles", "idle", "alive"),
    [
        ((), timedelta(days=13, hours=23), True),
        ((), timedelta(days=14), False),
        (("staff",), timedelta(minutes=29), True),
        (("staff",), timedelta(minutes=30), False),
        ((), timedelta(days=-1), False),
    ],
)
def test_an_idle_session_ends_and_a_clock_put_back_lengthens_none(
    app: Flask, make_person: MakePerson, roles: tuple[str, ...], idle: timedelta, alive: bool
) -> None:
    person_id = make_person(roles=roles)
    with app.app_context(), transaction():
        token = sessions.begin(db.session.get_one(Person, person_id), at=START)
    with app.app_context():
        assert (sessions.find(token, at=START + idle) is not None) is alive


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(
    app: Flask, make_person: MakePerson, sign_in: SignIn
) -> None:
    client = sign_in(make_person())
    stolen = client.get_cookie("session")
    assert stolen is not None and client.get("/account").status_code == 200
    post(client, "/sign-out", form_at="/account")
    thief = app.test_client()
    thief.set_cookie("session", stolen.value)
    assert thief.get("/account").status_code == 302
