"""Asking to act for an organisation: at once by the domain, else by its owners or staff."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import claiming, letting_in, organisations
from portal.employers.models import Claim, Organisation, OrganisationDomain
from portal.employers.register import load_register
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from tests import people
from tests.employers import acting
from tests.employers.acting import BRADFORD, LEEDS, organisation, roles_of, seat

WORDS = "I run the service desk; ask Kim Lowe in human resources."


def ask(client, **fields):
    address = f"/employer/claim/ask?organisation=body:{LEEDS.key}"
    return people.post(client, "/employer/claim/ask", form_at=address, organisation=f"body:{LEEDS.key}", **fields)


def claims(app: Flask) -> list[Claim]:
    with app.app_context():
        return list(db.session.scalars(select(Claim).order_by(Claim.id)))


@pytest.mark.parametrize("email", ["robin@leeds.gov.uk", "Robin@Digital.Leeds.GOV.UK"])
def test_whoever_has_an_address_in_the_domain_owns_it_at_once(app, make_person, sign_in, email: str) -> None:
    robin = make_person(email)
    answer = ask(sign_in(robin))
    row = organisation(app)
    assert (answer.status_code, answer.location) == (302, f"/employer/{row.reference}")
    assert roles_of(app, row) == {robin: {"owner"}}
    assert [claim.state for claim in claims(app)] == ["approved"]
    assert [mail.recipient for mail in acting.mails(app, "claim_approved")] == [email]
    assert acting.acts(app) == ["employers.claimed", "employers.role_given", "employers.claim_approved"]


@pytest.mark.parametrize(
    "email", ["robin@example.org", "robin@leeds.gov.uk.example.org", "robin@notleeds.gov.uk", "robin@gov.uk"]
)
def test_an_address_elsewhere_waits_for_staff_with_the_persons_words(app, make_person, sign_in, email: str) -> None:
    robin = make_person(email)
    assert ask(sign_in(robin), words=WORDS).status_code == 302
    assert roles_of(app, organisation(app)) == {}
    assert [(claim.state, claim.evidence) for claim in claims(app)] == [("waiting", WORDS)]


def test_looking_at_an_organisation_makes_no_row(app, make_person, sign_in) -> None:
    client = sign_in(make_person("robin@leeds.gov.uk"))
    page = client.get(f"/employer/claim/ask?organisation=body:{LEEDS.key}")
    assert "You become its owner at once" in page.text
    with app.app_context():
        assert db.session.scalars(select(Organisation)).all() == []


def test_a_claim_without_a_reason_is_refused_and_leaves_no_row(app, make_person, sign_in) -> None:
    answer = ask(sign_in(make_person()), words="please")
    assert "Say in a sentence or two" in answer.text
    assert claims(app) == []


def test_an_unconfirmed_address_lets_nobody_in(app) -> None:
    robin = people.make(app, "robin@leeds.gov.uk")
    with app.app_context():
        with transaction():
            db.session.get_one(Person, robin).email_confirmed_at = None
        with transaction():
            row = organisations.of_body(LEEDS.key)
            assert letting_in.lets_in(row, db.session.get_one(Person, robin)) is None


def test_a_domain_of_several_bodies_lets_nobody_in(app, make_person) -> None:
    register = load_register()
    domain, holders = next(
        (domain, [b for b in bodies if not b.end])
        for domain, bodies in register.by_domain.items()
        if len([b for b in bodies if not b.end]) > 1
    )
    robin = make_person(f"robin@{domain}")
    with app.app_context():
        for each in holders:
            with transaction():
                row = organisations.of_body(each.key)
                assert letting_in.lets_in(row, db.session.get_one(Person, robin)) is None


def test_the_narrowest_domain_that_anybody_holds_decides(app, make_person) -> None:
    robin = make_person("robin@fire.leeds.gov.uk")
    leeds, bradford = organisation(app), organisation(app, BRADFORD.key)
    with app.app_context():
        with transaction():
            assert letting_in.lets_in(db.session.get_one(Organisation, leeds.id), db.session.get_one(Person, robin))
            db.session.add(
                OrganisationDomain(
                    organisation_id=bradford.id, domain="fire.leeds.gov.uk", standing="confirmed", added_at=clock.now()
                )
            )
        with transaction():
            person = db.session.get_one(Person, robin)
            assert letting_in.lets_in(db.session.get_one(Organisation, leeds.id), person) is None
            assert letting_in.lets_in(db.session.get_one(Organisation, bradford.id), person) == "fire.leeds.gov.uk"


def test_a_domain_that_waits_for_staff_lets_nobody_in(app, make_person, sign_in) -> None:
    owner, robin = make_person("kim@leeds.gov.uk"), make_person("robin@leeds-digital.example")
    leeds = organisation(app)
    seat(app, leeds, owner, "owner")
    people.post(sign_in(owner), f"/employer/{leeds.reference}/details/domain/add", value="leeds-digital.example")
    with app.app_context(), transaction():
        row = db.session.get_one(Organisation, leeds.id)
        assert letting_in.lets_in(row, db.session.get_one(Person, robin)) is None


def test_where_there_is_an_owner_the_owner_is_asked_and_decides(app, make_person, sign_in) -> None:
    kim, robin = make_person("kim@leeds.gov.uk"), make_person("robin@leeds.gov.uk", name="Robin Hall")
    leeds = organisation(app)
    seat(app, leeds, kim, "owner")
    ask(sign_in(robin))
    (claim,) = claims(app)
    assert (claim.state, claim.evidence) == ("waiting", "Confirmed address in leeds.gov.uk.")
    assert [mail.recipient for mail in acting.mails(app, "claim_made")] == ["kim@leeds.gov.uk"]
    address = f"/employer/{leeds.reference}/people/claims/{claim.reference}"
    client = sign_in(kim)
    assert "Robin Hall" in client.get(f"/employer/{leeds.reference}/people").text
    assert people.post(client, address, decision="approve", roles=["recruiter"]).status_code == 302
    assert roles_of(app, leeds) == {kim: {"owner"}, robin: {"recruiter"}}
    assert client.get(address).status_code == 404


def test_two_who_claim_at_once_do_not_both_own(app_on_either: Flask) -> None:
    both = [people.make(app_on_either, f"{name}@leeds.gov.uk") for name in ("robin", "kim", "lee", "sam")]
    row = organisation(app_on_either)

    def claim(person_id: int) -> str:
        with app_on_either.app_context(), transaction():
            return claiming.claim(row.id, person_id).state

    with ThreadPoolExecutor(4) as pool:
        states = sorted(pool.map(claim, both))
    assert states == ["approved", "waiting", "waiting", "waiting"]
    assert list(roles_of(app_on_either, row).values()) == [{"owner"}]


def test_of_two_who_decide_at_once_one_is_refused(app_on_either: Flask) -> None:
    robin = people.make(app_on_either, "robin@example.org")
    staff = people.make(app_on_either, "staff@example.org", given=("staff",))
    row = organisation(app_on_either)
    with app_on_either.app_context(), transaction():
        reference = claiming.claim(row.id, robin, words=WORDS).reference

    def decide(approved: bool) -> str:
        try:
            with app_on_either.app_context(), transaction():
                claiming.decide_as_staff(reference, approved=approved, by=staff, reason="No trace of it.")
        except RuleBroken as broken:
            return str(broken)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, [True, False])) == [claiming.DECIDED, "done"]
    assert len(acting.mails(app_on_either, "claim_approved") + acting.mails(app_on_either, "claim_declined")) == 1


def test_staff_decline_with_a_reason_that_the_person_reads(app, make_person, sign_in) -> None:
    robin = make_person()
    staff = sign_in(make_person("staff@example.org", roles=("staff",)))
    ask(sign_in(robin), words=WORDS)
    (claim,) = claims(app)
    assert WORDS in staff.get("/staff/claims").text
    address = f"/staff/claims/{claim.reference}"
    assert "Give a reason" in people.post(staff, address, decision="decline").text
    assert claims(app)[0].state == "waiting"
    people.post(staff, address, decision="decline", reason="No trace of you there.")
    assert (claims(app)[0].state, roles_of(app, organisation(app))) == ("declined", {})
    (mail,) = acting.mails(app, "claim_declined")
    assert "No trace of you there." in mail.body


def test_staff_do_not_decide_their_own_claim(app, make_person, sign_in) -> None:
    staff_id = make_person("staff@example.org", roles=("staff",))
    client = sign_in(staff_id)
    ask(client, words=WORDS)
    (claim,) = claims(app)
    answer = people.post(client, f"/staff/claims/{claim.reference}", decision="approve", roles=["owner"])
    assert "You cannot decide your own claim" in answer.text
    assert (claims(app)[0].state, roles_of(app, organisation(app))) == ("waiting", {})


def test_nobody_withdraws_or_reads_anothers_claim(app, make_person, sign_in) -> None:
    ask(sign_in(make_person()), words=WORDS)
    (claim,) = claims(app)
    other = sign_in(make_person("kim@example.org"))
    answer = people.post(other, f"/employer/claim/{claim.reference}/withdraw", form_at="/employer/claim/new")
    assert (answer.status_code, claims(app)[0].state) == (404, "waiting")


def test_one_asks_once_and_can_withdraw(app, make_person, sign_in) -> None:
    client = sign_in(make_person())
    ask(client, words=WORDS)
    assert "already" in ask(client, words=WORDS).text
    (claim,) = claims(app)
    people.post(client, f"/employer/claim/{claim.reference}/withdraw", form_at="/employer/claim/new")
    assert claims(app)[0].state == "withdrawn"
    assert ask(client, words=WORDS).status_code == 302


def test_a_new_organisation_waits_with_its_claim_until_staff_confirm_both(app, make_person, sign_in) -> None:
    robin = make_person()
    staff = sign_in(make_person("staff@example.org", roles=("staff",)))
    client = sign_in(robin)
    people.post(
        client, "/employer/claim/new", name="Friends of the Fen Trust", sector="third_sector", nation="", words=WORDS
    )
    (claim,) = claims(app)
    address = f"/staff/claims/{claim.reference}"
    refused = people.post(staff, address, decision="approve", roles=["owner"])
    assert "Confirm Friends of the Fen Trust first" in refused.text
    with app.app_context():
        row = db.session.scalars(select(Organisation)).one()
        assert roles_of(app, row) == {}
    people.post(staff, f"/staff/organisations/{row.reference}/confirm", form_at=f"/staff/organisations/{row.reference}")
    people.post(staff, address, decision="approve", roles=["owner"])
    assert roles_of(app, row) == {robin: {"owner"}}
    with app.app_context():
        assert db.session.scalars(select(Organisation.key)).one() == f"added:{row.reference.lower()}"
