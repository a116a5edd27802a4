"""The candidate's answer to an offer that they have been told of."""

from __future__ import annotations

from datetime import datetime

from portal.applying import moving
from portal.applying.models import JobApplication
from portal.applying.queries import Job, steps_of
from portal.applying.states import may_answer_offer
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.offering import checking, queries, telling
from portal.offering.models import ACCEPTED, DECLINED, Offer

LONGEST = 2_000


def open_offer(application: JobApplication) -> Offer | None:
    """The offer that its candidate may answer: one that they have been told of."""
    return queries.standing(application) if may_answer_offer(steps_of(application)) else None


def accept(application: JobApplication, job: Job, *, read: int, sure: bool, by: int, at: datetime) -> Offer:
    """Accept the terms of this number, which were `read`. Other terms than those that stand are not accepted."""
    offer = _open(application)
    if offer.number != read:
        raise RuleBroken("The terms have changed while you had them open. Read them once more, then answer.")
    if not sure:
        raise RuleBroken("Tick that you have read the terms and accept them.")
    moving.move(application, "accept", by=by, at=at)
    offer.state, offer.ended_at = ACCEPTED, at
    db.session.flush()
    checking.begin(offer, application, job, at=at)
    telling.accepted(application, job)
    telling.answered(application, job, offer, accepted=True)
    return offer


def decline(application: JobApplication, job: Job, *, because: str, by: int, at: datetime) -> None:
    """Turn it down; a reason is theirs to give, and read by those who run the recruitment."""
    offer = _open(application)
    reason = because.strip()
    if len(reason) > LONGEST:
        raise RuleBroken(f"The reason must be {LONGEST:,} characters or fewer.")
    moving.move(application, "decline", by=by, at=at, reason=reason)
    offer.state, offer.ended_at, offer.because = DECLINED, at, reason
    db.session.flush()
    telling.answered(application, job, offer, accepted=False)


def _open(application: JobApplication) -> Offer:
    found = open_offer(application)
    if found is None:
        raise RuleBroken("There is no open offer to answer. Look at your application to see where it stands.")
    return found
