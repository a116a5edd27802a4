"""/coverage: what counts as covered, and how sources fare."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.register import load_register
from portal.feeds import covering
from portal.feeds.models import Polling
from portal.foundation.errors import NotFound
from portal.vacancies.models import Source, Vacancy

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def key_of(name: str) -> str:
    body = load_register().one_named(name)
    assert body is not None
    return body.key


def see(name: str, *, ago: timedelta, status: str = "live") -> None:
    at = NOW - ago
    db.session.add(
        Vacancy(
            reference=f"R{ago.days}",
            title="Cook",
            status=status,
            sector="local_government",
            organisation_key=key_of(name),
            first_seen=at,
            last_seen=at,
            updated_at=at,
        )
    )


def source(name: str, organisation: str | None, *, good: timedelta, health: str = "healthy") -> None:
    row = Source(name=name, address=f"https://x/{name}", kind="rss", organisation=organisation, added_at=NOW)
    db.session.add(row)
    db.session.flush()
    db.session.add(Polling(source_id=row.id, next_check_at=NOW, health=health, last_good_at=NOW - good))


def covered(app, sector: str = "local_government") -> set[str]:
    with app.app_context():
        pages = covering.bodies_of(sector, now=NOW, covered=True, page=1)
        return {body.name for body in pages.bodies}


def test_an_advert_of_any_kind_covers_its_body_for_ninety_days(app) -> None:
    with app.app_context(), transaction():
        see("Leeds City Council", ago=timedelta(days=89), status="counted")
        see("Bristol City Council", ago=timedelta(days=91))
    assert covered(app) == {"Leeds City Council"}


def test_a_source_of_its_own_covers_a_body_while_it_is_read(app) -> None:
    with app.app_context(), transaction():
        source("leeds", "Leeds City Council", good=timedelta(days=1))
        source("bristol", "Bristol City Council", good=timedelta(days=8))
        source("board", None, good=timedelta(0))
    assert covered(app) == {"Leeds City Council"}


def test_covered_and_missing_add_up_to_every_body(app) -> None:
    with app.app_context(), transaction():
        see("Leeds City Council", ago=timedelta(days=1))
    with app.app_context():
        rows = covering.sectors(NOW)
        for row in rows:
            missing = covering.bodies_of(row.sector, now=NOW, covered=False, page=1).total
            assert row.covered + missing == row.bodies
        assert {row.sector: row.covered for row in rows}["local_government"] == 1


def test_bodies_come_in_pages(app) -> None:
    with app.app_context():
        first = covering.bodies_of("local_government", now=NOW, covered=None, page=1)
        last = covering.bodies_of("local_government", now=NOW, covered=None, page=999)
    assert (len(first.bodies), first.page, last.page) == (covering.PER_PAGE, 1, last.pages)
    assert first.bodies[0].name.casefold() < last.bodies[-1].name.casefold()


def test_there_is_no_page_of_a_sector_that_there_is_not(app) -> None:
    with app.app_context(), pytest.raises(NotFound):
        covering.bodies_of("piracy", now=NOW, covered=None, page=1)
    assert app.test_client().get("/coverage/piracy").status_code == 404


def test_the_page_tells_each_source_s_health_in_words_and_its_twin_in_codes(app) -> None:
    with app.app_context(), transaction():
        source("Good board", None, good=timedelta(0))
        source("Old board", None, good=timedelta(days=30))
        source("Bad board", None, good=timedelta(days=1), health="suspect")
        source("Put away", None, good=timedelta(days=1), health="retired")
    client = app.test_client()
    page = client.get("/coverage").text
    assert "Not read lately" in page and "Looks wrong" in page and "2 sources are not well" in page
    assert "Put away" not in page and "Civil Service Jobs" in page
    twin = client.get("/coverage", headers={"Accept": "application/json"}).json
    assert {each["name"]: each["status"] for each in twin["sources"]} == {
        "Good board": "healthy",
        "Old board": "healthy",
        "Bad board": "suspect",
    }
    assert all(each["bodies"] >= each["covered"] for each in twin["sectors"])
