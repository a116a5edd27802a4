"""A forgotten password: the link acts once, in time, for its owner; it passes no second factor."""

from pathlib import Path

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from tests.accounts.mailbox import app_code, fresh_sign_in, link, mails, move, set_up_factor
from tests.conftest import MakePerson
from tests.people import PASSWORD, post

ROBIN, NEW = "robin@example.org", "violin tractor window"


def ask(app: Flask, email: str = ROBIN):
    return post(app.test_client(), "/recover", email=email)


def works(app: Flask, password: str) -> bool:
    return post(app.test_client(), "/sign-in", email=ROBIN, password=password).status_code == 302


def test_a_new_password_ends_all_sessions_and_is_told(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    elsewhere, client = fresh_sign_in(app), app.test_client()
    ask(app)
    (mail,) = mails(app)
    page = client.get(link(mail))
    assert page.status_code == 200 and page.headers["Referrer-Policy"] == "no-referrer"
    assert works(app, PASSWORD)
    assert post(client, link(mail), password=NEW).headers["Location"] == "/sign-in"
    assert elsewhere.get("/account").status_code == 302 and client.get("/account").status_code == 302
    assert works(app, NEW) and not works(app, PASSWORD)
    assert mails(app)[-1].kind == "accounts/mail/password_changed"
    assert client.get(link(mail)).status_code == 410


def test_only_the_newest_link_works_for_an_hour(app: Flask, make_person: MakePerson, tmp_path: Path) -> None:
    make_person(ROBIN)
    ask(app), ask(app)
    old, new = mails(app)
    client = app.test_client()
    assert client.get(link(old)).status_code == 410 and client.get(link(new)).status_code == 200
    move(tmp_path, hours=1)
    page = client.get(link(new))
    assert page.status_code == 410 and "Ask for a new link" in page.text
    assert client.get(link(new)[:-1]).status_code == 410 and client.get("/recover/x").status_code == 410


def test_nothing_tells_whether_the_address_is_known(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    known, unknown = ask(app), ask(app, "rowan@example.org")
    assert (known.status_code, known.headers["Location"], known.text) == (
        unknown.status_code,
        unknown.headers["Location"],
        unknown.text,
    )
    assert [each.recipient for each in mails(app)] == [ROBIN]


@pytest.mark.parametrize("email", [ROBIN, "rowan@example.org"])
def test_five_links_a_day(app: Flask, make_person: MakePerson, tmp_path: Path, email: str) -> None:
    make_person(ROBIN)
    assert {ask(app, email).status_code for _ in range(5)} == {302}
    answer = ask(app, email)
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) == 86_400
    assert len(mails(app)) == (5 if email == ROBIN else 0)
    move(tmp_path, days=1)
    assert ask(app, email).status_code == 302


def test_it_passes_no_second_factor(app: Flask, make_person: MakePerson, tmp_path: Path) -> None:
    person_id = make_person(ROBIN)
    set_up_factor(app, fresh_sign_in(app), person_id)
    waiting = fresh_sign_in(app)
    ask(app)
    client = app.test_client()
    post(client, link(mails(app, "recover")[0]), password=NEW)
    assert client.get("/account").status_code == 302
    assert waiting.get("/sign-in/code").headers["Location"] == "/sign-in"
    answer = post(client, "/sign-in", email=ROBIN, password=NEW)
    assert answer.headers["Location"] == "/sign-in/code"
    move(tmp_path, minutes=1)
    assert post(client, "/sign-in/code", code=app_code(app, person_id)).headers["Location"] == "/account"


def test_a_weak_password_uses_the_link_not_up(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    ask(app)
    address = link(mails(app)[0])
    assert "used most" in post(app.test_client(), address, password="password1234").text
    assert works(app, PASSWORD)
    assert post(app.test_client(), address, password=NEW).status_code == 302


def test_a_changed_password_or_address_voids_the_link(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    client = fresh_sign_in(app)
    ask(app)
    post(client, "/account/password", current=PASSWORD, password=NEW)
    assert app.test_client().get(link(mails(app, "recover")[0])).status_code == 410
    ask(app)
    post(client, "/account/email", email="new@example.org")
    post(client, link(mails(app, "email_new")[0]))
    assert app.test_client().get(link(mails(app, "recover")[1])).status_code == 410


def test_a_closed_or_disabled_account_gets_no_link(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person(ROBIN)
    with app.app_context(), transaction():
        db.session.get_one(Person, person_id).disabled_at = clock.now()
    assert ask(app).status_code == 302 and mails(app) == []


def test_links_lead_to_the_site_whatever_the_request_says(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    client = app.test_client()
    answer = client.post("/recover", data={"email": ROBIN}, headers={"Host": "evil.example"})
    assert answer.status_code == 400 and mails(app) == []
    client.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    post(client, "/recover", email=ROBIN)
    assert "evil" not in mails(app)[0].body and app.config["SETTINGS"].base_url + "/recover/" in mails(app)[0].body


def test_who_never_confirmed_does_so_by_the_link(app: Flask) -> None:
    post(app.test_client(), "/register", name="Robin", email=ROBIN, password="three random words")
    ask(app)
    post(app.test_client(), link(mails(app, "recover")[0]), password=NEW)
    assert works(app, NEW)
