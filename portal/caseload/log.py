"""Everything that was kept of a campaign, or of one person in it, as one log; and its follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.accounts import queries as people
from portal.caseload import attaching, following_up
from portal.caseload.abouts import THE_CAMPAIGN, About, called_of_many
from portal.caseload.keeping import DIRECTIONS
from portal.caseload.models import LogEntry
from portal.database.base import db
from portal.documents import queries as documents
from portal.documents.queries import DocumentRow
from portal.foundation.clock import LONDON
from portal.recruitment import noting
from portal.recruitment.models import Campaign, CampaignNote


@dataclass(frozen=True, slots=True)
class Line:
    """A note or a call with its files. `reference` is empty where it cannot be taken back; `key` is what its files are
    found by, and `is_own` whether the reader may add to them."""

    reference: str
    key: str
    is_own: bool
    files: Sequence[DocumentRow]
    heading: str
    about: About
    on: date
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A follow-up; `done` says when and by whom, and is empty while it is open."""

    reference: str
    about: About
    due_on: date
    late: bool
    text: str
    by: str
    done: datetime | None
    done_by: str


@dataclass(frozen=True, slots=True)
class Log:
    """What the page shows."""

    open: Sequence[Planned]
    done: Sequence[Planned]
    lines: Sequence[Line]


def log_of(campaign: Campaign, about: About, *, reader: int, at: datetime) -> Log:
    """The log of the whole campaign, or of whom it is asked `about`, the newest day first."""
    rows = [
        each
        for each in db.session.scalars(select(LogEntry).where(LogEntry.campaign_id == campaign.id))
        if _fits(about, each.application_id, each.contact_id)
    ]
    planned = [each for each in following_up.of(campaign) if _fits(about, each.application_id, each.contact_id)]
    notes = noting.of(campaign) if about == THE_CAMPAIGN else []
    abouts = called_of_many(
        [
            *((each.application_id, each.contact_id) for each in rows),
            *((each.application_id, each.contact_id) for each in planned),
        ]
    )
    writers = {each.by_id for each in rows} | {each.by_id for each in planned} | {each.by_id for each in notes}
    names = people.names_of({each for each in (*writers, *(each.done_by_id for each in planned)) if each})

    def name(person_id: int | None) -> str:
        return names.get(person_id or 0, people.SOMEBODY)

    files = documents.of_many(
        [*(attaching.entry_of(each).subject for each in rows), *(attaching.entry_of(each).subject for each in notes)]
    )

    def filed(each: LogEntry | CampaignNote) -> tuple[str, bool, Sequence[DocumentRow]]:
        entry = attaching.entry_of(each)
        return entry.key, entry.by_id == reader, files.get(entry.subject, ())

    lines = [
        Line(
            each.reference if each.by_id == reader else "",
            *filed(each),
            _heading(each, abouts[each.application_id, each.contact_id]),
            abouts[each.application_id, each.contact_id],
            each.on,
            each.at,
            name(each.by_id),
            each.text,
        )
        for each in rows
    ]
    lines += [
        Line(
            "",
            *filed(each),
            "Note",
            THE_CAMPAIGN,
            each.at.astimezone(LONDON).date(),
            each.at,
            name(each.by_id),
            each.text,
        )
        for each in notes
    ]
    today = at.astimezone(LONDON).date()
    shown = [
        Planned(
            each.reference,
            abouts[each.application_id, each.contact_id],
            each.due_on,
            each.due_on < today and each.done_at is None,
            each.text,
            name(each.by_id),
            each.done_at,
            name(each.done_by_id) if each.done_at else "",
        )
        for each in planned
    ]
    return Log(
        [each for each in shown if each.done is None],
        [each for each in shown if each.done is not None],
        sorted(lines, key=lambda each: (each.on, each.at), reverse=True),
    )


def _fits(about: About, application_id: int | None, contact_id: int | None) -> bool:
    if about == THE_CAMPAIGN:
        return True
    return (application_id, contact_id) == (about.application_id, about.contact_id)


def _heading(entry: LogEntry, about: About) -> str:
    if entry.kind == "note":
        return f"Note about {about.called}"
    who = ", ".join(filter(None, (about.called if about != THE_CAMPAIGN else "", entry.whom)))
    return f"Call with {who}. {DIRECTIONS[entry.direction]}"
