"""Dates and times as British adverts print them, to one instant in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from portal.foundation.clock import LONDON, end_of_london_day, london_instant

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)(?:[T ]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|BST|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d/])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})(?![\d/])")
_WORDED = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:of\s+)?[\s-]*{_MONTH}[\s,-]*(\d{{4}}|\d\s\d{{3}}|'?\d{{2}}(?![\d:.]))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?(?!\d)", re.IGNORECASE)
_ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
            "twenty-second",
            "twenty-third",
            "twenty-fourth",
            "twenty-fifth",
            "twenty-sixth",
            "twenty-seventh",
            "twenty-eighth",
            "twenty-ninth",
            "thirtieth",
            "thirty-first",
        ],
        start=1,
    )
}
_ORDINAL = re.compile(rf"\b((?:twenty|thirty)[- ]\w+|\w+(?:th|st|nd|rd))(?=\s+(?:of\s+)?{_MONTH})", re.IGNORECASE)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
_AFTER = re.compile(r"\b(\d{1,2}|one|two|three|four|six)\s+(day|week)s?\s+(?:from|after)\s+(?:the\s+)?", re.IGNORECASE)
_NOW = re.compile(r"(?:today|(?:date (?:of|on) )?(?:this|the)? ?(?:advert|posting|publication|date))\b", re.IGNORECASE)
JUST_PAST = timedelta(days=60)
"""A date without a year this little before the day it is read on has passed; one longer before is next year's."""
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_CLOCK = re.compile(
    r"(?<![\d/.-])(\d{1,2})[:.](\d{2})(?::\d{2})?\s*(am|pm|a\.m\.?|p\.m\.?)?|(?<![\d/.-])(\d{1,2})\s*(am|pm|a\.m\.?|p\.m\.?)\b|\b(noon|midday|midnight)\b|(?<!\d)(\d{2})(\d{2})\s*(?:hrs?|hours)\b",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\b(BST|GMT|UTC|Z)\b|([+-]\d{2}):?(\d{2})\s*$")
ZONES = {"BST": timezone(timedelta(hours=1)), "GMT": UTC, "UTC": UTC, "Z": UTC}


@dataclass(frozen=True, slots=True)
class Printed:
    """A date found in a text: the instant, whether only a day was given, and whether it exists at all."""

    at: datetime | None
    date_only: bool
    start: int
    end: int
    impossible: bool = False


def first_date(text: str, *, near: datetime) -> Printed | None:
    """The first date in the text. `near` decides a missing year: the next such day on or after it.

    A date at the edge of the calendar, or with an offset that no zone has, is impossible and not an error.
    """
    try:
        return _first(text, near=near)
    except (ValueError, OverflowError, OSError):
        return Printed(None, False, 0, len(text), impossible=True)


def _first(text: str, *, near: datetime) -> Printed | None:
    stripped = text.strip()
    if _EPOCH.match(stripped):
        seconds = int(stripped) / (1000 if len(stripped) == 13 else 1)
        return Printed(datetime.fromtimestamp(seconds, UTC), False, 0, len(text))
    if after := _AFTER.search(text):
        return _counted(text, after, near=near)
    text = _ORDINAL.sub(_in_figures, text)
    iso = _ISO.search(text)
    found = [match for match in (iso, _NUMERIC.search(text), _WORDED.search(text), _MONTH_FIRST.search(text)) if match]
    if not found:
        return None
    match = min(found, key=lambda each: (each.start(), -each.end()))
    if match is iso:
        return _from_iso(match)
    if match.re is _NUMERIC:
        day, month, year = int(match.group(1)), int(match.group(2)), _year(match.group(3))
        if month > 12 >= day:
            day, month = month, day
    elif match.re is _WORDED:
        day, month, year = int(match.group(1)), MONTHS[match.group(2)[:3].lower()], _year(match.group(3))
    else:
        day, month, year = int(match.group(2)), MONTHS[match.group(1)[:3].lower()], _year(match.group(3))
    return _at(text, match.start(), match.end(), day, month, year, near)


def _in_figures(match: re.Match[str]) -> str:
    number = _ORDINALS.get(match.group(1).lower().replace(" ", "-"))
    return match.group() if number is None else str(number)


def _counted(text: str, after: re.Match[str], *, near: datetime) -> Printed | None:
    """ "Two weeks from 24 November", or from the advert's own day."""
    raw = after.group(1).lower()
    step = timedelta(days=(_NUMBERS.get(raw) or int(raw)) * (7 if after.group(2).lower() == "week" else 1))
    rest = text[after.end() :]
    if _NOW.match(rest):
        return Printed(end_of_london_day(near.astimezone(LONDON).date() + step), True, after.start(), after.end())
    base = _first(rest, near=near)
    if base is None or base.at is None or base.start > 12:
        return None
    day = base.at.astimezone(LONDON).date() + step
    return Printed(end_of_london_day(day), True, after.start(), after.end() + base.end)


def _from_iso(match: re.Match[str]) -> Printed:
    try:
        day = date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        if match.group(4) is None:
            return Printed(end_of_london_day(day), True, match.start(), match.end())
        clock = time(int(match.group(4)), int(match.group(5)), int(match.group(6) or 0))
    except ValueError:
        return Printed(None, False, match.start(), match.end(), impossible=True)
    zone = (match.group(7) or "").upper()
    if not zone:
        return Printed(london_instant(day, clock), False, match.start(), match.end())
    offset = ZONES.get(zone)
    if offset is None:
        sign = 1 if zone[0] == "+" else -1
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        if minutes > 14 * 60:
            return Printed(None, False, match.start(), match.end(), impossible=True)
        offset = timezone(sign * timedelta(minutes=minutes))
    return Printed(datetime.combine(day, clock, tzinfo=offset).astimezone(UTC), False, match.start(), match.end())


def _year(raw: str | None) -> int | None:
    if not raw:
        return None
    digits = re.sub(r"[^\d]", "", raw)
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _at(text: str, start: int, end: int, day: int, month: int, year: int | None, near: datetime) -> Printed:
    local = near.astimezone(LONDON).date()
    try:
        chosen = date(year or local.year, month, day)
        if year is None and chosen < local - JUST_PAST:
            chosen = date(local.year + 1, month, day)
    except ValueError:
        return Printed(None, True, start, end, impossible=True)
    clock, zone = _time_beside(text, start, end)
    if clock is None:
        return Printed(end_of_london_day(chosen), True, start, end)
    if zone is not None:
        return Printed(datetime.combine(chosen, clock, tzinfo=zone).astimezone(UTC), False, start, end)
    return Printed(london_instant(chosen, clock), False, start, end)


def _time_beside(text: str, start: int, end: int) -> tuple[time | None, timezone | None]:
    """The time of day printed right after the date, else right before it."""
    after = re.split(
        r"\n|[;!?]|\.\s|\b(?:interview|start|assessment|shortlist)",
        text[end : end + 40],
        maxsplit=1,
        flags=re.IGNORECASE,
    )[0]
    before = re.split(r"\n|[;!?]", text[max(0, start - 45) : start])[-1]
    for part, last in ((after, False), (before, True)):
        matches = [match for match in _CLOCK.finditer(part) if _clock(match) is not None]
        if matches:
            match = matches[-1] if last else matches[0]
            zone = _ZONE.search(part[match.end() :])
            offset: timezone | None = None
            if zone and zone.group(1):
                offset = ZONES[zone.group(1).upper()]  # type: ignore[assignment]
            elif zone and zone.group(2):
                sign = 1 if zone.group(2)[0] == "+" else -1
                offset = timezone(sign * timedelta(hours=int(zone.group(2)[1:]), minutes=int(zone.group(3))))
            return _clock(match), offset
    return None, None


def _clock(match: re.Match[str]) -> time | None:
    hour_minute, worded = match.group(1), (match.group(6) or "").lower()
    if worded in ("noon", "midday"):
        return time(12, 0)
    if worded == "midnight":
        # "Midnight on 13 December" is the end of that day, as every applicant reads it.
        return time(23, 59)
    if match.group(7):
        hour, minute, half = int(match.group(7)), int(match.group(8)), ""
    elif hour_minute:
        hour, minute, half = int(hour_minute), int(match.group(2)), (match.group(3) or "").lower()
    else:
        hour, minute, half = int(match.group(4)), 0, match.group(5).lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        return time(23, 59)
    return time(hour, minute) if hour < 24 and minute < 60 else None
