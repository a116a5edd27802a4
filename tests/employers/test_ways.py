"""Other names and web domains: owners propose, staff confirm, and what is refused stays refused."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import domains, letting_in, organisations, ways
from portal.employers.models import Organisation, OrganisationDomain, OrganisationName
from portal.employers.register import load_register
from portal.foundation.errors import RuleBroken
from tests import people
from tests.access.conftest import rows
from tests.employers import acting
from tests.employers.acting import BRADFORD, LEEDS, added, organisation, seat
from tests.races import at_once


@pytest.fixture
def leeds(app, make_person):
    """Leeds with Kim as its owner: (row, Kim)."""
    kim = make_person("kim@leeds.gov.uk", name="Kim Lowe")
    row = organisation(app)
    seat(app, row, kim, "owner")
    return row, kim


@pytest.fixture
def staff(make_person) -> int:
    return make_person("staff@example.org", roles=("staff",))


def standings(app: Flask, row: Organisation) -> dict[str, str]:
    """Every name and domain that the register did not give, with its standing."""
    given = {*LEEDS.aliases, *(each.removeprefix("www.") for each in LEEDS.domains)}
    with app.app_context():
        found = [each for kind in ("name", "domain") for each in ways.listed(row.id, kind)]
        every = {each.name if isinstance(each, OrganisationName) else each.domain: each.standing for each in found}
    return {value: standing for value, standing in every.items() if value not in given}


def lets_in(app: Flask, row: Organisation, email: str) -> bool:
    with app.app_context():
        person = db.session.scalar(select(Person).where(Person.email == email))
        return letting_in.lets_in(db.session.get_one(Organisation, row.id), person) is not None


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("leeds.example.org", "leeds.example.org"),
        (" https://www.Leeds.Example.org/jobs?page=2 ", "leeds.example.org"),
        ("@leeds.example.org", "leeds.example.org"),
        ("kim@leeds.example.org", "leeds.example.org"),
        ("leeds.example.org.", "leeds.example.org"),
        ("cyngor-môn.example", "xn--cyngor-mn-n7a.example"),
    ],
)
def test_a_domain_is_understood_as_people_type_it(typed: str, domain: str) -> None:
    assert domains.tidy(typed) == domain


@pytest.mark.parametrize("typed", ["", "leeds", "leeds gov uk", "127.0.0.1", "a..b", "-a.example", "x" * 300 + ".org"])
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="Enter a web domain such as"):
        domains.tidy(typed)


@pytest.mark.parametrize("typed", ["gmail.com", "GOV.UK", "www.nhs.net", "nhs.uk", "someone@outlook.com", "co.uk"])
def test_a_domain_that_many_share_is_refused_whoever_asks(app, leeds, staff, sign_in, typed: str) -> None:
    row, kim = leeds
    before = rows(app)
    for client, page in ((sign_in(kim), "/employer/{}/details"), (sign_in(staff), "/staff/organisations/{}")):
        answer = people.post(client, f"{page.format(row.reference)}/domain/add", value=typed)
        assert "is used by many organisations" in answer.text
    assert rows(app) == before


def test_a_domain_of_an_owner_lets_in_once_staff_confirm_and_below_it_too(
    app, leeds, staff, make_person, sign_in
) -> None:
    row, kim = leeds
    for email in ("a@leeds.example", "b@digital.leeds.example", "c@notleeds.example"):
        make_person(email)
    own = f"/employer/{row.reference}/details"
    client = sign_in(kim)
    answer = people.post(client, f"{own}/domain/add", value="www.leeds.example")
    assert "once the society’s staff have confirmed it" in client.get(answer.location).text
    assert standings(app, row) == {"leeds.example": "waiting"}
    assert not lets_in(app, row, "a@leeds.example")
    page = f"/staff/organisations/{row.reference}"
    clerk = sign_in(staff)
    assert f'/{page.split("/")[-1]}"' in clerk.get("/staff/organisations?state=ways").text
    confirm = next(each for each in clerk.get(page).text.split('"') if each.endswith("/confirm") and "/domain/" in each)
    people.post(clerk, confirm, form_at=page)
    assert [lets_in(app, row, f"{who}.example") for who in ("a@leeds", "b@digital.leeds", "c@notleeds")] == [
        True,
        True,
        False,
    ]
    people.post(clerk, confirm, form_at=page)
    assert acting.acts(app).count("employers.domain_confirmed") == 1


def test_what_is_taken_off_is_kept_as_refused_and_does_not_come_back(app, leeds, staff, make_person, sign_in) -> None:
    row, kim = leeds
    make_person("robin@leeds.gov.uk")
    assert lets_in(app, row, "robin@leeds.gov.uk")
    with app.app_context():
        way = db.session.scalar(select(OrganisationDomain.id).where(OrganisationDomain.domain == "leeds.gov.uk"))
    client = sign_in(kim)
    address = f"/employer/{row.reference}/details/domain/{way}/remove"
    assert "leeds.gov.uk" in client.get(address).text
    people.post(client, address)
    assert not lets_in(app, row, "robin@leeds.gov.uk")
    assert (
        "looked at before"
        in people.post(client, f"{address.split('/domain/')[0]}/domain/add", value="leeds.gov.uk").text
    )
    with app.app_context(), transaction():
        assert organisations.of_body(LEEDS.key).id == row.id
    assert not lets_in(app, row, "robin@leeds.gov.uk")
    people.post(sign_in(staff), f"/staff/organisations/{row.reference}/domain/add", value="leeds.gov.uk")
    assert lets_in(app, row, "robin@leeds.gov.uk")


def test_an_owner_takes_back_what_waits_and_nothing_of_it_stays(app, leeds, sign_in) -> None:
    row, kim = leeds
    client, page = sign_in(kim), f"/employer/{row.reference}/details"
    people.post(client, f"{page}/name/add", value="Leeds Digital")
    assert standings(app, row) == {"Leeds Digital": "waiting"}
    assert "is in the list already and waits" in people.post(client, f"{page}/name/add", value="leeds digital").text
    with app.app_context():
        way = db.session.scalar(select(OrganisationName.id).where(OrganisationName.name == "Leeds Digital"))
    people.post(client, f"{page}/name/{way}/remove")
    assert standings(app, row) == {}


def test_its_own_name_is_not_another_name(app, leeds, staff, sign_in) -> None:
    row, _ = leeds
    answer = people.post(sign_in(staff), f"/staff/organisations/{row.reference}/name/add", value="leeds  CITY council")
    assert "own name already" in answer.text


def test_a_name_or_domain_of_another_organisation_is_out_of_reach(app, leeds, make_person, sign_in) -> None:
    row, _ = leeds
    bradford, lee = organisation(app, BRADFORD.key), make_person("lee@bradford.gov.uk")
    seat(app, bradford, lee, "owner")
    with app.app_context():
        way = db.session.scalar(
            select(OrganisationDomain.id).where(OrganisationDomain.organisation_id == row.id).limit(1)
        )
    client, before = sign_in(lee), rows(app)
    for reference in (row.reference, bradford.reference):
        address = f"/employer/{reference}/details/domain/{way}/remove"
        assert client.get(address).status_code == 404
        assert people.post(client, address, form_at="/employer/claim/new").status_code == 404
    assert rows(app) == before


def test_staff_see_who_else_holds_a_name_or_a_domain(app, leeds, staff, sign_in) -> None:
    """Of the table and, where it is no organisation yet, of the register."""
    row, _ = leeds
    client, page = sign_in(staff), f"/staff/organisations/{row.reference}"
    fen = added(app, "The Fen Trust")
    people.post(client, f"/staff/organisations/{fen.reference}/domain/add", value="fen.example.org")
    people.post(client, f"{page}/domain/add", value="fen.example.org")
    people.post(client, f"{page}/domain/add", value="bradford.gov.uk")
    people.post(client, f"{page}/name/add", value=BRADFORD.name)
    people.post(client, f"{page}/name/add", value="Fen Trust")
    shown = client.get(page).text
    assert "fen.example.org is held by The Fen Trust too" in shown
    assert f"bradford.gov.uk is held by {BRADFORD.name} too" in shown
    assert f"“{BRADFORD.name}” means {BRADFORD.name} too" in shown
    assert "“Fen Trust” means The Fen Trust too" in shown


def test_there_is_an_end_to_how_many_an_organisation_has(app, leeds, sign_in) -> None:
    row, kim = leeds
    with app.test_request_context(), transaction():
        for number in range(ways.MOST - len(ways.listed(row.id, "name"))):
            ways.add(row.id, "name", f"Leeds Part {number}", by=kim)
    answer = people.post(sign_in(kim), f"/employer/{row.reference}/details/name/add", value="Leeds Part 1000")
    assert f"can have {ways.MOST} of these" in answer.text


def test_the_same_name_twice_at_once_is_one_row(app_on_either: Flask) -> None:
    app = app_on_either
    staff, row = people.make(app, "staff@example.org", given=("staff",)), organisation(app)

    def act() -> None:
        with app.test_request_context(), transaction():
            ways.add(row.id, "name", "Leeds Digital", by=staff, staff=True)

    done = at_once(app, act, times=4)
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "RuleBroken", "RuleBroken", "RuleBroken"]
    assert standings(app, row) == {"Leeds Digital": "confirmed"}


def test_no_shared_domain_of_the_register_lets_anybody_in() -> None:
    """The register's own domains that many bodies have are either in the list of shared ones or held by several."""
    register = load_register()
    for domain in ("nhs.uk", "gov.uk", "police.uk", "ac.uk", "nhs.net", "parliament.uk"):
        assert domains.proving(f"kim@{domain}") == []
        assert domain in domains.shared() or len(register.by_domain.get(domain, ())) > 1
