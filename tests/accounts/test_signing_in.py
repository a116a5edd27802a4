"""Signing in: tries are limited, nothing tells who has an account, and a session's id is always new."""

import re
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from portal.accounts import roles
from portal.accounts.models import SignIn
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from tests.accounts.mailbox import app_code, fresh_sign_in, mails, move, set_up_factor
from tests.conftest import MakeApp, MakePerson
from tests.conftest import SignIn as Enter
from tests.people import PASSWORD, post

ROBIN = "robin@example.org"


def attempt(app: Flask, *, email: str = ROBIN, password: str = "wrong words here", address: str = "10.0.0.1"):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return post(client, "/sign-in", email=email, password=password)


def test_an_unknown_address_and_a_wrong_password_look_alike(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    known, unknown = attempt(app), attempt(app, email="rowan@example.org")

    def strip(page) -> str:
        return re.sub(r'(?:value|nonce)="[^"]*"', "", page.text)

    assert known.status_code == unknown.status_code == 200
    assert strip(known) == strip(unknown)
    assert {name for name, _ in known.headers} == {name for name, _ in unknown.headers}


def test_the_eleventh_try_is_refused_whoever_asks_and_the_owner_is_told_once(
    app: Flask, make_person: MakePerson, make_app: MakeApp, tmp_path: Path
) -> None:
    make_person(ROBIN)
    tries = [attempt(app, address=f"10.0.0.{number}") for number in range(10)]
    assert {each.status_code for each in tries} == {200} and mails(app) == []
    right = attempt(app, password=PASSWORD, address="10.9.9.9")
    assert right.status_code == 429 and 0 < int(right.headers["Retry-After"]) <= 900
    assert "too many tries" in right.text and "Wait 5 minutes" in right.text
    attempt(app, address="10.9.9.9")
    with app.app_context():
        refused = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "accounts.tries_refused")
        assert db.session.scalar(refused) == 1, "a stranger cannot fill the record"
    assert [(each.kind, each.recipient) for each in mails(app)] == [("accounts/mail/too_many_tries", ROBIN)]
    restarted = make_app()
    assert attempt(restarted, password=PASSWORD).status_code == 429
    move(tmp_path, minutes=5)
    assert attempt(restarted, password=PASSWORD).status_code == 302


def test_one_network_address_cannot_try_many_accounts(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    for number in range(10):
        assert attempt(app, email=f"person{number}@example.org").status_code == 200
    assert attempt(app, password=PASSWORD).status_code == 429
    assert attempt(app, password=PASSWORD, address="10.0.0.2").status_code == 302
    assert mails(app) == []


def test_right_passwords_use_no_tries_up(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    assert {attempt(app, password=PASSWORD).status_code for _ in range(12)} == {302}


def test_a_forwarded_address_from_a_stranger_is_not_believed(app: Flask) -> None:
    client = app.test_client()
    for number in range(10):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"10.1.1.{number}"
        post(client, "/sign-in", email=f"a{number}@example.org", password="wrong words here")
    assert post(client, "/sign-in", email=ROBIN, password="wrong words here").status_code == 429


def test_the_session_is_new_at_every_step(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person(ROBIN)

    def tokens() -> set[str]:
        with app.app_context():
            return set(db.session.scalars(select(SignIn.token_hash).where(SignIn.person_id == person_id)))

    client = app.test_client()
    with client.session_transaction() as planted:
        planted["sign_in"] = "planted-by-a-stranger"
    post(client, "/sign-in", email=ROBIN, password=PASSWORD)
    with client.session_transaction() as cookie:
        assert cookie["sign_in"] != "planted-by-a-stranger"
    first = tokens()
    set_up_factor(app, client, person_id)
    second = tokens()
    assert len(first) == len(second) == 1 and first != second
    assert client.get("/account").status_code == 200
    with app.app_context(), transaction():
        roles.give(person_id, "assessor", by=None)
    assert tokens() == set() and client.get("/account").status_code == 302


def test_a_role_opens_nothing_without_the_second_factor(app: Flask, make_person: MakePerson, sign_in: Enter) -> None:
    for role in ("staff", "consultant", "assessor"):
        client = sign_in(make_person(f"{role}@example.org", roles=(role,)), second_factor=False)
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith(f"/{role}") and not rule.arguments and "GET" in (rule.methods or ()):
                answer = client.get(rule.rule)
                assert answer.headers["Location"].startswith("/account/second-factor?next="), rule.rule
        assert "needs a second factor" in client.get("/account").text


def test_a_session_that_did_not_pass_the_factor_of_its_account_does_not_count(
    app: Flask, make_person: MakePerson, sign_in: Enter
) -> None:
    person_id = make_person(ROBIN)
    set_up_factor(app, fresh_sign_in(app), person_id)
    assert sign_in(person_id, second_factor=False).get("/account").status_code == 302
    assert sign_in(person_id).get("/account").status_code == 200


def test_a_clock_put_back_ends_a_session_that_was_seen_in_the_future(
    app: Flask, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person(ROBIN)
    client = fresh_sign_in(app)
    move(tmp_path, days=2)
    assert client.get("/account").status_code == 200
    move(tmp_path, days=1)
    assert client.get("/account").status_code == 302


def test_tampered_and_huge_cookies_are_ignored_quietly(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    for value in ("x", "x" * 8_000, "eyJzaWduX2luIjoiYSJ9.aaaa.bbbb", '"'):
        client = app.test_client()
        client.set_cookie("session", value)
        assert client.get("/account").status_code == 302
        assert client.get("/").status_code == 200


def test_under_https_the_cookie_is_bound_to_the_host(make_app: MakeApp) -> None:
    app = make_app(PORTAL_BASE_URL="https://jobs.example.org")
    app.test_cli_runner().invoke(args=["setup"])
    answer = app.test_client().get("/sign-in", base_url="https://jobs.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert all(each in cookie for each in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/")) and "Domain" not in cookie


def test_another_secret_key_signs_everybody_out(app: Flask, make_app: MakeApp, make_person: MakePerson) -> None:
    make_person(ROBIN)
    stolen = fresh_sign_in(app).get_cookie("session")
    other = make_app(PORTAL_SECRET_KEY="another key for this installation 1234567890").test_client()
    assert stolen is not None
    other.set_cookie("session", stolen.value)
    assert other.get("/account").status_code == 302


def test_the_code_is_asked_before_anything_is_shown(app: Flask, make_person: MakePerson, tmp_path: Path) -> None:
    person_id = make_person(ROBIN)
    set_up_factor(app, fresh_sign_in(app), person_id)
    move(tmp_path, minutes=1)
    client = app.test_client()
    answer = post(client, "/sign-in", email=ROBIN, password=PASSWORD, next="/account/sessions")
    assert answer.headers["Location"] == "/sign-in/code"
    assert client.get("/account").status_code == 302
    answer = post(client, "/sign-in/code", code=app_code(app, person_id))
    assert answer.headers["Location"] == "/account/sessions" and client.get("/account").status_code == 200
    assert client.get("/sign-in/code").headers["Location"] == "/sign-in"


def test_the_second_step_ends_after_ten_minutes(app: Flask, make_person: MakePerson, tmp_path: Path) -> None:
    person_id = make_person(ROBIN)
    set_up_factor(app, fresh_sign_in(app), person_id)
    client = fresh_sign_in(app)
    assert client.get("/sign-in/code").status_code == 200
    move(tmp_path, minutes=10)
    assert client.get("/sign-in/code").headers["Location"] == "/sign-in"
