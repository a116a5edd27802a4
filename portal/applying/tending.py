"""What the worker does about drafts: warns before the closing time, notes what missed it, and opens again what may go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.applying import moving, telling
from portal.applying.models import JobApplication
from portal.applying.queries import Job, job_of
from portal.applying.states import DRAFT, LAPSED
from portal.database.base import db
from portal.database.transaction import transaction
from portal.posting.models import Posting
from portal.posting.states import LIVE

WARN_BEFORE = timedelta(days=3)


def tend(*, at: datetime) -> tuple[int, int, int]:
    """How many people were warned, how many drafts missed their time, and how many can be gone on with again."""
    return warn(at=at), lapse(at=at), revive(at=at)


def warn(*, at: datetime, limit: int = 500) -> int:
    """Tell once who has a draft whose vacancy closes within three days."""
    with transaction():
        due = db.session.scalars(
            select(JobApplication)
            .join(Posting, Posting.id == JobApplication.posting_id)
            .where(
                JobApplication.state == DRAFT,
                JobApplication.warned_at.is_(None),
                Posting.state == LIVE,
                Posting.closes_at > at,
                Posting.closes_at <= at + WARN_BEFORE,
            )
            .order_by(JobApplication.id)
            .limit(limit)
        ).all()
        for application in due:
            application.warned_at = at
            telling.closing_soon(application, job_of(application))
        return len(due)


def lapse(*, at: datetime, limit: int = 500) -> int:
    """Note the drafts whose vacancy has closed. Where it ended before its time, their owners are told: they could not know."""
    with transaction():
        return sum(1 for application in _in_state(DRAFT, limit) if _lapse(application, job_of(application), at=at))


def _lapse(application: JobApplication, job: Job, *, at: datetime) -> bool:
    if job.is_open(at=at):
        return False
    moving.move(application, "lapse", by=None, at=at)
    if ended_early(job, at=at):
        telling.closed_early(application, job)
    return True


def ended_early(job: Job, *, at: datetime) -> bool:
    """Whether the vacancy ended before the closing time that it had stated."""
    return job.posting.state != LIVE and job.posting.closes_at is not None and job.posting.closes_at > at


def revive(*, at: datetime, limit: int = 500) -> int:
    """Let drafts go on whose vacancy is open again."""
    with transaction():
        again = [each for each in _in_state(LAPSED, limit) if job_of(each).is_open(at=at)]
        for application in again:
            moving.move(application, "revive", by=None, at=at)
            application.warned_at = None
        return len(again)


def _in_state(state: str, limit: int) -> list[JobApplication]:
    """Drafts of vacancies that are not, or are, live as rows say; the clock decides in the caller."""
    wanted = Posting.state != LIVE if state == DRAFT else Posting.state == LIVE
    return list(
        db.session.scalars(
            select(JobApplication)
            .join(Posting, Posting.id == JobApplication.posting_id)
            .where(JobApplication.state == state, wanted)
            .order_by(JobApplication.id)
            .limit(limit)
        )
    )
