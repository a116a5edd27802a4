"""Closing vacancies, only on good evidence: the time passed, or a healthy complete list no longer holds them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from portal.database.base import db
from portal.vacancies import changes
from portal.vacancies.models import Advert, Vacancy

PASSED = "Its closing time has passed."
ABSENT = "A healthy and complete list of its source no longer holds it."


def close_absent(advert_ids: Collection[int], *, at: datetime) -> int:
    """Close what a healthy and complete list no longer holds: these adverts; says how many vacancies closed.

    A vacancy that another source still lists stays open.
    """
    missing = [advert for advert_id in sorted(advert_ids) if (advert := db.session.get(Advert, advert_id)) is not None]
    closed = 0
    for advert in missing:
        advert.missing_since = at
    db.session.flush()
    for vacancy_id in {advert.vacancy_id for advert in missing if advert.vacancy_id}:
        closed += _close_if_unlisted(vacancy_id, at=at)
    return closed


def _close_if_unlisted(vacancy_id: int, *, at: datetime) -> bool:
    vacancy = db.session.get_one(Vacancy, vacancy_id)
    listed = db.session.scalar(
        select(Advert)
        .where(Advert.vacancy_id == vacancy_id, Advert.missing_since.is_(None))
        .order_by(Advert.first_seen, Advert.id)
        .limit(1)
    )
    if vacancy.status not in ("live", "held"):
        return False
    if listed is not None:
        _lead_to(listed, vacancy, at=at)
        return False
    _close(vacancy, ABSENT, at=at)
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
