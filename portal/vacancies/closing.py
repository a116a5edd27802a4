"""Closing vacancies, only on good evidence: the time passed, a healthy complete list no longer holds them, or their
page is gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update

from portal.database.base import db
from portal.vacancies import changes
from portal.vacancies.models import Advert, Source, Vacancy, advert_seen_at

PASSED = "Its closing time has passed."
ABSENT = "A healthy and complete list of its source no longer holds it."
GONE = "The page of its advert answers that it is gone."
UNSEEN_FOR, ASKED_EVERY = timedelta(days=2), timedelta(hours=23)
NOT_FOUND_FOR = timedelta(hours=12)
"""How long a page must have answered 404 before that counts: pages go missing for an hour when a site is rebuilt."""


def close_absent(advert_ids: Collection[int], *, at: datetime) -> int:
    """Close what a healthy and complete list no longer holds: these adverts; says how many vacancies closed.

    A vacancy that another source still lists stays open, and so does one that its employer posted here.
    """
    missing = [advert for advert_id in sorted(advert_ids) if (advert := db.session.get(Advert, advert_id)) is not None]
    closed = 0
    for advert in missing:
        advert.missing_since = at
    db.session.flush()
    for vacancy_id in {advert.vacancy_id for advert in missing if advert.vacancy_id}:
        closed += _close_if_unlisted(vacancy_id, because=ABSENT, at=at)
    return closed


def count_known(advert_ids: Collection[int], *, seen_by: datetime, open_at: datetime | None = None) -> int:
    """How many of these adverts were first seen by then; with `open_at`, only those whose closing time is later or unknown."""
    ids, number = sorted(advert_ids), 0
    for start in range(0, len(ids), 500):
        query = select(func.count(Advert.id)).where(
            Advert.id.in_(ids[start : start + 500]), Advert.first_seen <= seen_by
        )
        if open_at is not None:
            query = query.join(Advert.vacancy)
            query = query.where(or_(Vacancy.closes_at.is_(None), Vacancy.closes_at > open_at))
        number += db.session.scalar(query) or 0
    return number


def note_page(advert_id: int, *, status: int | None, at: datetime) -> bool:
    """Note what the advert's own page answered; says whether its vacancy closed.

    410 closes at once, 404 when it has lasted, anything else proves nothing.
    """
    advert = db.session.get_one(Advert, advert_id)
    advert.page_checked_at = at
    if status not in (404, 410):
        advert.page_missing_since = None if status == 200 else advert.page_missing_since
        return False
    advert.page_missing_since = advert.page_missing_since or at
    if status == 404 and at - advert.page_missing_since < NOT_FOUND_FOR:
        return False
    advert.missing_since = advert.missing_since or at
    db.session.flush()
    return advert.vacancy_id is not None and _close_if_unlisted(advert.vacancy_id, because=GONE, at=at)


def pages_to_ask(source_ids: Collection[int], *, now: datetime, limit: int) -> list[tuple[int, str]]:
    """Adverts of these sources whose own page may tell whether they are still open, with its address.

    Those of live vacancies that no list has shown for two days, each asked for once a day, the longest unseen first.
    """
    rows = db.session.execute(
        select(Advert.id, Advert.address)
        .join(Vacancy, Vacancy.id == Advert.vacancy_id)
        .join(Source, Source.id == Advert.source_id)
        .where(
            Vacancy.status == "live",
            Advert.source_id.in_(source_ids),
            Advert.missing_since.is_(None),
            advert_seen_at() < now - UNSEEN_FOR,
            or_(Advert.page_checked_at.is_(None), Advert.page_checked_at < now - ASKED_EVERY),
            Advert.address.startswith("http"),
        )
        .order_by(Advert.last_seen)
        .limit(limit)
    )
    return [(row.id, row.address) for row in rows]


def _close_if_unlisted(vacancy_id: int, *, because: str, at: datetime) -> bool:
    vacancy = db.session.get_one(Vacancy, vacancy_id)
    listed = db.session.scalar(
        select(Advert)
        .where(Advert.vacancy_id == vacancy_id, Advert.missing_since.is_(None))
        .order_by(Advert.first_seen, Advert.id)
        .limit(1)
    )
    if vacancy.status not in ("live", "held") or vacancy.origin == "posted":
        return False
    if listed is not None:
        _lead_to(listed, vacancy, at=at)
        return False
    _close(vacancy, because, at=at)
    return True


def _lead_to(advert: Advert, vacancy: Vacancy, *, at: datetime) -> None:
    """Let the signpost lead to an advert that is still listed; its words are read when its source next shows them."""
    if advert.address and advert.address != vacancy.address:
        vacancy.address = advert.address
        advert.content_hash = ""
        changes.note_change(vacancy, at=at)


def close_passed(*, at: datetime, limit: int = 500) -> int:
    """Close what has passed its closing time; says how many. Pages decide by the clock anyway, not by this."""
    passed = list(
        db.session.scalars(select(Vacancy).where(Vacancy.status == "live", Vacancy.closes_at <= at).limit(limit))
    )
    for vacancy in passed:
        _close(vacancy, PASSED, at=at)
    return len(passed)


def _close(vacancy: Vacancy, because: str, *, at: datetime) -> None:
    changes.remember(vacancy, {"status": (vacancy.status, "closed")}, at=at)
    vacancy.status, vacancy.status_because, vacancy.closed_at = "closed", because, at
    changes.note_change(vacancy, at=at)


def forget_absence(source_id: int) -> None:
    """Take back every mark of absence of a source, when its lists prove not to be complete after all."""
    db.session.execute(update(Advert).where(Advert.source_id == source_id).values(missing_since=None))
