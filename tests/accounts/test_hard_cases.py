"""The rows of faults.md that no other test of this room holds; test_every_row.py says which test holds which row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts import passwords, queries, roles, tending
from portal.accounts.password_rules import LEAST, common_passwords, problem_with
from portal.database.transaction import transaction
from portal.privacy import erasing, finding
from tests.accounts.mailbox import app_code, fresh_sign_in, link, mails, move, set_up_factor
from tests.conftest import MakePerson
from tests.people import PASSWORD, make, post

ROBIN, KIM, NEW = "robin@example.org", "kim@example.org", "violin tractor window"
AWAY = ("//evil.example", "/\\evil.example", "https:evil.example", "%09//evil.example", "/\t/evil.example",
        "https://good@evil.example", "javascript:alert(1)", "///evil.example", "\\\\evil.example", "/a\r\nSet-Cookie: x=1")  # fmt: skip


@pytest.fixture
def robin(make_person: MakePerson) -> int:
    return make_person(ROBIN)


def works(app: Flask, password: str, *, address: str = "10.0.0.1") -> bool:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return post(client, "/sign-in", email=ROBIN, password=password).status_code == 302


def reference_of(app: Flask, person_id: int) -> str:
    with app.app_context():
        return queries.by_id(person_id).reference


def test_an_owner_gets_in_though_strangers_go_on_trying(app: Flask, robin: int) -> None:
    """S-02: whoever reads the mail sets a new password, and the tries of strangers keep them out no longer."""
    for number in range(10):
        assert not works(app, "wrong words here", address=f"10.1.1.{number}")
    assert not works(app, PASSWORD)
    owner = app.test_client()
    post(owner, "/recover", email=ROBIN)
    post(owner, link(mails(app, "recover")[0]), password=NEW)
    assert works(app, NEW)


def test_a_link_for_a_new_password_serves_its_owner_whoever_opens_it(
    app: Flask, robin: int, make_person: MakePerson
) -> None:
    """S-03: opened where somebody else is signed in, it sets its owner's password, and signs nobody in."""
    make_person(KIM)
    kims = fresh_sign_in(app, KIM)
    post(app.test_client(), "/recover", email=ROBIN)
    address = link(mails(app, "recover")[0])
    assert post(kims, address, password=NEW).headers["Location"] == "/sign-in"
    assert kims.get("/account").status_code == 302
    assert works(app, NEW) and post(kims, "/sign-in", email=KIM, password=PASSWORD).status_code == 302
    again = post(kims, address, form_at="/account/close", password="another tractor window")
    assert again.status_code == 410 and "Ask for a new link" in again.text
    assert works(app, NEW)


def test_the_code_that_set_the_factor_up_signs_nobody_in(app: Flask, robin: int) -> None:
    """S-05: a code read over the shoulder while it was set up is used up."""
    client = fresh_sign_in(app)
    code: list[str] = []
    post(client, "/account/second-factor/start", form_at="/account/second-factor")
    code.append(app_code(app, robin))
    post(client, "/account/second-factor/set-up", code=code[0])
    thief = fresh_sign_in(app)
    assert "used before" in post(thief, "/sign-in/code", code=code[0]).text
    assert thief.get("/account").status_code == 302


def _sign_out(app: Flask, robin: int, owner: FlaskClient) -> None:
    post(owner, "/sign-out", form_at="/account")


def _change_password(app: Flask, robin: int, owner: FlaskClient) -> None:
    post(owner, "/account/password", current=PASSWORD, password=NEW)


def _end_others(app: Flask, robin: int, owner: FlaskClient) -> None:
    post(fresh_sign_in(app), "/account/sessions/end-others", form_at="/account/sessions")


def _recover(app: Flask, robin: int, owner: FlaskClient) -> None:
    post(app.test_client(), "/recover", email=ROBIN)
    post(app.test_client(), link(mails(app, "recover")[0]), password=NEW)


def _set_up(app: Flask, robin: int, owner: FlaskClient) -> None:
    set_up_factor(app, owner, robin)


def _close(app: Flask, robin: int, owner: FlaskClient) -> None:
    post(owner, "/account/close", sure="y")


def _give_role(app: Flask, robin: int, owner: FlaskClient) -> None:
    with app.app_context(), transaction():
        roles.give(robin, "consultant", by=None)


def _disable(app: Flask, robin: int, owner: FlaskClient) -> None:
    reference, staff = reference_of(app, robin), make(app, "sam@example.org")
    with app.app_context(), transaction():
        tending.disable(reference, because="security", by=staff)


def _erase(app: Flask, robin: int, owner: FlaskClient) -> None:
    with app.app_context():
        erasing.begin(finding.by_id(robin), app.config["SETTINGS"], by=None)


@pytest.mark.parametrize(
    "after",
    [_sign_out, _change_password, _end_others, _recover, _set_up, _close, _give_role, _disable, _erase],
    ids=lambda each: each.__name__.strip("_"),
)
def test_a_stolen_cookie_is_worth_nothing_after(
    app: Flask, robin: int, after: Callable[[Flask, int, FlaskClient], None]
) -> None:
    """S-08, R12."""
    owner = fresh_sign_in(app)
    stolen = owner.get_cookie("session")
    assert stolen is not None
    thief = app.test_client()
    thief.set_cookie("session", stolen.value)
    assert thief.get("/account").status_code == 200
    after(app, robin, owner)
    thief.set_cookie("session", stolen.value)
    assert thief.get("/account").headers["Location"] == "/sign-in?next=/account"


def test_a_session_ends_after_thirty_days_however_busy(app: Flask, robin: int, tmp_path: Path) -> None:
    """S-09, the absolute limit."""
    client = fresh_sign_in(app)
    for day in (10, 20, 29, 29.99):
        move(tmp_path, days=day)
        assert client.get("/account").status_code == 200
    move(tmp_path, days=30)
    assert client.get("/account").status_code == 302


def test_two_cookies_of_one_name_are_no_fault(app: Flask, robin: int) -> None:
    """S-10: the one that counts is found or not; nothing else happens."""
    good = fresh_sign_in(app).get_cookie("session")
    assert good is not None
    client = app.test_client(use_cookies=False)
    for cookies in (f"session=x; session={good.value}", f"session={good.value}; session=x", "session; session=; =x"):
        assert client.get("/account", headers={"Cookie": cookies}).status_code in (200, 302)
        assert client.get("/", headers={"Cookie": cookies}).status_code == 200


def test_every_common_password_that_is_long_enough_is_refused() -> None:
    """S-12: the list holds far more than the 3,000 most used."""
    long = [each for each in common_passwords() if len(each) >= LEAST]
    assert len(common_passwords()) >= 3_000 and len(long) > 50
    assert [each for each in long if problem_with(each) is None or problem_with(each.upper()) is None] == []


@pytest.mark.parametrize("word", ["site_name", "society_name"])
def test_the_names_of_the_site_are_no_password(app: Flask, word: str) -> None:
    """S-12: context words."""
    name = str(getattr(app.config["SETTINGS"], word))
    answer = post(app.test_client(), "/register", name="Robin", email=ROBIN, password=f"{name} {name} 2026!")
    assert "nothing to do with your name" in answer.text


@pytest.mark.parametrize("onward", AWAY)
def test_no_form_leads_away_from_the_site(app: Flask, robin: int, onward: str) -> None:
    """W-06: `next` at signing in, at the second step, at proving anew and at setting up the second factor."""
    client = app.test_client()
    assert "evil" not in client.get("/sign-in", query_string={"next": onward}).text
    assert post(client, "/sign-in", email=ROBIN, password=PASSWORD, next=onward).headers["Location"] == "/account"
    assert post(client, "/account/prove", password=PASSWORD, next=onward).headers["Location"] == "/account"
    client.get("/account/second-factor", query_string={"next": onward})
    post(client, "/account/second-factor/start", form_at="/account/second-factor")
    page = post(client, "/account/second-factor/set-up", code=app_code(app, robin)).text
    assert "evil" not in page and 'href="/account"' in page
    step = app.test_client()
    post(step, "/sign-in", email=ROBIN, password=PASSWORD, next=onward)
    assert post(step, "/sign-in/code", code=app_code(app, robin, steps=1)).headers["Location"] == "/account"


@pytest.mark.parametrize("address", ["/recover/{}", "/register/confirm/{}", "/email/confirm/{}", "/email/undo/{}"])
def test_a_link_that_no_longer_counts_says_so_and_leads_on(app: Flask, address: str) -> None:
    """S-03, S-11: for every kind of link of an account."""
    answer = app.test_client().get(address.format("x" * 43))
    assert answer.status_code == 410 and answer.headers["Referrer-Policy"] == "no-referrer"
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    assert "no longer works" in main and 'href="/sign-in"' in main


def test_a_clock_put_back_lengthens_no_link(app: Flask, robin: int, tmp_path: Path) -> None:
    """T-05: made in what is now the future, it does not count; two servers' clocks may be five minutes apart."""
    post(app.test_client(), "/recover", email=ROBIN)
    address = link(mails(app, "recover")[0])
    move(tmp_path, minutes=-4)
    assert app.test_client().get(address).status_code == 200
    move(tmp_path, days=-1)
    assert app.test_client().get(address).status_code == 410


def test_disabling_an_account_voids_its_links_but_the_one_that_undoes_a_theft(
    app: Flask, robin: int, make_person: MakePerson
) -> None:
    """S-08, S-11: a thief has changed the address, asked for a new password and one more change; staff disable."""
    staff = make_person("sam@example.org", roles=("staff",))
    thief = fresh_sign_in(app)
    post(thief, "/account/email", email=KIM)
    post(thief, link(mails(app, "email_new")[0]))
    post(thief, "/account/email", email="more@example.org")
    post(app.test_client(), "/recover", email=KIM)
    reference = reference_of(app, robin)
    with app.app_context(), transaction():
        tending.disable(reference, because="security", by=staff)
    with app.app_context(), transaction():
        tending.enable(reference, because="asked", by=staff)
    for kind in ("email_new", "recover"):
        assert app.test_client().get(link(mails(app, kind)[-1])).status_code == 410
    assert app.test_client().get(link(mails(app, "email_changed", ROBIN)[0])).status_code == 200


@pytest.mark.parametrize("address", ["/sign-in", "/recover", "/register"])
def test_the_work_of_an_answer_does_not_tell_who_has_an_account(
    app: Flask, robin: int, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """S-01: known or not, the one slow thing is done equally often; `make bench ARGS=signing_in` measures the times."""
    passwords._nobody()
    work: list[str] = []
    monkeypatch.setattr(passwords, "_hasher", _Counted(passwords._hasher, work))
    done = {}
    for email in (ROBIN, "nobody@example.org"):
        work.clear()
        post(app.test_client(), address, email=email, password="wrong words here", name="Robin")
        done[email] = tuple(work)
    assert done[ROBIN] == done["nobody@example.org"]
    assert (len(done[ROBIN]) > 0) == (address != "/recover")


class _Counted:
    """A hasher that notes what was asked of it, in the cost of the hash it was asked about."""

    def __init__(self, hasher: PasswordHasher, work: list[str]) -> None:
        self.hasher, self.work = hasher, work

    def hash(self, password: str) -> str:
        made = self.hasher.hash(password)
        self.work.append("hash " + made.rsplit("$", 2)[0])
        return made

    def verify(self, hashed: str, password: str) -> bool:
        self.work.append("verify " + hashed.rsplit("$", 2)[0])
        return self.hasher.verify(hashed, password)
