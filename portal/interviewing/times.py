"""Times of interviews: many from one line, which of them overlap, and what to think about before one is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.foundation.clock import LONDON
from portal.posting.holidays import SATURDAY, name_of

MOST_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant to another, the end not included."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: Span) -> bool:
        """Whether both hold at some instant; one that begins when the other ends does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def row_of(first: datetime, last: datetime, *, minutes: int, pause: int) -> list[Span]:
    """Interviews one after another between two instants, as many as end in time. Minutes are those that pass, so that a
    row over a change of the clocks has the length and the breaks that were asked for."""
    found: list[Span] = []
    begins, length = first, timedelta(minutes=minutes)
    while begins + length <= last and len(found) <= MOST_AT_ONCE:
        found.append(Span(begins, begins + length))
        begins += length + timedelta(minutes=pause)
    return found


def first_overlap(spans: Iterable[Span], others: Iterable[Span]) -> tuple[Span, Span] | None:
    """The first of these that overlaps one of the others."""
    known = list(others)
    return next(((each, other) for each in spans for other in known if each.overlaps(other)), None)


def caution(day: date, nation: str | None) -> str:
    """Why fewer people may be able to come on this day: a weekend, or a bank holiday of the nation; empty on others."""
    holiday = name_of(day, nation)
    if holiday:
        return f"{holiday[:1].upper()}{holiday[1:]}"
    return f"{day:%A}" if day.weekday() >= SATURDAY else ""


def london_day(at: datetime) -> date:
    """The day in London on which an instant lies."""
    return at.astimezone(LONDON).date()
