"""The lines of a consultant’s agenda, every word ready."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from portal.interviewing import wording
from portal.interviewing.agenda import Asking, Coming, Owed
from portal.interviewing.reading import WAYS
from portal.web import words


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of a consultant's day: where it is acted on, what for, who, when, and what else to know."""

    address: str
    what: str
    who: str
    when: str
    note: str


def coming_of(row: Coming) -> DayLine:
    """An interview in a consultant's day."""
    return DayLine(
        address=_desk_address(row.campaign, row.interview),
        what=f"{row.title}, {row.client}",
        who=_who(row.number, row.name),
        when=wording.times_of(row.starts_at, row.ends_at) if row.is_today else wording.when(row.starts_at, row.ends_at),
        note=f"{row.round}, {WAYS[row.way].lower()}",
    )


def asking_of(row: Asking) -> DayLine:
    """A candidate who waits for a time."""
    return DayLine(
        address=_desk_address(row.campaign, row.interview),
        what=f"{row.title}, {row.client}",
        who=_who(row.number, row.name),
        when=f"Since {words.short_day(row.since)}",
        note=row.said or "Did not choose in time.",
    )


def owed_of(row: Owed) -> DayLine:
    """Somebody who waits for feedback."""
    waits = "" if row.may_be_told else "Tell them the outcome first."
    return DayLine(
        address=_desk_address(row.campaign, row.interview),
        what=f"{row.title}, {row.client}",
        who=_who(row.number, row.name),
        when=f"Came on {words.short_day(row.held_at)}",
        note=" ".join(filter(None, ("Written, and not told yet." if row.written else "Not written yet.", waits))),
    )


def _desk_address(campaign: str, interview: str) -> str:
    return url_for("consultant.interviews_desk.show", campaign=campaign, interview=interview)


def _who(number: int | None, name: str) -> str:
    return ", ".join(filter(None, (f"Application {number}", name)))
