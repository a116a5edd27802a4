"""Who closes or erases their account acts for nobody any longer, and nobody waits for them."""

from __future__ import annotations

from sqlalchemy import select

from portal.accounts import closing
from portal.accounts.models import Person
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import acting as shown
from portal.employers import claiming, inviting, queries
from portal.employers.models import Claim
from portal.foundation.errors import RuleBroken
from portal.privacy import erasing, finding
from tests.employers import acting
from tests.employers.acting import organisation, roles_of, seat

WORDS = "I lead the service desk; ask my manager, Alex Poe."


def test_closing_ends_roles_and_claims_and_lets_the_organisation_be_claimed_again(app, make_person) -> None:
    kim, lee = make_person("kim@leeds.gov.uk"), make_person("lee@leeds.gov.uk")
    row, other = organisation(app), acting.organisation(app, acting.BRADFORD.key)
    seat(app, row, kim, "owner", "head_of_profession")
    with app.test_request_context(), transaction():
        claiming.claim(other.id, kim, words=WORDS)
        inviting.invite(row.id, "lee@leeds.gov.uk", ["recruiter"], by=kim)
    token = acting.link_in(acting.mails(app, "invitation")[0]).rpartition("/")[2]
    with app.test_request_context(), transaction():
        closing.close(kim)
    assert roles_of(app, row) == {}
    with app.app_context():
        assert db.session.scalars(select(Claim.state)).all() == ["withdrawn"]
        assert (queries.owners(row.id), queries.heads_of_profession(row.id)) == ([], [])
        assert shown.waiting_for_staff()["claims"] == 0
        assert inviting.look(token, db.session.get_one(Person, lee)).problem == inviting.INVITER_GONE
        with transaction():
            assert claiming.claim(row.id, lee).state == "approved"


def test_erasing_notes_that_the_roles_ended(app, make_person) -> None:
    kim = make_person("kim@leeds.gov.uk")
    row = organisation(app)
    seat(app, row, kim, "owner")
    with app.test_request_context():
        whom = finding.whom_of(db.session.get_one(Person, kim))
        erasing.carry_out(whom, app.config["SETTINGS"], by=None)
    assert roles_of(app, row) == {}
    with app.app_context():
        taken = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "employers.role_taken")).one()
        assert (taken.subject, taken.facts) == (f"organisation:{row.reference}", {"role": "owner"})


def test_a_head_who_was_named_and_left_waits_for_nobody(app, make_person, sign_in) -> None:
    head, staff = make_person("head@leeds.gov.uk"), make_person("staff@example.org", roles=("staff",))
    row = organisation(app)
    seat(app, row, head, "head_of_profession", confirmed=False)
    with app.app_context(), transaction():
        assert shown.waiting_for_staff()["heads"] == 1
        closing.close(head)
    with app.app_context():
        assert shown.waiting_for_staff()["heads"] == 0 == len(shown.heads_waiting())
    assert sign_in(staff).get(f"/staff/organisations/{row.reference}").status_code == 200


def test_writing_to_strangers_has_a_daily_end(app, make_person) -> None:
    kim, robin = make_person("kim@leeds.gov.uk"), make_person()
    row = organisation(app)
    seat(app, row, kim, "owner")
    refusals = 0
    for _ in range(inviting.MOST_TO_ONE + 2):
        try:
            with app.test_request_context(), transaction():
                inviting.invite(row.id, "stranger@example.org", ["recruiter"], by=kim)
        except RuleBroken:
            refusals += 1
    assert (len(acting.mails(app, "invitation")), refusals) == (inviting.MOST_TO_ONE, 2)
    for _ in range(claiming.MOST_A_DAY + 2):
        try:
            with app.test_request_context(), transaction():
                reference = claiming.claim(row.id, robin, words=WORDS).reference
            with app.test_request_context(), transaction():
                claiming.withdraw(reference, by=robin)
        except RuleBroken:
            refusals += 1
    assert (len(acting.mails(app, "claim_made")), refusals) == (claiming.MOST_A_DAY, 4)
