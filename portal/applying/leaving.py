"""Throwing a draft away, and withdrawing what was sent."""

from __future__ import annotations

from datetime import datetime

from portal.applying import moving, queries, telling
from portal.applying.facts import ApplicationWithdrawn
from portal.applying.models import JobApplication
from portal.applying.queries import Job
from portal.applying.states import may_withdraw
from portal.documents import removing
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken


def discard(application: JobApplication, *, by: int, at: datetime) -> None:
    """Throw a draft away with all that was written in it and handed in for it."""
    moving.move(application, "discard", by=by, at=at)
    application.answers, application.adjustments, application.equality = {}, "", {}
    application.copied_from_id = application.warned_at = None
    removing.remove_all(moving.subject_of(application))


def withdraw(application: JobApplication, job: Job, *, because: str, by: int, at: datetime) -> None:
    """Withdraw what was sent; `because` is told to those who run the recruitment. What the candidate does not know yet
    cannot stand against it (applying.states.may_withdraw)."""
    if not may_withdraw(queries.steps_of(application)):
        raise RuleBroken("This application is not open, so it cannot be withdrawn.")
    moving.move(application, "withdraw", by=by, at=at, reason=because)
    announce(ApplicationWithdrawn(application.id, tells=True))
    telling.withdrawn(application, job)
