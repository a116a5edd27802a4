"""Interviews as iCalendar files (RFC 5545 and 5546): the one module that speaks icalendar.

Times are written in UTC, which every calendar program shows in its reader's zone, on either side of both changes of the
clocks. The UID of an interview never changes, and its SEQUENCE only rises, so that a later file replaces an earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//Public-sector ICT recruitment portal//Interviews//EN"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by name and address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One interview for one reader: nothing in it that this reader may not know."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    url: str
    is_cancelled: bool = False


def file_of(entries: Sequence[Entry], *, method: str, organiser: Person, attendee: Person | None = None) -> bytes:
    """The file, to be sent (REQUEST or CANCEL, with its one reader) or downloaded (PUBLISH)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(_event(entry, organiser, attendee))
    return bytes(calendar.to_ical())


def _event(entry: Entry, organiser: Person, attendee: Person | None) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    if entry.location:
        event.add("location", entry.location)
    event.add("organizer", _address(organiser), encode=False)
    if attendee is not None:
        invited = _address(attendee)
        invited.params["ROLE"] = vText("REQ-PARTICIPANT")
        invited.params["PARTSTAT"] = vText("ACCEPTED")
        invited.params["RSVP"] = vText("FALSE")
        event.add("attendee", invited, encode=False)
    return event


def _address(person: Person) -> vCalAddress:
    found = vCalAddress(f"mailto:{person.email}")
    # A parameter may hold neither quotes nor line breaks.
    found.params["CN"] = vText(" ".join(person.name.replace('"', "’").split()))
    return found
