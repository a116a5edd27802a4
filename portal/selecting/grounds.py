"""Whether a decision rests on scores that count. Where a campaign has criteria, deciding without them is meant, and says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from portal.applying.models import JobApplication
from portal.selecting import queries, scoring
from portal.selecting.desks import ROUNDS, Desk

JUDGED: Mapping[str, str] = {
    "longlist": "longlist",
    "leave_off_longlist": "longlist",
    "shortlist": "shortlist",
    "leave_off_shortlist": "shortlist",
    "appoint": "interview",
    "hold_in_reserve": "interview",
    "refuse": "interview",
}
"""Decisions that rest on scores, and the round that they close."""
WITHOUT = "Decided without agreed scores"
"""What is ticked for one that does not, and how its reason begins."""


class _Step(Protocol):
    @property
    def event(self) -> str: ...

    @property
    def reason(self) -> str: ...


def unsettled(desk: Desk, rows: Collection[JobApplication], *, at: datetime) -> set[int]:
    """The ids of those of these whose scores do not count yet, in the round in which they stand. Nobody where a campaign has
    no criteria; an employer without a consultant decides with or without scores."""
    keys = {each.criterion.key for each in scoring.criteria(desk, at=at)} if desk.campaign is not None else set()
    found: set[int] = set()
    for state, round_ in ROUNDS.items() if keys else ():
        ids = [each.id for each in rows if each.state == state]
        sifts, agreed = queries.sifts_of(ids, round_), queries.moderations_of(ids, round_)
        for each in ids:
            counts = scoring.standing_from(desk, sifts.get(each, []), agreed.get(each)).agreed
            if counts is None or not set(counts) >= keys:
                found.add(each)
    return found


def was_decided(steps: Iterable[_Step], round_: str) -> bool:
    """Whether anything was decided in a round."""
    return any(JUDGED.get(each.event) == round_ for each in steps)


def were_missing(steps: Iterable[_Step]) -> bool:
    """Whether the newest decision that rests on scores was made without them."""
    judged = [each for each in steps if each.event in JUDGED]
    return bool(judged) and judged[-1].reason.startswith(WITHOUT)
