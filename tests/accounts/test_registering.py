"""Opening an account: nothing tells who has one, and nobody opens one in another's name."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import Person
from portal.database.base import db
from tests.accounts.mailbox import link, mails, move
from tests.conftest import MakePerson
from tests.people import PASSWORD, post

NEW = {"name": "Robin Hall", "email": "robin@example.org", "password": "three random words"}


def people_of(app: Flask) -> list[Person]:
    with app.app_context():
        return list(db.session.scalars(select(Person)))


def register(app: Flask, **fields: str) -> FlaskClient:
    client = app.test_client()
    answer = post(client, "/register", **NEW | fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/register/sent")
    return client


def test_who_registers_and_opens_the_link_in_the_same_browser_is_signed_in(app: Flask) -> None:
    client = register(app)
    (mail,) = mails(app)
    assert (mail.kind, mail.recipient, "Robin" in mail.subject) == ("accounts/mail/confirm", "robin@example.org", False)
    assert client.get("/account").status_code == 302
    page = client.get(link(mail))
    assert 'name="password"' not in page.text and people_of(app)[0].email_confirmed_at is None
    assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
    assert post(client, link(mail)).headers["Location"] == "/account"
    assert "Robin Hall" in client.get("/account").text
    assert post(app.test_client(), "/sign-in", email=NEW["email"], password=NEW["password"]).status_code == 302


def test_whoever_came_from_a_page_is_led_back_to_it_once_confirmed(app: Flask) -> None:
    came_from = "/vacancies/K7MT2XQ9/apply"
    client = app.test_client()
    assert f'value="{came_from}"' in client.get(f"/register?next={came_from}").text
    assert f"/register?next={came_from}" in client.get(f"/sign-in?next={came_from}").text
    post(client, "/register", **NEW, next=came_from)
    (mail,) = mails(app)
    assert post(client, link(mail)).headers["Location"] == came_from


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site_after_registering(app: Flask, elsewhere: str) -> None:
    client = app.test_client()
    post(client, "/register", **NEW, next=elsewhere)
    (mail,) = mails(app)
    assert post(client, link(mail)).headers["Location"] == "/account"


def test_in_another_browser_the_link_takes_the_password_too(app: Flask) -> None:
    register(app)
    (mail,) = mails(app)
    stranger = app.test_client()
    assert post(stranger, link(mail)).status_code == 200
    assert "not the password" in post(stranger, link(mail), password="something else entirely").text
    assert people_of(app)[0].email_confirmed_at is None
    assert post(stranger, link(mail), password=NEW["password"]).headers["Location"] == "/account"
    assert people_of(app)[0].email_confirmed_at is not None


def test_somebody_who_registered_in_anothers_name_gets_nothing_by_it(app: Flask) -> None:
    register(app, password="the strangers words")
    owner = register(app, name="The Owner")
    first, _ = mails(app)
    assert owner.get(link(first)).status_code == 410
    register(app, password="the strangers words")
    last = mails(app)[-1]
    assert "not the password" in post(owner, link(last), password=NEW["password"]).text
    assert [each.email_confirmed_at for each in people_of(app)] == [None]


def test_an_address_that_has_an_account_looks_the_same_and_its_owner_is_told(
    app: Flask, make_person: MakePerson
) -> None:
    make_person("robin@example.org", name="Robin Hall")
    before = [(each.name, each.password_hash) for each in people_of(app)]
    known, unknown = app.test_client(), app.test_client()
    answers = [
        post(known, "/register", **NEW | {"name": "Else"}),
        post(unknown, "/register", **NEW | {"email": "kim@example.org"}),
    ]
    assert len({(each.status_code, each.headers["Location"], each.text) for each in answers}) == 1
    assert {name for name, _ in answers[0].headers} == {name for name, _ in answers[1].headers}
    assert [each.kind.split("/")[-1] for each in mails(app)] == ["already_registered", "confirm"]
    assert [(each.name, each.password_hash) for each in people_of(app)][:1] == before
    assert post(app.test_client(), "/sign-in", email="robin@example.org", password=NEW["password"]).status_code == 200


def test_without_confirming_one_cannot_sign_in_but_can_ask_for_the_link_again(app: Flask) -> None:
    register(app)
    client = app.test_client()
    answer = post(client, "/sign-in", email=NEW["email"], password=NEW["password"])
    assert answer.headers["Location"] == "/register/again?unconfirmed=1"
    assert "has not been confirmed" in client.get(answer.headers["Location"]).text
    assert client.get("/account").status_code == 302
    for email in (NEW["email"], "nobody@example.org"):
        assert post(client, "/register/again", email=email).headers["Location"] == "/register/sent"
    first, again = mails(app)
    assert client.get(link(first)).status_code == 410
    assert post(client, link(again), password=NEW["password"]).headers["Location"] == "/account"


def test_the_link_ends_after_a_week_and_after_use(app: Flask, tmp_path: Path) -> None:
    client = register(app)
    (mail,) = mails(app)
    move(tmp_path, days=7)
    page = client.get(link(mail))
    assert page.status_code == 410 and "/register/again" in page.text
    move(tmp_path, days=6)
    post(client, link(mail))
    assert client.get(link(mail)).status_code == 410


def test_mails_to_one_address_are_limited(app: Flask) -> None:
    for _ in range(5):
        register(app)
    answer = post(app.test_client(), "/register", **NEW)
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) == 86_400
    assert len(mails(app)) == 5


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("password", "at least 12"),
        ("password1234", "used most"),
        ("qwertyuiop123", "guess"),
        ("aaaaaaaaaaaaaaaa", "easy to guess"),
        ("robinhall2026", "nothing to do with your name"),
        ("robin@example.org", "nothing to do with your name"),
        ("x" * 201, "at most 200"),
    ],
)
def test_a_password_that_is_soon_found_is_refused_with_advice(app: Flask, password: str, sentence: str) -> None:
    page = post(app.test_client(), "/register", **NEW | {"password": password})
    assert (
        page.status_code == 200
        and sentence in page.text
        and not re.search('<input[^>]*type="password"[^>]*value="[^"]', page.text)
    )
    assert people_of(app) == [] and mails(app) == []


@pytest.mark.parametrize(
    "password",
    [" leading and trailing ", "ŵyneb llyn gwyrdd é", "correct horse " * 4 + "12345678", "Aa1!x y#Z " * 20],
    ids=["spaces", "unicode", "64", "200"],
)
def test_a_password_counts_whole(app: Flask, password: str) -> None:
    client = register(app, password=password)
    post(client, link(mails(app)[0]))
    for other in (password[:-1], password.strip(), password[:72]):
        if other != password:
            assert post(app.test_client(), "/sign-in", email=NEW["email"], password=other).status_code == 200
    assert post(app.test_client(), "/sign-in", email=NEW["email"], password=password).status_code == 302


def test_pasting_is_not_hindered_and_password_managers_know_the_fields(app: Flask) -> None:
    page = app.test_client().get("/register").text
    assert "onpaste" not in page and 'autocomplete="new-password"' in page and 'autocomplete="username"' in page


@pytest.mark.parametrize("email", ["robin", "robin@", "robin@localhost", "a b@example.org", "x" * 250 + "@example.org"])
def test_what_is_no_address_is_refused(app: Flask, email: str) -> None:
    assert "Enter an e-mail address like" in post(app.test_client(), "/register", **NEW | {"email": email}).text
    assert people_of(app) == []


def test_the_form_cannot_give_what_is_not_asked(app: Flask) -> None:
    register(app, role="staff", is_staff="1", email_confirmed_at="2026-01-01", id="7", verified="1")
    (person,) = people_of(app)
    assert person.email_confirmed_at is None and person.id != 7


def test_a_password_of_the_tests_is_one_that_is_taken(app: Flask) -> None:
    register(app, password=PASSWORD)
