"""Moving an application along its table, with the history that explains where it stands and what its candidate knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.applying.facts import ApplicationMoved
from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.states import CANDIDATE, Step, follow
from portal.audit.recording import record
from portal.database.base import db
from portal.database.claiming import claim
from portal.foundation.announcing import announce

ACTS = {
    "begin": "application.begun",
    "begin_again": "application.begun",
    "discard": "application.discarded",
    "lapse": "application.lapsed",
    "revive": "application.revived",
    "submit": "application.sent",
    "longlist": "application.longlisted",
    "leave_off_longlist": "application.left_off_longlist",
    "shortlist": "application.shortlisted",
    "leave_off_shortlist": "application.left_off_shortlist",
    "reverse": "application.decision_reversed",
    "invite": "application.invited",
    "refuse": "application.refused",
    "appoint": "application.chosen",
    "take_back_choice": "application.choice_taken_back",
    "hold_in_reserve": "application.held_in_reserve",
    "offer": "application.offered",
    "expire": "application.reserve_ended",
    "accept": "application.offer_accepted",
    "decline": "application.offer_declined",
    "offer_again": "application.offered_again",
    "withdraw_offer": "application.offer_withdrawn",
    "defer": "application.start_put_off",
    "meet_conditions": "application.conditions_met",
    "fail_conditions": "application.conditions_not_met",
    "start": "application.started",
    "miss_start": "application.start_missed",
    "withdraw": "application.withdrawn",
    "call_off": "application.called_off",
}


def begin(application: JobApplication, *, by: int, at: datetime) -> None:
    """Write a new application with the first step of its history."""
    application.state = follow("", "begin").after
    db.session.add(application)
    db.session.flush()
    _note(application, "begin", "", by=by, at=at, reason="")


def move(application: JobApplication, event: str, *, by: int | None, at: datetime, reason: str = "") -> ApplicationStep:
    """Move the application, or raise RuleBroken and change nothing. Of two at the same time one wins."""
    before = application.state
    after = follow(before, event).after
    claim(application, "This application", state=after)
    application.updated_at = at
    step = _note(application, event, before, by=by, at=at, reason=reason)
    db.session.flush()
    announce(ApplicationMoved(application.id, event, before, by))
    return step


def history(application: JobApplication) -> Sequence[ApplicationStep]:
    """Every move, the oldest first."""
    return db.session.scalars(
        select(ApplicationStep).where(ApplicationStep.application_id == application.id).order_by(ApplicationStep.id)
    ).all()


def as_steps(rows: Sequence[ApplicationStep]) -> list[Step]:
    """The same for the rules of what a candidate knows (applying.states)."""
    return [Step(each.event, each.before, each.after, told=each.told_at is not None) for each in rows]


def subject_of(application: JobApplication) -> str:
    """How the audit record and documents name an application."""
    return f"application:{application.reference}"


def _note(
    application: JobApplication, event: str, before: str, *, by: int | None, at: datetime, reason: str
) -> ApplicationStep:
    step = ApplicationStep(
        application_id=application.id,
        event=event,
        before=before,
        after=application.state,
        at=at,
        by_id=by,
        reason=reason.strip(),
        told_words="",
    )
    db.session.add(step)
    theirs = follow(before, event).who == CANDIDATE
    record(
        ACTS[event],
        by=by,
        subject=subject_of(application),
        facts={} if theirs else {"state": application.state},
    )
    return step
