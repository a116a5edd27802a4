"""Reading the record of who did what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.slicing import Found, page_of
from portal.foundation import clock


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for in the record; what is empty does not narrow.

    `action` is a whole action or a room with its full stop ("membership."). `subject` begins the subject
    ("vacancy:K7MT2XQ9", or "vacancy:" for all of a kind). `person_ids` are people who acted or whom it concerned;
    none of them (an empty collection, unlike None) finds nothing. Days are London's.
    """

    action: str = ""
    actor: str = ""
    subject: str = ""
    person_ids: Collection[int] | None = None
    first_day: date | None = None
    last_day: date | None = None


def search(wanted: Wanted, *, newest_first: bool = True, page: int = 1, per_page: int | None = 50) -> Found:
    """The entries that fit, each row one entry; within one instant in the order in which they were written."""
    order = (AuditEntry.at, AuditEntry.id)
    return page_of(
        select(AuditEntry).where(*_conditions(wanted)),
        order=[each.desc() for each in order] if newest_first else [each.asc() for each in order],
        page=page,
        per_page=per_page,
    )


def actions() -> list[str]:
    """Every action that was ever recorded."""
    return list(db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def concerning(person_id: int, *, actions: Collection[str], page: int = 1, per_page: int = 50) -> Found:
    """What of these actions concerns the person: done about them, or by them about nobody; the latest first."""
    mine = or_(AuditEntry.about_id == person_id, and_(AuditEntry.actor_id == person_id, AuditEntry.about_id.is_(None)))
    return page_of(
        select(AuditEntry).where(mine, AuditEntry.action.in_(list(actions))),
        order=[AuditEntry.at.desc(), AuditEntry.id.desc()],
        page=page,
        per_page=per_page,
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.action.endswith("."):
        found.append(AuditEntry.action.startswith(wanted.action, autoescape=True))
    elif wanted.action:
        found.append(AuditEntry.action == wanted.action)
    if wanted.actor:
        found.append(AuditEntry.actor == wanted.actor)
    if wanted.subject:
        found.append(AuditEntry.subject.startswith(wanted.subject, autoescape=True))
    if wanted.person_ids is not None:
        ids = list(wanted.person_ids)
        found.append(or_(AuditEntry.actor_id.in_(ids), AuditEntry.about_id.in_(ids)))
    if wanted.first_day:
        found.append(AuditEntry.at >= clock.london_instant(wanted.first_day, time()))
    if wanted.last_day:
        found.append(AuditEntry.at < clock.london_instant(wanted.last_day + timedelta(days=1), time()))
    return found
