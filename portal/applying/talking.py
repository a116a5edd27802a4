"""Messages between a candidate and those who run the recruitment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from portal.applying import telling
from portal.applying.models import ApplicationMessage, JobApplication
from portal.applying.moving import subject_of
from portal.applying.queries import Job
from portal.applying.states import UNSENT
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import RuleBroken

LONGEST = 4_000
MOST_A_DAY = 20
"""Messages of one candidate about one application in a day; nobody needs more, and a script would send thousands."""


def write(
    application: JobApplication, job: Job, body: str, *, by: int, from_candidate: bool, at: datetime
) -> ApplicationMessage:
    """Add a message; whom it is for is told by mail that one waits, and not what it says."""
    words = body.strip()
    if application.state in UNSENT:
        raise RuleBroken("Send the application first. Until then nobody sees it.")
    if not words:
        raise RuleBroken("Write your message.")
    if len(words) > LONGEST:
        raise RuleBroken(f"Your message must be {LONGEST:,} characters or fewer. It has {len(words):,}.")
    if from_candidate and _written_lately(application, at=at) >= MOST_A_DAY:
        raise RuleBroken("You have written many messages today. Write again tomorrow.")
    made = ApplicationMessage(
        application_id=application.id, author_id=by, from_candidate=from_candidate, body=words, at=at
    )
    db.session.add(made)
    record("application.message", by=by, subject=subject_of(application))
    if not from_candidate:
        telling.message_waits(application, job)
    return made


def messages(application: JobApplication) -> Sequence[ApplicationMessage]:
    """Everything that was written, the oldest first."""
    return db.session.scalars(
        select(ApplicationMessage)
        .where(ApplicationMessage.application_id == application.id)
        .order_by(ApplicationMessage.id)
    ).all()


def note_read(application: JobApplication, *, by_candidate: bool, at: datetime) -> None:
    """What the other side wrote was read now."""
    db.session.execute(
        update(ApplicationMessage)
        .where(
            ApplicationMessage.application_id == application.id,
            ApplicationMessage.from_candidate.is_(not by_candidate),
            ApplicationMessage.read_at.is_(None),
        )
        .values(read_at=at)
    )


def unread(shown: Sequence[ApplicationMessage], *, by_candidate: bool) -> bool:
    """Whether something that the other side wrote waits to be read."""
    return any(each.from_candidate is not by_candidate and each.read_at is None for each in shown)


def _written_lately(application: JobApplication, *, at: datetime) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(
                ApplicationMessage.application_id == application.id,
                ApplicationMessage.from_candidate.is_(True),
                ApplicationMessage.at > at - timedelta(days=1),
            )
        )
        or 0
    )
