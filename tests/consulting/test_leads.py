"""Leads: which bodies show that their vacancies are hard to fill, and what a consultant reads of them."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from portal.consulting import leading
from portal.consulting.leading import Lead
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.organisations import of_body
from portal.foundation.identifiers import new_reference
from portal.membership.models import Due, Membership
from portal.vacancies.models import Vacancy
from tests.conftest import MakePerson, SignIn

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LEEDS, YORK, HULL = "leeds-city-council", "city-of-york-council", "hull-city-council"
NAMES = {LEEDS: "Leeds City Council", YORK: "City of York Council", HULL: "Hull City Council"}


def open_vacancy(
    key: str = LEEDS,
    *,
    closes_in: int | None = 20,
    posted_ago: int = 10,
    earlier: int | None = None,
    status: str = "live",
    title: str = "Data Engineer",
) -> Vacancy:
    posted = NOW - timedelta(days=posted_ago)
    row = Vacancy(
        reference=new_reference(),
        title=title,
        status=status,
        sector="local_government",
        organisation=NAMES[key],
        organisation_key=key,
        earlier_id=earlier,
        closes_at=None if closes_in is None else NOW + timedelta(days=closes_in),
        closed_at=NOW - timedelta(days=40) if status == "closed" else None,
        posted_at=posted,
        first_seen=posted,
        last_seen=NOW,
        updated_at=NOW,
    )
    db.session.add(row)
    db.session.flush()
    return row


def belongs(key: str, *, staff: int, paid: bool = True) -> None:
    organisation = of_body(key)
    organisation.staff_count = staff
    membership = Membership(
        reference=new_reference(), klass="organisation", organisation_id=organisation.id, began_on=date(2026, 1, 1)
    )
    db.session.add(membership)
    db.session.flush()
    db.session.add(
        Due(
            reference=new_reference(),
            membership_id=membership.id,
            year=2026,
            months=12,
            tier="large",
            pence=180_000,
            offered_on=date(2026, 1, 1),
            paid_on=date(2026, 1, 5) if paid else None,
        )
    )


def found(app: Flask, **asked: str) -> list[tuple[str, int, int, int]]:
    with app.app_context():
        return [(lead.key, lead.open, lead.again, lead.short) for lead in leading.leads(**asked).rows]


def test_each_sign_makes_a_lead_and_quiet_recruiting_makes_none(app_on_either: Flask) -> None:
    with app_on_either.app_context(), transaction():
        before = open_vacancy(status="closed", posted_ago=90)
        open_vacancy(LEEDS, earlier=before.id)
        open_vacancy(YORK, closes_in=3, posted_ago=4)
        open_vacancy(HULL, closes_in=3, posted_ago=30)
    assert found(app_on_either) == [(LEEDS, 1, 1, 0), (YORK, 1, 0, 1)]
    assert found(app_on_either, why="short") == [(YORK, 1, 0, 1)]
    assert found(app_on_either, why="many") == []
    assert {row[0] for row in found(app_on_either, why="all")} == {LEEDS, YORK, HULL}


@pytest.mark.parametrize(
    ("closes_in", "posted_ago", "short"),
    [(7, 6, 1), (7, 7, 0), (8, 1, 0), (0, 1, 0), (None, 1, 0)],
    ids=["13 days' notice", "14 days' notice", "not soon", "closed just now", "no date"],
)
def test_short_notice_is_under_fourteen_days_and_shows_in_the_last_week(
    app: Flask, closes_in: int | None, posted_ago: int, short: int
) -> None:
    with app.app_context(), transaction():
        open_vacancy(closes_in=closes_in, posted_ago=posted_ago)
    assert sum(row[3] for row in found(app, why="all")) == short


def test_three_open_at_once_make_a_lead(app: Flask) -> None:
    with app.app_context(), transaction():
        for number in range(3):
            open_vacancy(HULL, title=f"Developer {number}")
        open_vacancy(YORK), open_vacancy(YORK)
        open_vacancy(HULL, status="held")
    assert found(app) == [(HULL, 3, 0, 0)]


def test_the_list_narrows_by_words_and_by_membership_and_says_the_tier(app: Flask) -> None:
    with app.app_context(), transaction():
        for key in (LEEDS, YORK, HULL):
            open_vacancy(key, closes_in=3, posted_ago=4)
        belongs(LEEDS, staff=3_000)
        belongs(YORK, staff=100, paid=False)
    assert [row[0] for row in found(app, member="yes")] == [LEEDS]
    assert {row[0] for row in found(app, member="no")} == {YORK, HULL}
    assert [row[0] for row in found(app, words="york city")] == [YORK]
    assert found(app, words="100%_") == []
    with app.app_context():
        lead: Lead = leading.leads(member="yes").rows[0]
        assert (lead.belonging.state, lead.belonging.tier, lead.belonging.discount_percent) == ("current", "large", 20)


def test_a_consultant_reads_the_list_the_body_and_the_file(
    app: Flask, make_person: MakePerson, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        before = open_vacancy(status="closed", posted_ago=90, title="Network Engineer")
        again = open_vacancy(earlier=before.id, title="Network Engineer")
        references = before.reference, again.reference
    browser = sign_in(make_person(roles=("consultant",)))
    page = browser.get("/consultant/leads")
    assert page.status_code == 200
    assert "Leeds City Council" in page.text and "/consultant/organisations/leeds-city-council" in page.text
    body = browser.get("/consultant/organisations/leeds-city-council")
    assert body.status_code == 200
    for reference in references:
        assert f"/vacancies/{reference}" in body.text
    assert "Not a member" in body.text and "closed 15 October 2026" in body.text
    rows = list(csv.reader(io.StringIO(browser.get("/consultant/leads?format=csv").text.lstrip("\ufeff"))))
    assert rows[0][:3] == ["Organisation", "Open", "Advertised again"]
    assert rows[1][:4] == ["Leeds City Council", "1", "1", "0"]


def test_a_body_without_vacancies_is_found_by_the_beginnings_of_its_words(
    app: Flask, make_person: MakePerson, sign_in: SignIn
) -> None:
    browser = sign_in(make_person(roles=("consultant",)))
    page = browser.get("/consultant/organisations?q=hull+city")
    assert "/consultant/organisations/hull-city-council" in page.text
    assert "no ICT vacancy open" in browser.get("/consultant/organisations/hull-city-council").text
    assert browser.get("/consultant/organisations/no-such-body").status_code == 404
    assert "no organisation of that name" in browser.get("/consultant/organisations?q=zzqx").text


def test_looking_at_bodies_makes_no_rows(app: Flask, make_person: MakePerson, sign_in: SignIn) -> None:
    browser = sign_in(make_person(roles=("consultant",)))
    assert browser.get("/consultant/organisations/hull-city-council").status_code == 200
    with app.app_context():
        assert db.session.execute(db.text("select count(*) from organisations")).scalar() == 0
