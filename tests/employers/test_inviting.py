"""Invitations: once, in time, for one address, by an owner who still is one."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import confirming, inviting
from portal.employers.models import Invitation
from portal.foundation.errors import RuleBroken
from tests import people
from tests.employers.acting import link_in, mails, organisation, roles_of, seat


@pytest.fixture
def leeds(app, make_person, sign_in):
    """Leeds with Kim as its owner, who has invited robin@example.org as recruiter: (row, Kim, browser, link)."""
    kim = make_person("kim@leeds.gov.uk", name="Kim Lowe")
    row = organisation(app)
    seat(app, row, kim, "owner")
    client = sign_in(kim)
    answer = people.post(
        client, f"/employer/{row.reference}/people/invite", email="Robin@Example.org", roles=["recruiter"]
    )
    assert answer.status_code == 302
    (mail,) = mails(app, "invitation")
    assert mail.recipient == "Robin@Example.org"
    assert "Kim" not in mail.subject
    return row, kim, client, link_in(mail)


def accept(client, link: str):
    return client.post(link, data={"csrf_token": people.csrf_of(client, "/employer/claim/new")})


def invitations(app: Flask) -> list[Invitation]:
    with app.app_context():
        return list(db.session.scalars(select(Invitation).order_by(Invitation.id)))


def test_the_invited_person_opens_the_link_and_accepts(app, leeds, make_person, sign_in) -> None:
    row, kim, _, link = leeds
    robin = make_person("robin@example.org")
    client = sign_in(robin)
    assert "You are invited to act for Leeds" in client.get(link).text
    assert roles_of(app, row) == {kim: {"owner"}}
    assert accept(client, link).status_code == 302
    assert roles_of(app, row) == {kim: {"owner"}, robin: {"recruiter"}}


def test_a_visitor_is_asked_to_sign_in_and_led_back(app, leeds) -> None:
    link = leeds[3]
    page = app.test_client().get(link)
    assert "Sign in with the e-mail address" in page.text
    assert f"/sign-in?next={link}" in page.text
    assert page.headers["Cache-Control"] == "no-store" or "no-store" in page.headers["Cache-Control"]


def test_an_invitation_works_once(app, leeds, make_person, sign_in) -> None:
    row, kim, owner, link = leeds
    robin = make_person("robin@example.org")
    client = sign_in(robin)
    accept(client, link)
    reference = next(
        each for each in owner.get(f"/employer/{row.reference}/people").text.split('"') if each.endswith("/remove")
    )
    people.post(owner, reference)
    assert roles_of(app, row) == {kim: {"owner"}}
    assert inviting.SPENT[:40] in accept(client, link).text
    assert inviting.SPENT[:40] in client.get(link).text
    assert roles_of(app, row) == {kim: {"owner"}}


def test_somebody_elses_account_is_refused(app, leeds, make_person, sign_in) -> None:
    row, kim, _, link = leeds
    make_person("robin@example.org")
    stranger = sign_in(make_person("stranger@example.org"))
    assert inviting.NOT_FOR_YOU[:50] in stranger.get(link).text
    assert inviting.NOT_FOR_YOU[:50] in accept(stranger, link).text
    assert "robin@example.org" not in stranger.get(link).text.lower()
    assert roles_of(app, row) == {kim: {"owner"}}
    assert invitations(app)[0].accepted_at is None


def test_after_seven_days_it_has_expired(app, leeds, make_person, sign_in, tmp_path: Path) -> None:
    row, kim, _, link = leeds
    robin = make_person("robin@example.org")
    (tmp_path / "clock").write_text("2026-12-01T09:00:00+00:00")
    client = sign_in(robin)
    assert "seven days" in client.get(link).text
    assert "seven days" in accept(client, link).text
    assert roles_of(app, row) == {kim: {"owner"}}


def test_sending_again_voids_the_old_link_and_the_new_one_works(app, leeds, make_person, sign_in) -> None:
    row, _, owner, old = leeds
    robin = make_person("robin@example.org")
    (invitation,) = invitations(app)
    page = f"/employer/{row.reference}/people"
    people.post(owner, f"{page}/invitations/{invitation.reference}/send-again", form_at=page)
    new = link_in(mails(app, "invitation")[1])
    client = sign_in(robin)
    assert inviting.SPENT[:40] in accept(client, old).text
    assert accept(client, new).status_code == 302
    assert "recruiter" in roles_of(app, row)[robin]


def test_a_withdrawn_invitation_leads_nowhere(app, leeds, make_person, sign_in) -> None:
    row, kim, owner, link = leeds
    (invitation,) = invitations(app)
    page = f"/employer/{row.reference}/people"
    people.post(owner, f"{page}/invitations/{invitation.reference}/withdraw", form_at=page)
    assert inviting.SPENT[:40] in accept(sign_in(make_person("robin@example.org")), link).text
    assert roles_of(app, row) == {kim: {"owner"}}


def test_the_invitation_of_a_removed_organisation_is_refused(app, leeds, make_person, sign_in) -> None:
    row, _, _, link = leeds
    staff = make_person("staff@example.org", roles=("staff",))
    with app.app_context(), transaction():
        confirming.remove(row.id, because="It closed.", by=staff)
    client = sign_in(make_person("robin@example.org"))
    assert "Ask the person who invited you" in client.get(link).text
    assert "Ask the person who invited you" in accept(client, link).text
    assert roles_of(app, row) == {}


def test_the_invitation_of_somebody_who_no_longer_owns_it_is_refused(app, leeds, make_person, sign_in) -> None:
    row, _, owner, link = leeds
    lee = make_person("lee@leeds.gov.uk")
    seat(app, row, lee, "owner")
    people.post(owner, f"/employer/{row.reference}/people/leave")
    assert inviting.INVITER_GONE[:40] in accept(sign_in(make_person("robin@example.org")), link).text
    assert roles_of(app, row) == {lee: {"owner"}}


def test_a_stranger_with_an_address_not_confirmed_is_refused(app, leeds, sign_in) -> None:
    from portal.accounts.models import Person

    row, kim, _, link = leeds
    robin = people.make(app, "robin@example.org")
    with app.app_context(), transaction():
        db.session.get_one(Person, robin).email_confirmed_at = None
    assert inviting.NOT_CONFIRMED[:30] in accept(sign_in(robin), link).text
    assert roles_of(app, row) == {kim: {"owner"}}


def test_many_who_accept_one_link_at_once_succeed_once(app_on_either: Flask) -> None:
    kim = people.make(app_on_either, "kim@leeds.gov.uk")
    robin = people.make(app_on_either, "robin@example.org")
    row = organisation(app_on_either)
    seat(app_on_either, row, kim, "owner")
    with app_on_either.test_request_context(), transaction():
        inviting.invite(row.id, "robin@example.org", ["recruiter"], by=kim)
    token = link_in(mails(app_on_either, "invitation")[0]).rpartition("/")[2]

    def take(_: int) -> str:
        try:
            with app_on_either.app_context(), transaction():
                inviting.accept(token, robin)
        except RuleBroken:
            return "refused"
        return "done"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == ["done", "refused", "refused", "refused"]
    assert roles_of(app_on_either, row)[robin] == {"recruiter"}


def test_an_owner_of_another_organisation_cannot_touch_it(app, leeds, make_person, sign_in) -> None:
    from tests.employers.acting import BRADFORD

    row, kim, _, _ = leeds
    bradford = organisation(app, BRADFORD.key)
    other = make_person("lee@bradford.gov.uk")
    seat(app, bradford, other, "owner")
    client = sign_in(other)
    (invitation,) = invitations(app)
    own = f"/employer/{bradford.reference}/people"
    for address in (
        f"/employer/{row.reference}/people/invitations/{invitation.reference}/withdraw",
        f"{own}/invitations/{invitation.reference}/withdraw",
        f"{own}/invitations/{invitation.reference}/send-again",
    ):
        assert people.post(client, address, form_at=f"{own}/invite").status_code == 404
    assert invitations(app)[0].withdrawn_at is None
    assert roles_of(app, row) == {kim: {"owner"}}
