"""Two organisations become one: everything that points at the one that goes follows, once, and nothing else moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.billing.models import BuyingTerms, CreditEntry, Order
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import claiming, confirming, history, merging, organisations, queries
from portal.employers.models import Claim, Invitation, Organisation, OrganisationDomain, OrganisationName, Seat
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.introducing.models import KeptFrom
from portal.invoicing.models import IssuedDocument
from portal.membership import queries as memberships
from portal.membership.models import Application, Membership
from portal.posting.models import Posting
from portal.recruitment.models import Campaign
from tests import people
from tests.access.conftest import rows
from tests.access.world import thing
from tests.employers import acting
from tests.employers.acting import BRADFORD, LEEDS, added, organisation, roles_of, seat
from tests.membership import applicants
from tests.races import at_once

Row = Callable[[int, int], Any]


def _holding(model: type, **facts: Any) -> Row:
    """A row of this model that points at an organisation; references are its own."""

    def row(organisation_id: int, person_id: int) -> Any:
        own = {"reference": new_reference()} if hasattr(model, "reference") else {}
        who = {name: person_id for name in ("invited_by_id", "person_id") if _needs(model, name)}  # type: ignore[attr-defined]
        return thing(model, **(own | who | {"organisation_id": organisation_id} | facts))

    return row


def _needs(model: Any, name: str) -> bool:
    return name in model.__table__.columns and not model.__table__.columns[name].nullable


def _document(organisation_id: int, _person_id: int) -> Any:
    """An invoice, which is of an order."""
    order = thing(Order, reference=new_reference(), organisation_id=organisation_id)
    db.session.add(order)
    db.session.flush()
    words = dict.fromkeys(("buyer_name", "buyer_address", "buyer_email", "order_reference"), "x")
    amounts = dict.fromkeys(("net_pence", "vat_pence", "gross_pence"), 0)
    facts = {"kind": "invoice", "number": new_reference(), "seller": "{}", "order_id": order.id}
    return thing(IssuedDocument, organisation_id=organisation_id, **words, **amounts, **facts)


POINTING: Mapping[str, Row] = {
    "organisation_names.organisation_id": _holding(OrganisationName, name="The Fen Trust", name_key="fen trust"),
    "organisation_domains.organisation_id": _holding(OrganisationDomain, domain="fen.example.org"),
    "organisation_seats.organisation_id": _holding(Seat, role="approver"),
    "organisation_claims.organisation_id": _holding(Claim, state="approved"),
    "organisation_invitations.organisation_id": _holding(
        Invitation, email="a@example.org", email_key="a@example.org", roles=["owner"]
    ),
    "membership_applications.organisation_id": _holding(Application, klass="partner"),
    "memberships.organisation_id": _holding(Membership, klass="organisation"),
    "found_kept_from.organisation_id": _holding(KeptFrom, why="answered", name="Fen", name_key="fen"),
    "buying_terms.organisation_id": _holding(BuyingTerms),
    "orders.organisation_id": _holding(Order),
    "issued_documents.organisation_id": _document,
    "credit_entries.organisation_id": _holding(CreditEntry, kind="grant", credits=1, expires_on=date(2027, 1, 1)),
    "postings.organisation_id": _holding(Posting),
    "campaigns.organisation_id": _holding(Campaign, service="fixed", state="enquiry"),
    "organisations.parent_id": lambda origin, _: thing(
        Organisation, reference=new_reference(), name="A part", name_key="a part", parent_id=origin
    ),
    "organisations.merged_into_id": lambda origin, _: thing(
        Organisation, reference=new_reference(), name="Former", name_key="former", merged_into_id=origin
    ),
}
"""A row for everything that can point at an organisation, given the organisation and a person."""


def everything_that_points() -> dict[str, Any]:
    return {
        f"{table.name}.{key.parent.name}": key.parent
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "organisations"
    }


def test_everything_that_points_at_an_organisation_is_tried_here() -> None:
    missing = set(everything_that_points()) ^ set(POINTING)
    assert not missing, (
        f"{missing}: give POINTING in tests/employers/test_merging.py a row of it, and let it follow EmployersMerged"
    )


def test_everything_that_points_at_it_follows(app_on_either: Flask) -> None:
    app = app_on_either
    robin, staff = people.make(app, "robin@example.org"), people.make(app, "staff@example.org", given=("staff",))
    old, new = added(app, "The Old Fen Trust"), organisation(app)
    with app.app_context(), transaction():
        db.session.add_all([row(old.id, robin) for row in POINTING.values()])
    with app.app_context():
        pointing = {name: db.session.scalar(select(func.count()).where(column == old.id)) for name, column in points()}
        assert all(pointing.values()), pointing
    merge(app, old, new, by=staff)
    with app.app_context():
        left = {name: db.session.scalar(select(func.count()).where(column == old.id)) for name, column in points()}
        assert set(left.values()) == {0}, left
        assert {
            name for name, column in points() if not db.session.scalar(select(column).where(column == new.id))
        } == set()


def points() -> list[tuple[str, Any]]:
    return sorted(everything_that_points().items(), key=lambda each: each[0])


def merge(app: Flask, old: Organisation, new: Organisation, *, by: int) -> None:
    with app.test_request_context(), transaction():
        merging.merge(old.id, new.id, by=by)


@pytest.fixture
def staff(make_person) -> int:
    return make_person("staff@example.org", roles=("staff",), name="Sam Staff")


def test_a_role_held_in_both_stays_once_and_confirmed_if_either_was(app, make_person, staff) -> None:
    kim, robin = make_person("kim@leeds.gov.uk"), make_person("robin@leeds.gov.uk")
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    seat(app, bradford, kim, "owner", "head_of_profession")
    seat(app, leeds, kim, "recruiter", "owner")
    seat(app, leeds, kim, "head_of_profession", confirmed=False)
    seat(app, bradford, robin, "head_of_profession", confirmed=False)
    merge(app, bradford, leeds, by=staff)
    assert roles_of(app, leeds) == {
        kim: {"owner", "recruiter", "head_of_profession"},
        robin: {"head_of_profession"},
    }
    assert roles_of(app, bradford) == {}
    with app.app_context():
        assert queries.heads_of_profession(leeds.id) == [kim]


def test_claims_end_where_the_person_acts_already_or_asked_both(app, make_person, staff) -> None:
    kim, robin = make_person("kim@leeds.gov.uk"), make_person()
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    seat(app, leeds, kim, "owner")
    words = "I lead the service desk; ask my manager, Alex Poe."
    with app.test_request_context(), transaction():
        first = claiming.claim(leeds.id, robin, words=words).reference
    with app.test_request_context(), transaction():
        claiming.claim(bradford.id, robin, words=words)
        claiming.claim(bradford.id, kim, words=words)
    merge(app, bradford, leeds, by=staff)
    with app.app_context():
        claims = db.session.scalars(select(Claim).order_by(Claim.id)).all()
        assert [(each.reference == first, each.state, each.organisation_id) for each in claims] == [
            (True, "waiting", leeds.id),
            (False, "withdrawn", leeds.id),
            (False, "withdrawn", leeds.id),
        ]


def test_names_and_domains_follow_and_what_the_other_has_stays_as_it_has_it(app, staff) -> None:
    leeds, fen = organisation(app), added(app, "The Fen Trust")
    at = clock.now()
    with app.app_context(), transaction():
        for row, standing in ((leeds, "refused"), (fen, "confirmed")):
            db.session.add(
                OrganisationDomain(organisation_id=row.id, domain="both.example.org", standing=standing, added_at=at)
            )
            db.session.add(
                OrganisationName(organisation_id=row.id, name="Both", name_key="both", standing=standing, added_at=at)
            )
        for own in ("fen.example.org", "waits.example.org"):
            standing = "waiting" if own.startswith("waits") else "confirmed"
            db.session.add(OrganisationDomain(organisation_id=fen.id, domain=own, standing=standing, added_at=at))
        db.session.add(
            OrganisationName(
                organisation_id=leeds.id, name="Fen", name_key=fen.name_key, standing="refused", added_at=at
            )
        )
    merge(app, fen, leeds, by=staff)
    with app.app_context():
        domains = dict(
            db.session.execute(
                select(OrganisationDomain.domain, OrganisationDomain.standing).where(
                    OrganisationDomain.organisation_id == leeds.id
                )
            ).all()
        )
        names = dict(
            db.session.execute(
                select(OrganisationName.name_key, OrganisationName.standing).where(
                    OrganisationName.organisation_id == leeds.id
                )
            ).all()
        )
        assert (domains["both.example.org"], domains["fen.example.org"], domains["waits.example.org"]) == (
            "refused",
            "confirmed",
            "waiting",
        )
        assert (names["both"], names[fen.name_key]) == ("refused", "confirmed")


def test_facts_that_are_missing_are_taken_over_and_bills_are_never_mixed(app, staff) -> None:
    fen, leeds = added(app, "The Fen Trust"), organisation(app)
    with app.app_context(), transaction():
        old, new = db.session.get_one(Organisation, fen.id), db.session.get_one(Organisation, leeds.id)
        old.staff_count, old.staff_counted_on, old.bill_to, old.bill_address = 300, clock.today(), "Fen", "1 Fen Road"
        new.bill_email = "bills@leeds.gov.uk"
    merge(app, fen, leeds, by=staff)
    with app.app_context():
        new = db.session.get_one(Organisation, leeds.id)
        assert (new.staff_count, new.staff_counted_on) == (300, clock.today())
        assert (new.bill_to, new.bill_address, new.bill_email) == ("", "", "bills@leeds.gov.uk")
        assert (new.name, new.key) == (LEEDS.name, LEEDS.key)


def test_the_registers_key_stays_with_the_one_that_stays(app, staff) -> None:
    """Staff merge the register's body into what people had added first: both keys go on leading to it."""
    leeds, fen = organisation(app), added(app, "The Fen Trust", confirmed_by=staff)
    merge(app, leeds, fen, by=staff)
    with app.app_context():
        assert queries.by_reference(fen.reference).key == LEEDS.key
        assert organisations.chosen(f"body:{LEEDS.key}").id == fen.id
        assert sorted(queries.keys_of([fen.id])[fen.id]) == sorted([LEEDS.key, f"added:{fen.reference.lower()}"])


def test_no_organisation_becomes_its_own_ancestor(app, staff) -> None:
    top, middle, low = (added(app, name) for name in ("The Top Trust", "The Middle Trust", "The Lowest Trust"))
    with app.app_context(), transaction():
        db.session.get_one(Organisation, middle.id).parent_id = top.id
        low_row = db.session.get_one(Organisation, low.id)
        low_row.parent_id, low_row.confirmed_at = middle.id, clock.now()
    merge(app, top, low, by=staff)
    with app.app_context():
        parents = dict(db.session.execute(select(Organisation.id, Organisation.parent_id)).all())
        assert parents == {top.id: None, middle.id: low.id, low.id: None}


def test_what_cannot_be_merged_is_refused_and_changes_nothing(app, staff) -> None:
    leeds, bradford, fen = organisation(app), organisation(app, BRADFORD.key), added(app, "The Fen Trust")
    gone = added(app, "The Gone Trust")
    with app.test_request_context(), transaction():
        confirming.remove(gone.id, because="It does not exist.", by=staff)
    merge(app, bradford, leeds, by=staff)
    before = rows(app)
    for origin, into, problem, words in (
        (leeds, leeds, RuleBroken, "one organisation already"),
        (leeds, fen, RuleBroken, "Confirm The Fen Trust first"),
        (leeds, gone, NotFound, ""),
        (gone, leeds, NotFound, ""),
        (bradford, leeds, NotFound, ""),
        (leeds, bradford, NotFound, ""),
    ):
        with pytest.raises(problem, match=words):
            merge(app, origin, into, by=staff)
    assert rows(app) == before


def test_of_two_member_organisations_one_membership_stays(app_on_either: Flask) -> None:
    app = app_on_either
    staff, robin = people.make(app, "staff@example.org", given=("staff",)), people.make(app, "robin@example.org")
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    for row in (leeds, bradford):
        applicants.make_member(app, row.id)
    applicants.make_membership(app, robin, "corporate_seat", organisation_id=bradford.id)
    merge(app, bradford, leeds, by=staff)
    with app.app_context():
        whole = memberships.of_organisation(leeds.id)
        assert [each.ended_on for each in whole] == [clock.today(), None]
        assert memberships.organisation_standing(leeds.id, on=clock.today()).state == "current"
        assert memberships.standing_of(robin, on=clock.today()).state == "current"


def test_an_application_to_join_ends_where_the_other_is_a_member(app, make_person, staff) -> None:
    owner = make_person()
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    applicants.make_member(app, leeds.id)
    with app.test_request_context(), transaction():
        from portal.membership import applying

        row = db.session.get_one(Organisation, bradford.id)
        reference = applying.begin_for_organisation(row, by=owner, at=clock.now()).reference
    merge(app, bradford, leeds, by=staff)
    assert applicants.found(app, reference).state == "withdrawn"


def test_two_who_merge_crosswise_at_once_make_one_of_two(app_on_either: Flask) -> None:
    app = app_on_either
    staff = people.make(app, "staff@example.org", given=("staff",))
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    pairs = [(leeds.id, bradford.id), (bradford.id, leeds.id)] * 2

    def act() -> int:
        origin, into = pairs.pop()
        with app.test_request_context(), transaction():
            return merging.merge(origin, into, by=staff).id

    done = at_once(app, act, times=4)
    assert sorted(type(each).__name__ for each in done) == ["NotFound", "NotFound", "NotFound", "int"]
    with app.app_context():
        live = db.session.scalars(select(Organisation).where(*queries.LIVE)).all()
        assert [each.id for each in live] == [each for each in done if isinstance(each, int)]


def test_whoever_acts_for_either_is_told_and_the_old_address_leads_on(app, make_person, sign_in, staff) -> None:
    kim, robin = make_person("kim@leeds.gov.uk"), make_person("robin@bradford.gov.uk")
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    seat(app, leeds, kim, "owner")
    seat(app, bradford, robin, "recruiter")
    client, page = sign_in(staff), f"/staff/organisations/{bradford.reference}/merge"
    assert LEEDS.name in client.get(f"{page}?q=leeds city").text
    shown = client.get(f"{page}/preview?into={leeds.reference}").text
    assert "1 person with their roles" in shown and "bradford.gov.uk" in shown
    assert roles_of(app, bradford) == {robin: {"recruiter"}}
    answer = people.post(client, f"{page}/preview?into={leeds.reference}")
    assert answer.location == f"/staff/organisations/{leeds.reference}"
    told = {mail.recipient: mail.body for mail in acting.mails(app, "merged")}
    assert set(told) == {"kim@leeds.gov.uk", "robin@bradford.gov.uk"}
    assert "You act for Leeds City Council as: Recruiter." in told["robin@bradford.gov.uk"]
    old = f"/employer/{bradford.reference}/people"
    assert sign_in(robin).get(old).location == f"/employer/{leeds.reference}/people"
    assert sign_in(make_person("stranger@example.org")).get(old).status_code == 404
    assert client.get(f"/staff/organisations/{bradford.reference}").location.endswith(leeds.reference)


def test_the_history_of_both_is_read_on_the_one_page(app, make_person, staff) -> None:
    robin = make_person("robin@bradford.gov.uk", name="Robin Hall")
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    with app.test_request_context(), transaction():
        claiming.claim(bradford.id, robin)
    merge(app, bradford, leeds, by=staff)
    with app.app_context():
        lines = history.history_of(queries.by_reference(leeds.reference), for_staff=True)
        told = [each.what for each in lines]
        assert told.count(f"Made {bradford.name} part of it") == 1
        assert "Made Robin Hall owner" in told
        subjects = db.session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "employers.merged"))
        assert sorted(subjects) == sorted(f"organisation:{each.reference}" for each in (leeds, bradford))


def test_an_invitation_to_the_one_that_went_still_lets_its_person_in(app, make_person, sign_in, staff) -> None:
    kim, robin = make_person("kim@bradford.gov.uk"), make_person()
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    seat(app, bradford, kim, "owner")
    people.post(
        sign_in(kim), f"/employer/{bradford.reference}/people/invite", email="robin@example.org", roles=["approver"]
    )
    link = acting.link_in(acting.mails(app, "invitation")[0])
    merge(app, bradford, leeds, by=staff)
    client = sign_in(robin)
    client.post(link, data={"csrf_token": people.csrf_of(client, "/employer/claim/new")})
    assert roles_of(app, leeds) == {kim: {"owner"}, robin: {"approver"}}


def test_what_one_of_those_who_follow_refuses_undoes_the_whole(app, staff, monkeypatch) -> None:
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    before = rows(app)

    def refuse(_fact: object) -> None:
        raise RuleBroken("Not now.")

    announced: list[object] = []
    monkeypatch.setattr(merging, "announce", lambda fact: (announced.append(fact), announce(fact), refuse(fact)))
    with pytest.raises(RuleBroken, match="Not now"):
        merge(app, bradford, leeds, by=staff)
    assert len(announced) == 1
    assert rows(app) == before
