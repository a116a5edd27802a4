"""Closing only on good evidence."""

from datetime import datetime, timedelta

import pytest

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation.identifiers import new_reference
from portal.vacancies import closing
from portal.vacancies.models import Advert, Source, Vacancy

NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def advert(app):
    """The id of the only advert of a live vacancy, last listed three days before noon."""
    seen = {"first_seen": NOON - 3 * DAY, "last_seen": NOON - 3 * DAY}
    with app.app_context():
        with transaction():
            source = Source(name="S", address="https://s.example.org/", kind="rss", added_at=NOON)
            vacancy = Vacancy(reference=new_reference(), status="live", title="Analyst", updated_at=NOON, **seen)
            made = Advert(
                source=source,
                vacancy=vacancy,
                identity="a:1",
                address="https://s.example.org/1",
                outcome="vacancy",
                **seen,
            )
            db.session.add(made)
        yield made.id


def page(advert_id: int, status: int | None, at: datetime) -> str:
    """What becomes of the vacancy when the page answers so."""
    with transaction():
        closing.note_page(advert_id, status=status, at=at)
    return db.session.get_one(Advert, advert_id).vacancy.status


def test_a_page_that_says_gone_closes_at_once(advert: int) -> None:
    assert page(advert, 410, NOON) == "closed"
    assert db.session.get_one(Advert, advert).vacancy.status_because == closing.GONE


def test_a_page_that_is_not_found_closes_when_that_has_lasted(advert: int) -> None:
    assert page(advert, 404, NOON) == "live"
    assert page(advert, 404, NOON + HOUR) == "live"
    assert page(advert, 404, NOON + DAY) == "closed"


def test_a_page_that_comes_back_starts_anew(advert: int) -> None:
    page(advert, 404, NOON)
    page(advert, 200, NOON + HOUR)
    assert page(advert, 404, NOON + DAY) == "live"


@pytest.mark.parametrize("status", [200, 301, 403, 429, 500, 503, None])
def test_any_other_answer_closes_nothing(advert: int, status: int | None) -> None:
    assert [page(advert, status, NOON + day * DAY) for day in range(3)] == ["live"] * 3


def test_only_what_no_list_has_shown_for_two_days_is_asked_for_once_a_day(advert: int) -> None:
    source = db.session.get_one(Advert, advert).source_id
    asked = [(advert, "https://s.example.org/1")]
    assert closing.pages_to_ask([source], now=NOON - 2 * DAY, limit=9) == []
    assert closing.pages_to_ask([source], now=NOON, limit=9) == asked
    page(advert, 200, NOON)
    assert closing.pages_to_ask([source], now=NOON + HOUR, limit=9) == []
    assert closing.pages_to_ask([source], now=NOON + DAY, limit=9) == asked
    assert closing.pages_to_ask([], now=NOON + DAY, limit=9) == []


def test_a_vacancy_that_another_source_lists_stays_open_and_leads_there(advert: int) -> None:
    with transaction():
        first = db.session.get_one(Advert, advert)
        other = Source(name="T", address="https://t.example.org/", kind="rss", added_at=NOON)
        db.session.add(
            Advert(
                source=other,
                vacancy=first.vacancy,
                identity="a:2",
                address="https://t.example.org/2",
                outcome="folded",
                first_seen=NOON,
                last_seen=NOON,
            )
        )
    assert page(advert, 410, NOON) == "live"
    assert db.session.get_one(Advert, advert).vacancy.address == "https://t.example.org/2"
