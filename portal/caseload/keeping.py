"""Notes about people, and calls: the consultants' own, which neither clients nor candidates see on a page."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from portal.audit.recording import record
from portal.caseload import attaching
from portal.caseload.abouts import About
from portal.caseload.models import LogEntry
from portal.database.base import db
from portal.documents import removing
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.foundation.text import one_line, printable
from portal.recruitment import noting
from portal.recruitment.models import Campaign
from portal.recruitment.moving import subject_of

LONGEST = noting.LONGEST
DIRECTIONS = {"out": "We called them", "in": "They called us"}


def note(campaign: Campaign, about: About, text: str, *, by: int, at: datetime) -> None:
    """Keep a note: about somebody, or, as the campaign's own notes, about none."""
    if about.application_id is None and about.contact_id is None:
        noting.write(campaign, text, by=by, at=at)
        return
    _add(campaign, about, "note", _sound(text, "Write the note."), on=_day(at), by=by, at=at)


def call(
    campaign: Campaign,
    about: About,
    *,
    direction: str,
    whom: str,
    on: date,
    text: str,
    by: int,
    at: datetime,
) -> None:
    """Log a call: whom it was with, on which day, who called, and what came of it."""
    who = one_line(whom, limit=200)
    if direction not in DIRECTIONS:
        raise RuleBroken("Say who called.")
    if about.application_id is None and about.contact_id is None and not who:
        raise RuleBroken("Say with whom the call was.")
    if on > _day(at):
        raise RuleBroken("Enter the day of the call: today, or one before it.")
    words = _sound(text, "Write what came of it.")
    _add(campaign, about, "call", words, on=on, by=by, at=at, direction=direction, whom=who)


def remove(campaign: Campaign, reference: str, *, by: int) -> None:
    """Take back what one wrote oneself, such as a note about the wrong candidate, with its files. Raises NotFound for another's."""
    row = db.session.scalar(
        select(LogEntry)
        .where(
            LogEntry.campaign_id == campaign.id,
            LogEntry.reference == tidy_reference(reference),
            LogEntry.by_id == by,
        )
        .with_for_update()
    )
    if row is None:
        raise NotFound("There is no such note or call of yours.")
    removing.remove_all(attaching.entry_of(row).subject)
    db.session.delete(row)
    record("caseload.removed", by=by, subject=subject_of(campaign), facts={"kind": row.kind})


def _add(
    campaign: Campaign,
    about: About,
    kind: str,
    text: str,
    *,
    on: date,
    by: int,
    at: datetime,
    direction: str = "",
    whom: str = "",
) -> None:
    db.session.add(
        LogEntry(
            reference=new_reference(),
            campaign_id=campaign.id,
            kind=kind,
            application_id=about.application_id,
            contact_id=about.contact_id,
            on=on,
            at=at,
            by_id=by,
            direction=direction,
            whom=whom,
            text=text,
        )
    )
    record(f"caseload.{kind}", by=by, subject=subject_of(campaign))
    db.session.flush()


def _sound(text: str, missing: str) -> str:
    words = "\n".join(printable(each).rstrip() for each in text.splitlines()).strip()
    if not words:
        raise RuleBroken(missing)
    if len(words) > LONGEST:
        raise RuleBroken(f"Write at most {LONGEST:,} characters. This has {len(words):,}.")
    return words


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
