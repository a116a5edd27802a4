"""Sending an application: once, whole, and before the closing time to the second."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from portal.applying import moving, tallying, telling
from portal.applying.answers.fairness import equality
from portal.applying.models import JobApplication
from portal.applying.queries import Job, newest_version, wanted_for
from portal.applying.writing import require_open, whole_of
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.posting.models import Posting


def submit(application: JobApplication, job: Job, *, by: int, key: str, at: datetime) -> None:
    """Send it in. Equality answers are counted and wiped in the same breath. Raises RuleBroken where something is missing
    or the vacancy has closed. `application` is to be locked by the caller."""
    hold(job.posting)
    require_open(application, job, at=at)
    wanted = wanted_for(job, at=at)
    whole = whole_of(application, wanted, key=key)
    if not whole.complete:
        raise RuleBroken("Something is still missing. Go through the sections that are not completed.")
    if application.state != "draft":
        moving.move(application, "revive", by=None, at=at)
    moving.move(application, "submit", by=by, at=at)
    application.submitted_at, application.version = at, newest_version(job.posting)
    application.number = next_number(job.posting.id)
    if application.equality:
        tallying.count(job.posting.id, equality(application.equality, wanted).values)
    application.equality = {}
    db.session.flush()
    telling.received(application, job)


def hold(posting: Posting) -> None:
    """Hold the vacancy: two who send at once get two numbers, and whoever closes it does so before or after."""
    db.session.refresh(posting, with_for_update=True)


def next_number(posting_id: int) -> int:
    """The next number within the vacancy, which is held."""
    newest = db.session.scalar(select(func.max(JobApplication.number)).where(JobApplication.posting_id == posting_id))
    return (newest or 0) + 1
