"""Moving a vacancy along its table, with the history that explains where it stands."""

from __future__ import annotations

from datetime import datetime

from portal.audit.recording import record
from portal.database.base import db
from portal.database.claiming import claim
from portal.foundation.text import one_line
from portal.posting.models import Posting, PostingStep
from portal.posting.states import follow

ACTS = {
    "begin": "posting.begun",
    "hand_over": "posting.handed_over",
    "take_back": "posting.taken_back",
    "schedule": "posting.scheduled",
    "publish": "posting.published",
    "discard": "posting.discarded",
    "close_early": "posting.closed",
    "close_on_time": "posting.closed_on_time",
    "withdraw": "posting.withdrawn",
    "reopen": "posting.reopened",
    "ask": "posting.approval_asked",
    "approve": "posting.text_approved",
    "send_back": "posting.text_sent_back",
    "call_back": "posting.text_called_back",
}


def begin(posting: Posting, *, by: int, at: datetime) -> None:
    """Write a new vacancy with the first step of its history."""
    posting.state = follow("", "begin").after
    db.session.add(posting)
    db.session.flush()
    _note(posting, "begin", "", by=by, at=at, note="")


def move(posting: Posting, event: str, *, by: int | None, at: datetime, note: str = "") -> None:
    """Move the vacancy, or raise RuleBroken and change nothing. Of two at the same time one wins."""
    before = posting.state
    after = follow(before, event).after
    claim(posting, "This vacancy", state=after)
    _note(posting, event, before, by=by, at=at, note=note)


def _note(posting: Posting, event: str, before: str, *, by: int | None, at: datetime, note: str) -> None:
    db.session.add(
        PostingStep(
            posting_id=posting.id,
            event=event,
            before=before,
            after=posting.state,
            at=at,
            by_id=by,
            note=one_line(note, limit=500),
        )
    )
    record(ACTS[event], by=by, subject=subject_of(posting), facts={"state": posting.state})


def subject_of(posting: Posting) -> str:
    """How the audit record, orders and credits name a vacancy of an employer."""
    return f"posting:{posting.reference}"
