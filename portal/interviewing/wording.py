"""An interview in the words that its candidate and those who hold it read."""

from __future__ import annotations

from datetime import datetime

from portal.foundation.clock import LONDON
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot
from portal.interviewing.reading import BY_TELEPHONE, BY_VIDEO, WAYS
from portal.web.words import long_time, time_of_day


def when(starts_at: datetime, ends_at: datetime) -> str:
    """10am to 10:45am on Tuesday 15 December 2026, in London."""
    return f"{time_of_day(starts_at)} to {long_time(ends_at)}"


def way_of(round_: InterviewRound) -> str:
    """In person, by video, by telephone."""
    return WAYS[round_.way]


def where(round_: InterviewRound, slot: InterviewSlot | None, *, for_candidate: bool) -> str:
    """Where it is held, as several lines: address and room, link, or who calls whom."""
    if round_.way == BY_VIDEO:
        later = "We send you the link before the interview." if for_candidate else "The link is sent later."
        return round_.link or later
    if round_.way == BY_TELEPHONE:
        return "We call you on the number in your application." if for_candidate else "By telephone"
    return "\n".join(filter(None, (slot.room if slot else "", round_.address)))


def day_of(at: datetime) -> str:
    """Tuesday 15 December 2026, in London."""
    local = at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}"


def times_of(starts_at: datetime, ends_at: datetime) -> str:
    """10:00am to 10:45am."""
    return f"{time_of_day(starts_at)} to {time_of_day(ends_at)}"


def option_of(slot: InterviewSlot) -> tuple[str, str]:
    """A time to choose."""
    room = f", {slot.room}" if slot.room else ""
    return slot.reference, f"{day_of(slot.starts_at)}, {times_of(slot.starts_at, slot.ends_at)}{room}"


def when_of(interview: Interview) -> str:
    """When it is, or was to be."""
    starts, ends = interview.starts_at, interview.ends_at
    return when(starts, ends) if starts and ends else ""
