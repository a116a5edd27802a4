"""Staff look at what people added: confirm it, remove it, bring it back; and what stands in the way."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.billing.models import Order
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import claiming, confirming, inviting, organisations, queries
from portal.employers.models import Claim, Invitation, Organisation
from portal.foundation.errors import NotFound, RuleBroken
from portal.membership.models import Application
from portal.posting.models import Posting
from tests import people
from tests.access.conftest import rows
from tests.access.world import thing
from tests.employers import acting
from tests.employers.acting import added, organisation, roles_of, seat
from tests.membership import applicants
from tests.races import at_once

WORDS = "I lead the service desk; ask my manager, Alex Poe."


@pytest.fixture
def staff(make_person) -> int:
    return make_person("staff@example.org", roles=("staff",), name="Sam Staff")


def test_staff_confirm_and_from_then_on_it_can_be_found_and_claimed(app, staff, make_person, sign_in) -> None:
    row = added(app, "The Fen Trust")
    client, page = sign_in(staff), f"/staff/organisations/{row.reference}"
    assert "People added this organisation" in client.get(page).text
    with app.app_context():
        assert organisations.suggest("Fen Trust") == []
    assert people.post(client, f"{page}/confirm", form_at=page).location == page
    with app.app_context():
        assert [each.reference for each in organisations.suggest("Fen Trust")] == [row.reference]
    again = people.post(client, f"{page}/confirm", form_at=page)
    assert "is confirmed already" in client.get(again.location).text
    assert acting.acts(app) == ["employers.confirmed"]


def test_two_who_confirm_at_once_confirm_once(app_on_either: Flask) -> None:
    app = app_on_either
    staff, row = people.make(app, "staff@example.org", given=("staff",)), added(app, "The Fen Trust")

    def act() -> None:
        with app.test_request_context(), transaction():
            confirming.confirm(row.id, by=staff)

    done = at_once(app, act, times=4)
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "RuleBroken", "RuleBroken", "RuleBroken"]
    assert acting.acts(app) == ["employers.confirmed"]


def test_removing_ends_roles_claims_and_invitations_with_the_reason(app, staff, make_person, sign_in) -> None:
    """Also where the member of staff acts for it or has asked to."""
    kim, robin, lee = make_person("kim@example.org"), make_person(), make_person("lee@example.org")
    row = organisation(app)
    seat(app, row, kim, "owner")
    seat(app, row, staff, "recruiter")
    with app.test_request_context(), transaction():
        claiming.claim(row.id, robin, words=WORDS)
        inviting.invite(row.id, "lee@example.org", ["recruiter"], by=kim)
    with app.test_request_context(), transaction():
        token = acting.link_in(acting.mails(app, "invitation")[0]).rpartition("/")[2]
    client, page = sign_in(staff), f"/staff/organisations/{row.reference}"
    assert "Give a reason" in people.post(client, f"{page}/remove", reason=" ").text
    assert roles_of(app, row) != {}
    answer = people.post(client, f"{page}/remove", reason="It does not exist.")
    assert "It does not exist." in client.get(answer.location).text
    assert roles_of(app, row) == {}
    with app.app_context():
        assert db.session.scalars(select(Claim.state)).all() == ["declined"]
        assert db.session.scalars(select(Invitation.withdrawn_at)).one() is not None
    assert "It does not exist." in acting.mails(app, "claim_declined")[0].body
    assert [mail.recipient for mail in acting.mails(app, "roles_changed")] == ["kim@example.org"]
    with pytest.raises(RuleBroken), app.test_request_context(), transaction():
        inviting.accept(token, lee)
    for address in (f"/employer/{row.reference}", f"/employer/{row.reference}/people"):
        assert sign_in(kim).get(address).status_code == 404


def test_a_removed_organisation_comes_back_without_its_people(app, staff, make_person, sign_in) -> None:
    kim, row = make_person("kim@example.org"), organisation(app)
    seat(app, row, kim, "owner")
    client, page = sign_in(staff), f"/staff/organisations/{row.reference}"
    people.post(client, f"{page}/remove", reason="By mistake.")
    assert f'"{page}"' in client.get("/staff/organisations?state=removed").text
    assert f'"{page}"' not in client.get("/staff/organisations").text
    for address in ("edit", "remove", "merge", "people/add", "name/add"):
        assert client.get(f"{page}/{address}").status_code == 404
    assert people.post(client, f"{page}/restore", form_at=page).location == page
    assert roles_of(app, row) == {}
    with app.app_context():
        assert queries.by_reference(row.reference).removed_because == ""
    with pytest.raises(NotFound), app.test_request_context(), transaction():
        confirming.restore(row.reference, by=staff)


@pytest.mark.parametrize("how", ["member", "seat", "applied", "endorsing"])
def test_what_members_belong_through_is_merged_and_not_removed(app, staff, make_person, sign_in, how: str) -> None:
    robin, row = make_person(), organisation(app)
    if how == "member":
        applicants.make_member(app, row.id)
    elif how == "seat":
        applicants.make_membership(app, robin, "corporate_seat", organisation_id=row.id)
    elif how == "applied":
        applicants.sent_in(app, robin, at=row.id)
    else:
        head = make_person("head@example.org")
        seat(app, row, head, "head_of_profession")
        applicants.make_member(app, row.id)
        applicants.sent_in(app, robin, "corporate_seat", at=row.id)
    before = rows(app)
    answer = people.post(sign_in(staff), f"/staff/organisations/{row.reference}/remove", reason="It closed.")
    assert "Merge it into the organisation that it is" in answer.text
    assert rows(app) == before


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (lambda own: thing(Order, reference="RDERTEST", organisation_id=own, state="placed"), "Settle that first"),
        (lambda own: thing(Posting, reference="PSTNGTST", organisation_id=own, state="live"), "Withdraw that first"),
    ],
    ids=["order", "posting"],
)
def test_what_is_sold_or_shown_is_settled_before_a_removal(app, staff, sign_in, row, words: str) -> None:
    own = organisation(app)
    with app.app_context(), transaction():
        db.session.add(row(own.id))
    before = rows(app)
    answer = people.post(sign_in(staff), f"/staff/organisations/{own.reference}/remove", reason="It closed.")
    assert words in answer.text
    assert rows(app) == before


def test_drafts_forget_a_removed_organisation(app, staff, make_person) -> None:
    robin, row = make_person(), organisation(app)
    mine = applicants.draft(app, robin, at=row.id)
    with app.test_request_context(), transaction():
        confirming.remove(row.id, because="It closed.", by=staff)
    with app.app_context():
        kept = db.session.scalars(select(Application).where(Application.reference == mine)).one()
        assert (kept.organisation_id, kept.state) == (None, "draft")


def test_whoever_is_not_staff_does_none_of_it(app, make_person, sign_in) -> None:
    row, owner = added(app, "The Fen Trust"), make_person()
    seat(app, row, owner, "owner")
    client = sign_in(owner)
    token, before = people.csrf_of(client, "/employer/claim/new"), rows(app)
    for act in ("confirm", "remove", "restore", "edit", "merge/preview", "name/add"):
        sent = {"csrf_token": token, "reason": "x", "into": row.reference, "value": "x"}
        assert client.post(f"/staff/organisations/{row.reference}/{act}", data=sent).status_code == 404
    assert rows(app) == before
    with app.app_context():
        assert db.session.get_one(Organisation, row.id).confirmed_at is None
