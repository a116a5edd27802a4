"""When it closes: a day and a time in London that there is, as one instant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from portal.foundation.clock import LONDON, london_instant
from portal.posting.answers.shape import Asked, Read, Typed, line, too_long
from portal.web.words import day_in_words, long_time

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1,
    )
    for name in names.split()
}  # fmt: skip
FURTHEST = timedelta(days=366)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_WORDS = {"noon": time(12), "midday": time(12), "12 noon": time(12)}
_EITHER_END = ("midnight", "12 midnight", "24:00", "24.00", "2400", "0:00", "00:00", "12am", "12:00am", "12 am")


def day_of(parts: Sequence[str]) -> date | None:
    """A day typed as day, month and year; the month in figures or as a word."""
    day, month, year = ([each.strip() for each in parts] + ["", "", ""])[:3]
    number = MONTHS.get(month.lower().rstrip("."), int(month) if _figures(month) else 0)
    if not (_figures(day) and _figures(year) and number):
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None


def _figures(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 4


def time_of(typed: str) -> time | None:
    """A time of day as people write it: 11:59pm, 17:00, 5pm, noon; None for anything else."""
    said = " ".join(typed.lower().split())
    if said in _WORDS:
        return _WORDS[said]
    found = _CLOCK.fullmatch(said)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99
    elif found[2] is None:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


def exists(day: date, at: time) -> bool:
    """Whether London's clocks show this time on this day; they leave out an hour of one night in March."""
    local = datetime.combine(day, at, tzinfo=LONDON)
    return local.astimezone(UTC).astimezone(LONDON).replace(fold=0) == local.replace(fold=0)


def next_after_gap(day: date, at: time) -> time:
    """The first time after a gap of the clocks in which the given one would lie."""
    local = datetime.combine(day, at)
    while not exists(local.date(), local.time()):
        local += timedelta(minutes=1)
    return local.time()


def closing(typed: Typed, asked: Asked) -> Read:
    read = Read()
    interviews, starts = line(typed, "interviews"), line(typed, "starts")
    instant = moment(read, typed, "closes_on", "closes_time", what="it closes", now=asked.now)
    too_long(read, "interviews", interviews, most=200, what="When interviews are")
    too_long(read, "starts", starts, most=120, what="The start date")
    read.values |= {"closes_at": instant, "interviews": interviews, "starts": starts}
    return read


def moment(read: Read, typed: Typed, day_field: str, time_field: str, *, what: str, now: datetime) -> datetime | None:
    """A day and a time to come as one instant, or None and a sentence at the field that is wrong."""
    parts, said = typed.get(day_field, ""), line(typed, time_field)
    given = [parts] if isinstance(parts, str) else [str(each) for each in parts]
    day, at = day_of(given), time_of(said)
    if not any(each.strip() for each in given):
        read.problems[day_field] = f"Enter the day on which {what}."
    elif day is None:
        read.problems[day_field] = "Enter a real day as day, month and year, such as 27 3 2027."
    if not said:
        read.problems[time_field] = f"Enter the time at which {what}, such as 11:59pm."
    elif said.lower() in _EITHER_END:
        read.problems[time_field] = (
            "People read midnight as either end of the day. Enter 11:59pm for the end of the day that you named."
        )
    elif at is None:
        read.problems[time_field] = "Enter the time as 11:59pm, 5pm or 17:00."
    if day is None or at is None or read.problems:
        return None
    if not exists(day, at):
        read.problems[time_field] = (
            f"The clocks go forward in that night, so there is no {_clock(at)} on {day_in_words(day)}. "
            f"The next time that there is is {_clock(next_after_gap(day, at))}."
        )
        return None
    instant = london_instant(day, at)
    if instant <= now:
        read.problems[day_field] = f"{long_time(instant)} has passed. Enter a day and time to come."
    elif instant > now + FURTHEST:
        read.problems[day_field] = "Enter a day within the next year."
    return None if read.problems else instant


def _clock(at: time) -> str:
    return f"{at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"
