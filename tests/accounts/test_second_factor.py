"""The second factor: each code counts once, even at once; it is switched off only by its owner and by no thief."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import second_factors, sessions
from portal.accounts.models import Person, RecoveryCode
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from tests import people
from tests.accounts.mailbox import app_code, fresh_sign_in, mails, move, set_up_factor
from tests.conftest import MakePerson, SignIn
from tests.people import PASSWORD, post
from tests.races import at_once

ROBIN = "robin@example.org"


@pytest.fixture
def with_factor(app: Flask, make_person: MakePerson) -> tuple[int, list[str]]:
    """A person whose factor is on, and the recovery codes."""
    person_id = make_person(ROBIN)
    return person_id, set_up_factor(app, fresh_sign_in(app), person_id)


def is_on(app: Flask, person_id: int) -> bool:
    with app.app_context():
        return db.session.get_one(Person, person_id, populate_existing=True).totp_confirmed_at is not None


def test_setting_up_shows_a_picture_and_a_text_and_ten_codes_once(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person(ROBIN)
    client, other = fresh_sign_in(app), fresh_sign_in(app)
    assert client.get("/account/second-factor/picture.svg").status_code == 404
    post(client, "/account/second-factor/start", form_at="/account/second-factor")
    picture = client.get("/account/second-factor/picture.svg")
    assert picture.mimetype == "image/svg+xml" and picture.headers["Cache-Control"] == "no-store"
    assert b"<svg" in picture.data and b"style=" not in picture.data
    assert re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", client.get("/account/second-factor/set-up").text)
    assert "does not fit" in post(client, "/account/second-factor/set-up", code="000000").text
    assert not is_on(app, person_id)
    page = post(client, "/account/second-factor/set-up", code=app_code(app, person_id)).text
    codes = re.findall(r"<code>([\w-]+)</code>", page)
    assert len(set(codes)) == 10 and is_on(app, person_id)
    assert [each.kind for each in mails(app)] == ["accounts/mail/second_factor_on"]
    assert not any(each in client.get("/account/second-factor").text for each in codes)
    assert client.get("/account/second-factor/picture.svg").status_code == 404
    assert other.get("/account").status_code == 302
    with app.app_context():
        kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
        sealed = db.session.get_one(Person, person_id).totp_secret
        assert not {each.replace("-", "") for each in codes} & set(kept) and len(sealed or "") > 100


def test_a_code_counts_once_and_an_older_one_never_again(app: Flask, with_factor, tmp_path: Path) -> None:
    person_id, _ = with_factor
    move(tmp_path, minutes=2)
    code, before = app_code(app, person_id), app_code(app, person_id, steps=-1)
    first, second = fresh_sign_in(app), fresh_sign_in(app)
    assert post(first, "/sign-in/code", code=code).status_code == 302
    for used in (code, before):
        assert "used before" in post(second, "/sign-in/code", code=used).text
    assert second.get("/account").status_code == 302


@pytest.mark.parametrize(("steps", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False), (3, False)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(app: Flask, with_factor, tmp_path: Path, steps, counts) -> None:
    person_id, _ = with_factor
    move(tmp_path, minutes=5)
    code = app_code(app, person_id, steps=steps)
    assert (post(fresh_sign_in(app), "/sign-in/code", code=code).status_code == 302) is counts


def test_a_sixth_guess_is_refused_though_it_were_right(app: Flask, with_factor, tmp_path: Path) -> None:
    person_id, codes = with_factor
    move(tmp_path, minutes=10)
    client = fresh_sign_in(app)
    for _ in range(5):
        assert post(client, "/sign-in/code", code="000000").status_code == 200
    for right in (app_code(app, person_id), codes[0]):
        answer = post(client, "/sign-in/code", code=right)
        assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= 300
    assert [each.kind.split("/")[-1] for each in mails(app)] == ["second_factor_on", "too_many_tries"]
    move(tmp_path, minutes=15)
    assert post(fresh_sign_in(app), "/sign-in/code", code=app_code(app, person_id)).status_code == 302


def test_a_recovery_code_signs_in_once_and_its_owner_is_told(app: Flask, with_factor) -> None:
    _, codes = with_factor
    typed = codes[3].lower().replace("-", " ")
    assert post(fresh_sign_in(app), "/sign-in/code", code=typed).status_code == 302
    assert "used before" in post(fresh_sign_in(app), "/sign-in/code", code=codes[3]).text
    assert "9 of them are left" in mails(app, "recovery_code_used")[0].body


def test_new_recovery_codes_void_the_old(app: Flask, with_factor, sign_in: SignIn) -> None:
    person_id, old = with_factor
    page = post(sign_in(person_id), "/account/second-factor/codes", form_at="/account/second-factor").text
    new = re.findall(r"<code>([\w-]+)</code>", page)
    assert len(new) == 10 and not set(new) & set(old)
    assert post(fresh_sign_in(app), "/sign-in/code", code=old[0]).status_code == 200
    assert post(fresh_sign_in(app), "/sign-in/code", code=new[0]).status_code == 302


def test_of_many_at_once_one_uses_a_code(app_on_either: Flask) -> None:
    app = app_on_either
    person_id = people.make(app, ROBIN)
    with app.app_context(), transaction():
        second_factors.start(person_id)
        session_id = 0
    code = app_code(app, person_id)
    with app.app_context(), transaction():
        person = db.session.get_one(Person, person_id)
        sessions.begin(person, at=clock.now())
        done = second_factors.turn_on(person_id, code, session_id=session_id)
        assert done is not None
    recovery, later = done[1][0], app_code(app, person_id, steps=1)

    def use(code: str):
        def act() -> bool:
            with transaction():
                return second_factors.use_code(person_id, code)

        return act

    for once in (later, recovery):
        assert sorted(map(str, at_once(app, use(once), times=6))) == ["False"] * 5 + ["True"]


def test_switching_off_takes_a_fresh_proof_with_a_code(
    app: Flask, with_factor, sign_in: SignIn, tmp_path: Path
) -> None:
    person_id, _ = with_factor
    client = sign_in(person_id)
    move(tmp_path, minutes=16)
    for address in ("/account/second-factor/off", "/account/close", "/account/email"):
        assert client.get(address).headers["Location"] == f"/account/prove?next={address}"
    form_at = "/account/prove"
    for address in ("/account/second-factor/off", "/account/second-factor/codes", "/account/close"):
        assert post(client, address, form_at=form_at, sure="y").headers["Location"].startswith("/account/prove")
    assert is_on(app, person_id)
    stolen = client.get_cookie("session")
    assert "not your password" in post(client, form_at, password="wrong words here", code="1").text
    assert "code is not right" in post(client, form_at, password=PASSWORD, code="").text
    answer = post(client, form_at, password=PASSWORD, code=app_code(app, person_id), next="/account/second-factor/off")
    assert answer.headers["Location"] == "/account/second-factor/off"
    thief = app.test_client()
    thief.set_cookie("session", stolen.value)
    assert thief.get("/account").status_code == 302
    post(client, "/account/second-factor/off")
    assert not is_on(app, person_id) and mails(app)[-1].kind == "accounts/mail/second_factor_off"


def test_a_role_keeps_it_on(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person(ROBIN, roles=("staff",))
    client = fresh_sign_in(app)
    set_up_factor(app, client, person_id)
    answer = post(client, "/account/second-factor/off")
    assert answer.status_code == 400 and "needs a second factor" in answer.text
    assert is_on(app, person_id)
    assert "/account/second-factor/off" not in client.get("/account/second-factor").text


def test_who_was_sent_to_set_up_is_led_on_afterwards(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person(ROBIN, roles=("staff",))
    client = fresh_sign_in(app)
    client.get("/account/second-factor?next=/staff/vacancies")
    post(client, "/account/second-factor/start", form_at="/account/second-factor")
    page = post(client, "/account/second-factor/set-up", code=app_code(app, person_id)).text
    assert 'href="/staff/vacancies"' in page
