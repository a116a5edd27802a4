"""Moving a placement along its table, with the history that explains where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal.audit.recording import record
from portal.database.base import db
from portal.database.claiming import claim
from portal.placing.models import Placement, PlacementStep
from portal.recruitment.placement_states import follow
from portal.recruitment.placement_states import words_of as words_of_move

ACTS: Mapping[str, str] = {
    "begin": "placement.begun",
    "confirm": "placement.confirmed",
    "reopen_checks": "placement.checks_reopened",
    "start": "placement.started",
    "fall_through": "placement.fell_through",
    "complete": "placement.completed",
    "leave": "placement.left",
    "correct": "placement.leaving_corrected",
    "credit": "placement.credited",
    "replace": "placement.replaced",
    "settle": "placement.settled",
}
BESIDE: Mapping[str, tuple[str, str]] = {
    "fee": ("placement.fee_agreed", "Fee looked over"),
    "split": ("placement.split", "Shares of the consultants set"),
    "order": ("placement.ordered", "Part of the fee ordered"),
    "report": ("placement.leaver_reported", "The client reported that they left"),
    "start_moved": ("placement.start_moved", "Start moved"),
}
"""Acts that leave the state as it is: the name in the record, and the words of the history."""


def begin(placement: Placement, *, by: int | None, at: datetime) -> None:
    """Write a new placement with the first step of its history."""
    placement.state = follow("", "begin").after
    db.session.add(placement)
    db.session.flush()
    _step(placement, "begin", "", by=by, at=at, note="")
    _record(ACTS["begin"], placement, by=by)


def move(placement: Placement, event: str, *, by: int | None, at: datetime, note: str = "") -> None:
    """Move the placement, or raise RuleBroken and change nothing. Of two at the same time one wins."""
    before = placement.state
    after = follow(before, event).after
    claim(placement, "This placement", state=after)
    placement.updated_at = at
    _step(placement, event, before, by=by, at=at, note=note)
    _record(ACTS[event], placement, by=by)
    db.session.flush()


def note(placement: Placement, event: str, *, by: int | None, at: datetime, words: str = "") -> None:
    """Keep an act that leaves the state as it is."""
    placement.updated_at = at
    _step(placement, event, placement.state, by=by, at=at, note=words)
    _record(BESIDE[event][0], placement, by=by)
    db.session.flush()


def words_of(event: str, before: str) -> str:
    """What people read of a line of the history."""
    return BESIDE[event][1] if event in BESIDE else words_of_move(event, before)


def _step(placement: Placement, event: str, before: str, *, by: int | None, at: datetime, note: str) -> None:
    db.session.add(
        PlacementStep(
            placement_id=placement.id,
            event=event,
            before=before,
            after=placement.state,
            at=at,
            by_id=by,
            note=note.strip()[:2_000],
        )
    )


def _record(action: str, placement: Placement, *, by: int | None) -> None:
    record(action, by=by, subject=f"placement:{placement.reference}", facts={"state": placement.state})
