"""What was typed of a round and of its times, read: the values that hold, and a sentence for each field that does not."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from portal.foundation.clock import end_of_london_day
from portal.interviewing.times import MOST_AT_ONCE, Span, row_of
from portal.posting.answers.closing import day_of, moment
from portal.posting.answers.shape import Read, Typed, line, many, text, too_long

IN_PERSON, BY_VIDEO, BY_TELEPHONE = "in_person", "video", "telephone"
WAYS = {IN_PERSON: "In person", BY_VIDEO: "By video", BY_TELEPHONE: "By telephone"}
SHORTEST, LONGEST = 5, 480
MOST_NOTICE = 336
"""Hours: a fortnight."""


def round_of(typed: Typed, *, now: datetime) -> Read:
    """A round: name, how it is held, length, who interviews, what to prepare, and until when to choose and change."""
    read = Read()
    name, way, link = line(typed, "name"), line(typed, "way"), line(typed, "link")
    address, who, prepare = text(typed, "address"), text(typed, "who"), text(typed, "prepare")
    if not name:
        read.problems["name"] = "Enter what the round is called, such as First interview."
    too_long(read, "name", name, most=80, what="The name")
    if way not in WAYS:
        read.problems["way"] = "Choose how the interviews are held."
    if way == IN_PERSON and not address:
        read.problems["address"] = "Enter the address, with how to find the room."
    if way == BY_VIDEO and link and not _is_link(link):
        read.problems["link"] = "Enter the whole address of the meeting, beginning with https://."
    for field, value, most, what in (
        ("address", address, 1_000, "The address"),
        ("link", link, 500, "The link"),
        ("who", who, 1_000, "Who interviews"),
        ("prepare", prepare, 4_000, "What to prepare"),
    ):
        too_long(read, field, value, most=most, what=what)
    minutes = _number(read, typed, "minutes", SHORTEST, LONGEST, "the length in minutes")
    notice = _number(read, typed, "notice", 0, MOST_NOTICE, "how many hours before a candidate can still change")
    read.values |= {
        "name": name,
        "way": way,
        "address": address if way == IN_PERSON else "",
        "link": link if way == BY_VIDEO else "",
        "minutes": minutes,
        "notice": notice,
        "who": who,
        "prepare": prepare,
        "interviewers": many(typed, "interviewers"),
        "choose_by": _last_day(read, typed, now=now),
    }
    return read


def times_of(typed: Typed, *, minutes: int, now: datetime) -> Read:
    """One time, or with `until` and a break as many as fit between both; `spans` is what holds."""
    read = Read()
    first = moment(read, typed, "day", "starts", what="the interview begins", now=now)
    room, until = line(typed, "room"), line(typed, "until")
    too_long(read, "room", room, most=120, what="The room")
    pause = _number(read, typed, "pause", 0, 240, "the break in minutes") if until else 0
    spans: list[Span] = []
    if first is not None and not until:
        spans = row_of(first, datetime.max.replace(tzinfo=first.tzinfo), minutes=minutes, pause=0)[:1]
    elif first is not None:
        end = Read()
        last = moment(
            end, {"day": typed.get("day", ""), "until": until}, "day", "until", what="the last one ends", now=now
        )
        if last is None:
            read.problems["until"] = next(iter(end.problems.values()))
        elif last <= first:
            read.problems["until"] = "Enter a time after the one at which the first interview begins."
        elif not read.problems:
            spans = row_of(first, last, minutes=minutes, pause=pause or 0)
            if not spans:
                read.problems["until"] = f"There is no room for {minutes} minutes between these two times."
            elif len(spans) > MOST_AT_ONCE:
                read.problems["until"] = f"These are more than {MOST_AT_ONCE} times. Add them in parts."
    read.values |= {"spans": [] if read.problems else spans, "room": room, "beside": bool(many(typed, "beside"))}
    return read


def _last_day(read: Read, typed: Typed, *, now: datetime) -> datetime | None:
    raw = typed.get("choose_by", "")
    parts = [raw] if isinstance(raw, str) else [str(each) for each in raw]
    if not any(each.strip() for each in parts):
        read.problems["choose_by"] = "Enter the last day on which candidates can choose a time."
        return None
    day = day_of(parts)
    if day is None:
        read.problems["choose_by"] = "Enter a real day as day, month and year, such as 27 3 2027."
        return None
    last = end_of_london_day(day)
    if last <= now:
        read.problems["choose_by"] = "That day has passed. Enter today or a day to come."
    return last


def _number(read: Read, typed: Typed, field: str, least: int, most: int, what: str) -> int | None:
    said = line(typed, field)
    if said.isascii() and said.isdecimal() and len(said) <= 4 and least <= int(said) <= most:
        return int(said)
    read.problems[field] = f"Enter {what}: a whole number from {least} to {most}."
    return None


def _is_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and " " not in link
