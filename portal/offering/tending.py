"""What the worker does about offers: it reminds of the day to answer by and of references, and ends places on reserve lists."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.applying import moving
from portal.applying.models import JobApplication
from portal.applying.queries import job_of, steps_of
from portal.applying.states import RESERVE, may_answer_offer
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation.clock import LONDON
from portal.offering import asking_referees, queries, telling
from portal.offering.models import ReservePlace

REMIND_BEFORE = timedelta(days=2)


def tend(*, at: datetime) -> tuple[int, int, int]:
    """How many people were reminded to answer, how many referees, and how many places on reserve lists ended."""
    return remind(at=at), asking_referees.remind(at=at), expire(at=at)


def remind(*, at: datetime, limit: int = 200) -> int:
    """Remind once, two days before the day to answer by, whoever has been told of their offer. Nothing lapses by itself:
    an offer that is not answered stands until it is withdrawn."""
    with transaction():
        due = queries.unanswered(by=at.astimezone(LONDON).date() + REMIND_BEFORE, limit=limit)
        known = [(offer, row) for offer, row in due if may_answer_offer(steps_of(row))]
        for offer, application in known:
            offer.reminded_at = at
            telling.answer_wanted(application, job_of(application), offer)
        return len(known)


def expire(*, at: datetime, limit: int = 200) -> int:
    """End the places whose last day has passed, and tell whose they were."""
    with transaction():
        rows = db.session.execute(
            select(ReservePlace, JobApplication)
            .join(JobApplication, JobApplication.id == ReservePlace.application_id)
            .where(JobApplication.state == RESERVE, ReservePlace.expires_on < at.astimezone(LONDON).date())
            .order_by(ReservePlace.id)
            .limit(limit)
            .with_for_update(of=JobApplication)
        ).all()
        for place, application in rows:
            moving.move(application, "expire", by=None, at=at)
            telling.reserve_ended(application, job_of(application), place)
        return len(rows)
