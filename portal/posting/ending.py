"""Ending a live vacancy: closed early or withdrawn by its employer with a reason, or closed when its time has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.posting import queries
from portal.posting.models import Posting
from portal.posting.moving import move
from portal.posting.states import LIVE
from portal.vacancies import posted

Kind = Literal["close", "withdraw"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a vacancy ends: what its employer chooses, and what everybody reads on its page."""

    choice: str
    public: str


REASONS: Mapping[Kind, Mapping[str, Reason]] = {
    "close": {
        "enough": Reason(
            "We have enough applications", "The employer closed it early: there were enough applications."
        ),
        "filled_here": Reason("It is filled, by way of this site", "The employer closed it early: the job is filled."),
        "filled_else": Reason("It is filled, in another way", "The employer closed it early: the job is filled."),
        "other": Reason("Another reason", "The employer closed it early."),
    },
    "withdraw": {
        "funding": Reason("The post is no longer funded", "The employer withdrew it: the post is no longer funded."),
        "changed": Reason("The job has changed", "The employer withdrew it: the job has changed."),
        "mistake": Reason("It was published by mistake", "The employer withdrew it: it was published by mistake."),
        "redeployed": Reason("A colleague at risk was redeployed", "The employer withdrew it: the job is filled."),
        "other": Reason("Another reason", "The employer withdrew it."),
    },
}


def end(posting: Posting, kind: Kind, *, because: str, note: str, by: int, at: datetime) -> None:
    """Take a live vacancy out of search at once. `because` is one of REASONS; `note` is for colleagues and staff alone."""
    reason = REASONS[kind].get(because)
    if reason is None:
        raise RuleBroken("Choose why the vacancy ends.")
    move(posting, "close_early" if kind == "close" else "withdraw", by=by, at=at, note=note)
    vacancy = queries.vacancy_of(posting)
    if vacancy is not None:
        posted.end(vacancy, because=reason.public, at=at)
    posting.ended_at, posting.ended_because, posting.ended_note = at, because, note.strip()
    posting.updated_at = at


def withdraw_unpaid(posting: Posting, *, because: str, at: datetime) -> None:
    """Take a live vacancy out of search whose money went back. `because` is for its employer and staff."""
    move(posting, "withdraw", by=None, at=at, note=because)
    vacancy = queries.vacancy_of(posting)
    if vacancy is not None:
        posted.end(vacancy, because=REASONS["withdraw"]["other"].public, at=at)
    posting.publish_at = None
    posting.ended_at, posting.ended_because, posting.ended_note = at, "unpaid", because
    posting.updated_at = at


def close_passed(*, at: datetime, limit: int = 500) -> int:
    """Note of live vacancies that their closing time has passed; says how many. Pages decide by the clock anyway."""
    passed = db.session.scalars(
        select(Posting).where(Posting.state == LIVE, Posting.closes_at <= at).order_by(Posting.id).limit(limit)
    ).all()
    for posting in passed:
        move(posting, "close_on_time", by=None, at=at)
        posting.ended_at, posting.updated_at = at, at
    return len(passed)
