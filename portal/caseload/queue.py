"""The one queue of what a consultant has to do: every source asked, what is late first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import func, or_, select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.foundation.clock import LONDON, london_instant
from portal.recruitment.duties import SOURCES, Duty, Load, load_of

ACTS = ("campaign.", "application.", "selecting.", "question.", "caseload.")
"""What the names of acts begin with that are a consultant's work."""
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to be done, and how much was done today."""

    duties: Sequence[Duty]
    done_today: int


def of(person_id: int, *, at: datetime) -> Queue:
    """The queue of this consultant: about campaigns that they run, and what nobody has taken yet."""
    load = load_of(person_id, at=at)
    return Queue(ordered(SOURCES.ask(load), at=at), done_today(load))


def ordered(duties: Sequence[Duty], *, at: datetime) -> list[Duty]:
    """What is late first, the latest at the top; then what is due, by when; then what waits longest."""
    return sorted(duties, key=lambda each: (not each.is_late(at=at), each.due or _NEVER, each.since, each.address))


def done_today(load: Load) -> int:
    """How many acts of their work the person did since midnight in London."""
    midnight = london_instant(load.at.astimezone(LONDON).date(), time(0))
    statement = select(func.count()).where(
        AuditEntry.actor_id == load.person_id,
        AuditEntry.at >= midnight,
        or_(*(AuditEntry.action.startswith(each) for each in ACTS)),
    )
    return db.session.scalar(statement) or 0
