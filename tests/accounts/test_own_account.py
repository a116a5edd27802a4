"""What people do with their own account."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import choosing_mail, queries, roles
from portal.accounts.facts import EmailChanged, PersonClosed
from portal.accounts.models import Person, SignIn
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import announcing, clock
from tests.accounts.mailbox import fresh_sign_in, link, mails, move
from tests.conftest import MakePerson
from tests.conftest import SignIn as Enter
from tests.people import PASSWORD, post

ROBIN, NEW = "robin@example.org", "new@example.org"


@pytest.fixture
def heard(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The facts that are announced."""
    facts: list[object] = []
    monkeypatch.setattr(announcing, "_reactions", {EmailChanged: [facts.append], PersonClosed: [facts.append]})
    return facts


def email_of(app: Flask, person_id: int) -> str | None:
    with app.app_context():
        return queries.by_id(person_id).email


def test_a_changed_password_ends_the_other_sessions_alone(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    here, there = fresh_sign_in(app), fresh_sign_in(app)
    stolen = here.get_cookie("session")
    assert (
        "not your current"
        in post(here, "/account/password", current="wrong words", password="violin tractor window").text
    )
    same = post(here, "/account/password", current=PASSWORD, password=PASSWORD)
    assert "This is your password already. Choose another." in same.text
    assert there.get("/account").status_code == 200
    assert post(here, "/account/password", current=PASSWORD, password="violin tractor window").status_code == 302
    thief = app.test_client()
    thief.set_cookie("session", stolen.value)
    assert [each.get("/account").status_code for each in (here, there, thief)] == [200, 302, 302]
    assert mails(app)[-1].kind == "accounts/mail/password_changed"


def test_guessing_the_current_password_is_limited(app: Flask, make_person: MakePerson) -> None:
    make_person(ROBIN)
    client = fresh_sign_in(app)
    fields = {"current": "wrong words", "password": "violin tractor window"}
    assert {post(client, "/account/password", **fields).status_code for _ in range(10)} == {200}
    assert post(client, "/account/password", **fields | {"current": PASSWORD}).status_code == 429


def test_the_address_changes_when_the_new_one_confirms(
    app: Flask, make_person: MakePerson, heard: list[object]
) -> None:
    person_id = make_person(ROBIN)
    client = fresh_sign_in(app)
    post(client, "/account/email", email=NEW)
    (mail,) = mails(app)
    assert (mail.recipient, email_of(app, person_id)) == (NEW, ROBIN)
    client.get(link(mail))
    assert email_of(app, person_id) == ROBIN and heard == []
    post(app.test_client(), link(mail))
    assert email_of(app, person_id) == NEW and heard == [EmailChanged(person_id)]
    assert app.test_client().get(link(mail)).status_code == 410
    assert [each.recipient for each in mails(app, "email_changed")] == [ROBIN]


def test_the_old_address_takes_the_account_back_within_a_week(
    app: Flask, make_person: MakePerson, tmp_path: Path
) -> None:
    person_id = make_person(ROBIN)
    thief = fresh_sign_in(app)
    for email in (NEW, "newer@example.org"):
        post(thief, "/account/email", email=email)
        post(thief, link(mails(app, "email_new")[-1]))
    back = link(mails(app, "email_changed", ROBIN)[0])
    second = link(mails(app, "email_changed", NEW)[0])
    owner = app.test_client()
    move(tmp_path, days=7)
    assert owner.get(back).status_code == 410
    move(tmp_path, days=6, hours=23)
    assert owner.get(back).status_code == 200 and email_of(app, person_id) == "newer@example.org"
    answer = post(owner, back)
    assert answer.headers["Location"].startswith("/recover/") and email_of(app, person_id) == ROBIN
    assert thief.get("/account").status_code == 302
    assert post(app.test_client(), "/sign-in", email=ROBIN, password=PASSWORD).status_code == 200
    assert owner.get(second).status_code == 410
    post(owner, answer.headers["Location"], password="violin tractor window")
    assert post(owner, "/sign-in", email=ROBIN, password="violin tractor window").status_code == 302


def test_an_address_with_an_account_is_not_taken_and_not_told_of(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person(ROBIN)
    make_person("kim@example.org")
    client = fresh_sign_in(app)
    taken, free = (post(client, "/account/email", email=each) for each in ("kim@example.org", NEW))
    assert (taken.status_code, taken.headers["Location"]) == (free.status_code, free.headers["Location"])
    assert [(each.kind.split("/")[-1], each.recipient) for each in mails(app)] == [
        ("already_registered", "kim@example.org"),
        ("email_new", NEW),
    ]
    make_person(NEW)
    answer = post(client, link(mails(app)[-1]))
    assert answer.status_code == 400 and "Another account has this address" in answer.text
    assert email_of(app, person_id) == ROBIN


def test_a_reset_by_the_owner_stops_a_change_by_a_thief(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person(ROBIN)
    thief = fresh_sign_in(app)
    post(thief, "/account/email", email=NEW)
    post(app.test_client(), "/recover", email=ROBIN)
    post(app.test_client(), link(mails(app, "recover")[0]), password="violin tractor window")
    assert post_status(app, link(mails(app, "email_new")[0])) == 410
    assert email_of(app, person_id) == ROBIN


def post_status(app: Flask, address: str) -> int:
    return app.test_client().get(address).status_code


def test_sessions_are_listed_and_ended_by_their_owner_alone(
    app: Flask, make_person: MakePerson, sign_in: Enter
) -> None:
    robin, kim = make_person(ROBIN), make_person("kim@example.org")
    here, there, third, hers = sign_in(robin), sign_in(robin), sign_in(robin), sign_in(kim)
    with app.app_context():
        rows = {row.id: row.person_id for row in db.session.scalars(select(SignIn).order_by(SignIn.id))}
    mine, his = [each for each, whose in rows.items() if whose == robin], [e for e, w in rows.items() if w == kim]
    page = here.get("/account/sessions").text
    assert page.count('/end"') == 2 and f"/account/sessions/{his[0]}/" not in page
    for foreign in (his[0], 99_999):
        assert post(here, f"/account/sessions/{foreign}/end", form_at="/account/sessions").status_code == 404
    assert hers.get("/account").status_code == 200
    assert post(here, f"/account/sessions/{mine[1]}/end", form_at="/account/sessions").status_code == 302
    assert [each.get("/account").status_code for each in (here, there, third)] == [200, 302, 200]
    post(here, "/account/sessions/end-others", form_at="/account/sessions")
    assert [each.get("/account").status_code for each in (here, third, hers)] == [200, 302, 200]


def test_a_disabled_account_is_out_at_once(app: Flask, make_person: MakePerson, sign_in: Enter) -> None:
    person_id = make_person(ROBIN)
    client = sign_in(person_id)
    with app.app_context(), transaction():
        db.session.get_one(Person, person_id).disabled_at = clock.now()
    assert client.get("/account").status_code == 302
    assert post(app.test_client(), "/sign-in", email=ROBIN, password=PASSWORD).status_code == 200


def test_a_role_that_was_taken_away_opens_nothing_more(app: Flask, make_person: MakePerson, sign_in: Enter) -> None:
    person_id = make_person(ROBIN, roles=("staff",))
    client = sign_in(person_id)
    assert client.get("/staff/vacancies").status_code == 200
    with app.app_context(), transaction():
        roles.take(person_id, "staff", by=None)
    assert client.get("/staff/vacancies").status_code == 302
    assert sign_in(person_id).get("/staff/vacancies").status_code == 404


def test_closing_takes_a_tick_and_shuts_the_account(app: Flask, make_person: MakePerson, heard: list[object]) -> None:
    person_id = make_person(ROBIN)
    client, other = fresh_sign_in(app), fresh_sign_in(app)
    assert "Tick the box" in post(client, "/account/close").text
    assert other.get("/account").status_code == 200 and heard == []
    post(client, "/account/close", sure="y")
    assert heard == [PersonClosed(person_id)]
    assert [each.get("/account").status_code for each in (client, other)] == [302, 302]
    assert post(client, "/sign-in", email=ROBIN, password=PASSWORD).status_code == 200
    assert mails(app)[-1].kind == "accounts/mail/closed"


def test_optional_mails_are_a_choice(app: Flask, make_person: MakePerson, sign_in: Enter) -> None:
    person_id = make_person(ROBIN)
    client = sign_in(person_id)

    def wanted() -> bool:
        with app.app_context():
            return choosing_mail.wants(queries.by_id(person_id), "reminders")

    assert wanted()
    post(client, "/account/emails")
    assert not wanted()
    post(client, "/account/emails", kinds="reminders")
    assert wanted()
    post(client, "/account/emails", kinds=["reminders", "everything"])
    assert wanted()


def test_the_first_page_leads_everywhere(app: Flask, make_person: MakePerson, sign_in: Enter) -> None:
    client = sign_in(make_person(ROBIN, roles=("staff",)))
    page = client.get("/account").text
    for address in ("email", "password", "second-factor", "sessions", "emails", "close"):
        assert f'href="/account/{address}"' in page
        assert client.get(f"/account/{address}").status_code == 200
    assert 'aria-current="page"' in page and 'href="/staff"' in page
