"""An interview in the words that its candidate and those who hold it read."""

from __future__ import annotations

from datetime import datetime

from portal.interviewing.models import InterviewRound, InterviewSlot
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
