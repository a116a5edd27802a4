"""Moving an interview along its table, with the history that explains it. Of two who act at once one wins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.audit.recording import record
from portal.database.base import db
from portal.database.claiming import claim
from portal.interviewing.models import Interview, InterviewSlot, InterviewStep
from portal.interviewing.states import CANDIDATE, follow

ACTS: Mapping[str, str] = {
    "invite": "interview.invited",
    "choose": "interview.time_chosen",
    "suits_none": "interview.no_time_suits",
    "decline": "interview.declined",
    "place": "interview.placed",
    "move": "interview.moved",
    "cancel": "interview.cancelled",
    "end": "interview.ended",
    "invite_again": "interview.invited_again",
    "attend": "interview.attended",
    "miss": "interview.missed",
    "correct": "interview.corrected",
}


def begin(interview: Interview, *, by: int, at: datetime) -> None:
    """Write a new interview with the first step of its history."""
    interview.state, interview.updated_at = follow("", "invite").after, at
    db.session.add(interview)
    db.session.flush()
    _note(interview, "invite", "", by=by, at=at, note="")


def move(interview: Interview, event: str, *, by: int | None, at: datetime, note: str = "", **changes: Any) -> None:
    """Move it and change these columns with it, or raise RuleBroken and change nothing."""
    before = interview.state
    after = follow(before, event).after
    claim(
        interview,
        "This interview",
        expecting=("state", "sequence"),
        state=after,
        sequence=interview.sequence + 1,
        updated_at=at,
        **changes,
    )
    db.session.refresh(interview)
    _note(interview, event, before, by=by, at=at, note=note)


def at_slot(slot: InterviewSlot, *, at: datetime) -> dict[str, Any]:
    """The columns of an interview that takes place then; whoever was reminded is reminded of the new time."""
    return {
        "slot_id": slot.id,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "fixed_at": at,
        "reminded_at": None,
        "panel_reminded_at": None,
    }


def subject_of(interview: Interview) -> str:
    """How the audit record names an interview."""
    return f"interview:{interview.reference}"


def _note(interview: Interview, event: str, before: str, *, by: int | None, at: datetime, note: str) -> None:
    db.session.add(
        InterviewStep(
            interview_id=interview.id, event=event, before=before, after=interview.state, at=at, by_id=by, note=note
        )
    )
    theirs = follow(before, event).who == CANDIDATE
    record(ACTS[event], by=by, subject=subject_of(interview), facts={} if theirs else {"state": interview.state})
