"""Telling the index, and remembering what changed: both in the transaction that changes a vacancy."""

from __future__ import annotations

from collections.abc import Mapping
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


def waiting_changes(limit: int) -> tuple[int, list[str]]:
    """The oldest changes the index has not heard of: the last one's id, and the references without repeats."""
    rows = db.session.execute(
        select(VacancyChange.id, VacancyChange.reference).order_by(VacancyChange.id).limit(limit)
    ).all()
    return (rows[-1].id if rows else 0), list(dict.fromkeys(row.reference for row in rows))


def forget_changes(*, up_to: int) -> None:
    """Take the changes that the index now holds off the list."""
    db.session.execute(delete(VacancyChange).where(VacancyChange.id <= up_to))


def changes_waiting() -> int:
    """How many changes the index has still to hear of."""
    return db.session.scalar(select(func.count()).select_from(VacancyChange)) or 0
