"""Who waits for what their interviews come to: whose interview is over, and who has none while the rounds are over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select

from portal.applying.models import JobApplication
from portal.applying.queries import is_chosen_in_queries
from portal.applying.states import INTERVIEW
from portal.database.base import db
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot
from portal.interviewing.states import BOOKED, HELD, TO_COME
from portal.recruitment.duties import end_of
from portal.recruitment.models import Campaign


def waiting(posting_ids: Collection[int], *, at: datetime) -> Mapping[int, list[datetime]]:
    """By vacancy, since when each candidate waits whom the panel has not chosen; in four questions whatever their number.

    Whoever has no interview waits from the end of the last time there was; where none was arranged here, from the end of
    the day that was planned for interviews; and where no day was planned either, since they were invited.
    """
    stand = (
        JobApplication.posting_id.in_(posting_ids),
        JobApplication.state == INTERVIEW,
        ~is_chosen_in_queries(),
    )
    asked = select(JobApplication.id, JobApplication.posting_id, JobApplication.updated_at).where(*stand)
    rows = db.session.execute(asked).all() if posting_ids else ()
    if not rows:
        return {}
    theirs: dict[int, list[Interview]] = {}
    interviews = select(Interview).where(Interview.application_id.in_(select(JobApplication.id).where(*stand)))
    for each in db.session.scalars(interviews):
        theirs.setdefault(each.application_id, []).append(each)
    over = _rounds_over(posting_ids)
    planned = _planned(posting_ids)
    found: dict[int, list[datetime]] = {}
    for row in rows:
        ended = over.get(row.posting_id) or planned.get(row.posting_id) or row.updated_at
        since = _since(theirs.get(row.id, []), ended, at=at)
        if since is not None:
            found.setdefault(row.posting_id, []).append(since)
    return found


def first_held(posting_id: int, *, at: datetime) -> datetime | None:
    """When the first interview of a vacancy was held, or its fixed time came."""
    return db.session.scalar(
        select(func.min(Interview.starts_at))
        .join(InterviewRound, InterviewRound.id == Interview.round_id)
        .where(InterviewRound.posting_id == posting_id, Interview.state.in_((BOOKED, *HELD)), Interview.starts_at <= at)
    )


def _since(interviews: Collection[Interview], otherwise: datetime, *, at: datetime) -> datetime | None:
    """Since when, or None while something of it is to come."""
    fixed = [each for each in interviews if each.state in (BOOKED, *HELD) and each.ends_at is not None]
    if any(
        each.state in TO_COME and not (each.state == BOOKED and each.ends_at and each.ends_at <= at)
        for each in interviews
    ):
        return None
    if fixed:
        return max(each.ends_at for each in fixed if each.ends_at is not None)
    return otherwise if otherwise <= at else None


def _rounds_over(posting_ids: Collection[int]) -> dict[int, datetime]:
    """By vacancy the end of its last time for an interview."""
    rows = db.session.execute(
        select(InterviewRound.posting_id, func.max(InterviewSlot.ends_at))
        .join(InterviewSlot, InterviewSlot.round_id == InterviewRound.id)
        .where(
            InterviewRound.posting_id.in_(posting_ids),
            InterviewRound.removed_at.is_(None),
            InterviewSlot.removed_at.is_(None),
        )
        .group_by(InterviewRound.posting_id)
    )
    return {posting: ends_at for posting, ends_at in rows}


def _planned(posting_ids: Collection[int]) -> dict[int, datetime]:
    rows = db.session.execute(
        select(Campaign.posting_id, Campaign.interviews_on).where(Campaign.posting_id.in_(posting_ids))
    )
    return {posting: ends for posting, day in rows if posting is not None and (ends := end_of(day)) is not None}
