"""What an advert shows of its employer's trouble to fill it, as conditions that a query counts by.

Advertised again: an earlier advert of the same job closed before this one opened. Short notice: it closes within
`SOON`, and from its posting to its closing there were fewer than `LONG_NOTICE`. Many: so many are open at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, extract, func

from portal.vacancies.models import Vacancy

SOON = timedelta(days=7)
LONG_NOTICE = timedelta(days=14)
MANY = 3

SIGNS = (
    ("again", "Advertised again"),
    ("short", "Closes soon after short notice"),
    ("many", f"{MANY} or more open"),
)


def is_open(now: datetime) -> ColumnElement[bool]:
    """A live vacancy of a known body that can still be applied for."""
    return and_(
        Vacancy.status == "live",
        Vacancy.organisation_key.is_not(None),
        (Vacancy.closes_at.is_(None)) | (Vacancy.closes_at > now),
    )


def again() -> ColumnElement[bool]:
    return Vacancy.earlier_id.is_not(None)


def short(now: datetime) -> ColumnElement[bool]:
    opened = func.coalesce(Vacancy.posted_at, Vacancy.first_seen)
    given = extract("epoch", Vacancy.closes_at) - extract("epoch", opened)
    return and_(Vacancy.closes_at <= now + SOON, given < LONG_NOTICE.total_seconds())


def is_short(vacancy: Vacancy, now: datetime) -> bool:
    """`short` for one vacancy that was fetched."""
    if vacancy.closes_at is None:
        return False
    opened = vacancy.posted_at or vacancy.first_seen
    return vacancy.closes_at <= now + SOON and vacancy.closes_at - opened < LONG_NOTICE
