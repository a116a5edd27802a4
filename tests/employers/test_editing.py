"""What owners and staff change of an organisation: who may, what is kept of it, and taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import confirming, editing, history, queries
from portal.employers.models import Organisation, OrganisationName
from portal.foundation.errors import NotFound, RuleBroken
from portal.membership import renewing
from portal.membership.queries import dues_of, of_organisation
from tests import people
from tests.access.conftest import rows
from tests.employers.acting import BRADFORD, LEEDS, added, organisation, seat
from tests.membership import making

OWNERS = {
    "staff_count": "1,250",
    "bill_to": "Accounts Payable",
    "bill_address": "Civic Hall\n\n Leeds ",
    "bill_email": "",
}


@pytest.fixture
def leeds(app, make_person):
    """Leeds with Kim as its owner: (row, Kim)."""
    kim = make_person("kim@leeds.gov.uk", name="Kim Lowe")
    row = organisation(app)
    seat(app, row, kim, "owner")
    return row, kim


@pytest.fixture
def staff(make_person) -> int:
    return make_person("staff@example.org", roles=("staff",), name="Sam Staff")


def change(app: Flask, row: Organisation, *, by: int, **facts: object) -> None:
    with app.test_request_context(), transaction():
        editing.change(row.id, facts, by=by, staff=True)


def undo(app: Flask, row: Organisation, *, by: int) -> None:
    """The newest change that was made."""
    with app.test_request_context():
        entry = db.session.scalars(
            select(AuditEntry.id).where(AuditEntry.action == "employers.changed").order_by(AuditEntry.id.desc())
        ).first()
        with transaction():
            editing.undo(row.id, entry or 0, by=by)


def now(app: Flask, row: Organisation) -> Organisation:
    with app.app_context():
        return db.session.get_one(Organisation, row.id)


def names(app: Flask, row: Organisation) -> dict[str, str]:
    """The other names, each with its standing, but for those that the register gave."""
    given = set(LEEDS.aliases)
    with app.app_context():
        found = select(OrganisationName).where(OrganisationName.organisation_id == row.id)
        return {each.name: each.standing for each in db.session.scalars(found) if each.name not in given}


def told(app: Flask, row: Organisation, *, for_staff: bool = True) -> list[str]:
    with app.app_context():
        return [line.what for line in history.history_of(queries.by_reference(row.reference), for_staff=for_staff)]


def test_an_owner_sets_the_number_of_staff_and_where_bills_go(app, leeds, sign_in) -> None:
    row, kim = leeds
    client, page = sign_in(kim), f"/employer/{row.reference}/details"
    assert people.post(client, f"{page}/edit", **OWNERS).location == page
    kept = now(app, row)
    assert (kept.staff_count, kept.bill_to, kept.bill_address) == (1_250, "Accounts Payable", "Civic Hall\nLeeds")
    shown = client.get(page).text
    assert "1,250" in shown and "Given on 24 November 2026" in shown
    assert "Changed the number of staff from nothing to 1,250" in shown and "Kim Lowe" in shown
    assert "Nothing was changed" in client.get(people.post(client, f"{page}/edit", **OWNERS).location).text


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("staff_count", "about 50", "Enter the number of staff in figures"),
        ("staff_count", "0", "Enter a number of staff between 1 and 2,000,000."),
        ("staff_count", "9,999,999", "Enter a number of staff between 1 and 2,000,000."),
        ("staff_count", "1.250", "Enter the number of staff in figures"),
        ("bill_email", "accounts at leeds", "Enter an e-mail address"),
        ("bill_email", "a@b.example, c@d.example", "Enter an e-mail address"),
        ("bill_address", "x" * 1_001, "Keep the address to 1,000 characters."),
        ("bill_to", "x" * 201, "Keep the name to 200 characters."),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(app, leeds, sign_in, field, given, words) -> None:
    row, kim = leeds
    before = rows(app)
    answer = people.post(sign_in(kim), f"/employer/{row.reference}/details/edit", **{**OWNERS, field: given})
    assert f'href="#{field}"' in answer.text and words in answer.text
    assert rows(app) == before


def test_owners_set_what_is_theirs_and_nothing_else(app, leeds, sign_in) -> None:
    row, kim = leeds
    people.post(
        sign_in(kim), f"/employer/{row.reference}/details/edit", **OWNERS, name="Ours", sector="nhs", qualifies="no"
    )
    kept = now(app, row)
    assert (kept.name, kept.sector, kept.qualifies, kept.staff_count) == (LEEDS.name, LEEDS.sector, True, 1_250)


def test_whoever_owns_nothing_there_changes_nothing(app, leeds, make_person, sign_in) -> None:
    row, _ = leeds
    other = make_person("lee@leeds.gov.uk")
    seat(app, row, other, "recruiter", "approver", "head_of_profession")
    client, page = sign_in(other), f"/employer/{row.reference}/details"
    before = rows(app)
    for address in (f"{page}/edit", f"{page}/name/add", f"{page}/domain/add"):
        token = people.csrf_of(client, "/employer/claim/new")
        assert client.post(address, data={"csrf_token": token, **OWNERS, "value": "x.example.org"}).status_code == 404
    assert rows(app) == before


def test_what_bills_say_is_not_in_the_record(app, leeds, sign_in) -> None:
    row, kim = leeds
    people.post(
        sign_in(kim), f"/employer/{row.reference}/details/edit", **{**OWNERS, "bill_email": "ada.byron@leeds.gov.uk"}
    )
    with app.app_context():
        facts = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "employers.changed")).all()
    assert "byron" not in str(facts) and "Civic" not in str(facts) and "Payable" not in str(facts)
    assert "Changed the e-mail for bills" in told(app, row)[0]


def edit(client, row: Organisation, **fields: object):
    """Send the staff's form as it stands, but for these fields."""
    page = f"/staff/organisations/{row.reference}/edit"
    given = {
        "name": row.name, "sector": row.sector, "qualifies": "yes", "nation": row.nation or "", "kind": row.kind, "parent": "",
        "staff_count": "", "bill_to": "", "bill_address": "", "bill_email": "",
    }  # fmt: skip
    return people.post(client, page, **{**given, **fields})


def test_staff_set_everything_and_undo_it(app, staff, sign_in) -> None:
    row, parent = organisation(app), organisation(app, BRADFORD.key)
    client = sign_in(staff)
    before = now(app, row)
    edit(
        client, row, name="Leeds Council", sector="alb", parent=parent.reference.lower(), kind="city", staff_count="300"
    )
    kept = now(app, row)
    assert (kept.name, kept.sector, kept.parent_id, kept.kind, kept.staff_count) == (
        "Leeds Council",
        "alb",
        parent.id,
        "city",
        300,
    )
    page = f"/staff/organisations/{row.reference}"
    shown = client.get(page).text
    assert "Changed the sector from Local government to" in shown
    assert f"Changed the parent from nothing to {BRADFORD.name}" in shown
    assert parent.reference in shown
    address = next(each for each in shown.split('"') if "/undo/" in each)
    assert people.post(client, address, form_at=page).location == page
    assert address not in client.get(page).text, "what was undone offers no undoing any more"
    after = now(app, row)
    for name in ("name", "name_key", "sector", "parent_id", "kind", "staff_count", "staff_counted_on"):
        assert getattr(after, name) == getattr(before, name), name
    assert names(app, row) == {}


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": " x "}, "name", "Enter the organisation’s full name"),
        ({"sector": "private"}, "qualifies", "A private company is not public or third sector"),
        ({"parent": "K7MT2XQ9"}, "parent", "There is no organisation K7MT2XQ9"),
        ({"parent": "own"}, "parent", "cannot be part of itself"),
        ({"parent": "child"}, "parent", "cannot be part of itself"),
        ({"staff_count": "0"}, "staff_count", "between 1 and 2,000,000"),
    ],
)
def test_staff_are_refused_what_makes_no_sense(app, staff, sign_in, fields, field, words) -> None:
    row, child = organisation(app), organisation(app, BRADFORD.key)
    with app.app_context(), transaction():
        db.session.get_one(Organisation, child.id).parent_id = row.id
    client = sign_in(staff)
    before = rows(app)
    given = {"own": row.reference, "child": child.reference}
    answer = edit(client, row, **{name: given.get(value, value) for name, value in fields.items()})
    assert f'href="#{field}"' in answer.text
    assert words in answer.text
    assert rows(app) == before


def test_a_supplier_that_staff_call_private_no_longer_qualifies(app, staff, sign_in) -> None:
    row = added(app, "Fen Systems")
    edit(sign_in(staff), row, sector="private", qualifies="no")
    assert (now(app, row).sector, now(app, row).qualifies) == ("private", False)


def test_the_name_before_stays_as_another_name(app, staff) -> None:
    row = organisation(app)
    change(app, row, by=staff, name="Leeds Combined Council")
    assert names(app, row) == {LEEDS.name: "confirmed"}
    change(app, row, by=staff, name=LEEDS.name)
    assert names(app, row) == {"Leeds Combined Council": "confirmed"}


def test_undoing_a_mistaken_name_forgets_it_and_undoing_that_brings_it_back(app, staff) -> None:
    row = organisation(app)
    change(app, row, by=staff, name="Leds Council")
    undo(app, row, by=staff)
    assert (now(app, row).name, names(app, row)) == (LEEDS.name, {})
    undo(app, row, by=staff)
    assert (now(app, row).name, names(app, row)) == ("Leds Council", {LEEDS.name: "confirmed"})


def test_undoing_leaves_another_name_that_was_there_before(app, staff) -> None:
    row = organisation(app)
    change(app, row, by=staff, name="The Leeds Authority")
    change(app, row, by=staff, name=LEEDS.name)
    undo(app, row, by=staff)
    assert (now(app, row).name, names(app, row)) == ("The Leeds Authority", {LEEDS.name: "confirmed"})
    undo(app, row, by=staff)
    assert (now(app, row).name, names(app, row)) == (LEEDS.name, {"The Leeds Authority": "confirmed"})


def test_the_day_of_a_count_comes_back_with_the_count(app, staff, tmp_path: Path) -> None:
    row = organisation(app)
    change(app, row, by=staff, staff_count=200)
    (tmp_path / "clock").write_text("2026-12-24T09:00:00+00:00")
    change(app, row, by=staff, staff_count=400)
    assert str(now(app, row).staff_counted_on) == "2026-12-24"
    undo(app, row, by=staff)
    assert (now(app, row).staff_count, str(now(app, row).staff_counted_on)) == (200, "2026-11-24")
    assert "Changed the number of staff from 400 to 200" in told(app, row)


def test_a_change_is_undone_once_and_not_over_a_later_one(app, staff) -> None:
    row = organisation(app)
    change(app, row, by=staff, kind="city")
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first() or 0
    change(app, row, by=staff, kind="town")
    before = rows(app)
    with pytest.raises(RuleBroken, match="changed again since"), app.test_request_context(), transaction():
        editing.undo(row.id, entry, by=staff)
    assert rows(app) == before
    undo(app, row, by=staff)
    with app.test_request_context(), transaction():
        editing.undo(row.id, entry, by=staff)
    assert now(app, row).kind == LEEDS.kind
    with pytest.raises(RuleBroken, match="changed again since"), app.test_request_context(), transaction():
        editing.undo(row.id, entry, by=staff)


def test_what_another_organisation_or_act_did_is_not_undone_here(app, staff) -> None:
    row, other = organisation(app), organisation(app, BRADFORD.key)
    change(app, other, by=staff, kind="town")
    before = rows(app)
    with pytest.raises(NotFound):
        undo(app, row, by=staff)
    change(app, row, by=staff, bill_to="Somebody")
    with pytest.raises(NotFound):
        undo(app, row, by=staff)
    assert now(app, row).bill_to == "Somebody"
    assert rows(app)["organisation_names"] == before["organisation_names"]


def test_a_parent_that_is_gone_is_not_brought_back(app, staff) -> None:
    row, parent = organisation(app), added(app, "The Fen Trust")
    change(app, row, by=staff, parent_id=parent.id)
    change(app, row, by=staff, parent_id=None)
    with app.test_request_context(), transaction():
        confirming.remove(parent.id, because="It closed.", by=staff)
    with pytest.raises(RuleBroken, match="no longer here"):
        undo(app, row, by=staff)
    assert now(app, row).parent_id is None


def test_pages_of_a_part_survive_that_its_parent_is_removed(app, leeds, staff, sign_in) -> None:
    row, kim = leeds
    parent = added(app, "The Fen Trust")
    change(app, row, by=staff, parent_id=parent.id)
    with app.app_context():
        assert queries.related_ids(row.id) == {row.id, parent.id}
    with app.test_request_context(), transaction():
        confirming.remove(parent.id, because="It closed.", by=staff)
    client = sign_in(staff)
    for address in (f"/staff/organisations/{row.reference}", f"/staff/organisations/{row.reference}/edit"):
        assert client.get(address).status_code == 200
    assert "No other organisation" in sign_in(kim).get(f"/employer/{row.reference}/details").text
    with app.app_context():
        assert queries.related_ids(row.id) == {row.id}


def test_owners_read_the_society_where_staff_acted_and_staff_read_who(app, leeds, staff) -> None:
    row, kim = leeds
    change(app, row, by=staff, kind="city")
    with app.test_request_context(), transaction():
        editing.change(row.id, {"staff_count": 90}, by=kim)
    with app.app_context():
        for_owner = [line.who for line in history.history_of(queries.by_reference(row.reference), for_staff=False)]
        for_staff = [line.who for line in history.history_of(queries.by_reference(row.reference), for_staff=True)]
    assert (for_owner, for_staff) == (["Kim Lowe", "The society"], ["Kim Lowe", "Sam Staff"])


def test_the_number_of_staff_sets_the_tier_of_the_next_year_and_not_of_what_is_billed(app, leeds) -> None:
    row, kim = leeds
    with app.test_request_context(), transaction():
        editing.change(row.id, {"staff_count": 300}, by=kim)
    reference = making.membership(app, kim, "organisation", organisation_id=row.id, staff=300)
    with app.test_request_context(), transaction():
        editing.change(row.id, {"staff_count": 6_000}, by=kim)
    with app.test_request_context(), transaction():
        (held,) = of_organisation(row.id)
        assert held.reference == reference
        renewing.offer(2027, on=held.began_on, after=0, most=10)
    with app.app_context():
        (held,) = of_organisation(row.id)
        assert [(due.year, due.tier) for due in dues_of([held.id])[held.id]] == [(2026, "medium"), (2027, "very large")]
