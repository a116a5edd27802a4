"""The employer's first page: what waits, how each organisation stands, and what to do next."""

from __future__ import annotations

from portal.billing import discounting
from portal.database.transaction import transaction
from portal.employers import editing
from portal.foundation import clock
from tests.employers.acting import organisation, seat
from tests.membership import applicants, making


def test_an_owner_sees_standing_discount_and_next_steps(app, make_person, sign_in) -> None:
    kim, row = make_person("kim@leeds.gov.uk"), organisation(app)
    seat(app, row, kim, "owner")
    client = sign_in(kim)
    first = client.get("/employer").text
    assert "Not a member." in first and "Apply for membership" in first
    assert "Say how many staff it has" in first and "Invite a second owner" in first
    assert "Name the Head of Profession" in first and "What waits for you" not in first
    applicants.make_member(app, row.id)
    for page in ("/employer", f"/employer/{row.reference}"):
        shown = client.get(page).text
        assert "Member until 31 December 2026." in shown and "Apply for membership" not in shown


def test_what_waits_is_said_first_and_only_to_whom_it_waits(app, make_person, sign_in) -> None:
    kim, head, robin = make_person("kim@leeds.gov.uk"), make_person("head@leeds.gov.uk"), make_person()
    row = organisation(app)
    seat(app, row, kim, "owner")
    seat(app, row, head, "head_of_profession")
    applicants.make_member(app, row.id)
    applicants.sent_in(app, robin, "corporate_seat", at=row.id)
    assert "1 colleague waits for your endorsement" in sign_in(head).get("/employer").text
    assert "waits for your endorsement" not in sign_in(kim).get("/employer").text
    assert "You do not act for an organisation yet" in sign_in(robin).get("/employer").text


def test_a_member_keeps_the_discount_it_paid_for_when_its_size_changes(app, make_person, sign_in) -> None:
    kim, row = make_person("kim@leeds.gov.uk"), organisation(app)
    seat(app, row, kim, "owner")
    making.membership(app, kim, "organisation", organisation_id=row.id, staff=14_200)
    with app.app_context(), transaction():
        editing.change(row.id, {"staff_count": 100}, by=kim)
    with app.app_context():
        taken_off = discounting.discount_for(row.id, on=clock.today()).basis_points // 100
    assert taken_off == 25 and "25% off our recruitment services." in sign_in(kim).get("/employer").text
