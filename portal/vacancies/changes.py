"""Telling the index, and remembering what changed: both in the transaction that changes a vacancy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from portal.database.base import db
from portal.vacancies.models import Vacancy, VacancyChange, VacancyVersion


def note_change(vacancy: Vacancy, *, at: datetime) -> None:
    """Let the search index hear of this vacancy once the transaction is committed."""
    db.session.add(VacancyChange(reference=vacancy.reference, at=at))


def remember(vacancy: Vacancy, changes: Mapping[str, tuple[Any, Any]], *, at: datetime) -> None:
    """Keep what changed, field to [before, after], for the vacancy's history."""
    if changes:
        spelt = {name: [_plain(before), _plain(after)] for name, (before, after) in changes.items()}
        db.session.add(VacancyVersion(vacancy_id=vacancy.id, at=at, changes=spelt))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def waiting_changes(limit: int) -> tuple[list[int], list[str]]:
    """The oldest changes the index has not heard of: their ids, and the references without repeats."""
    rows = db.session.execute(
        select(VacancyChange.id, VacancyChange.reference).order_by(VacancyChange.id).limit(limit)
    ).all()
    return [row.id for row in rows], list(dict.fromkeys(row.reference for row in rows))


def forget_changes(ids: Sequence[int]) -> None:
    """Take exactly the changes that the index now holds off the list.

    Not "all up to the last": on PostgreSQL a transaction that took a lower number may commit later.
    """
    for start in range(0, len(ids), 500):
        db.session.execute(delete(VacancyChange).where(VacancyChange.id.in_(ids[start : start + 500])))


def changes_waiting() -> int:
    """How many changes the index has still to hear of."""
    return db.session.scalar(select(func.count()).select_from(VacancyChange)) or 0
