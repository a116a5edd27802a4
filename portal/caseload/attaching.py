"""Files of notes and calls: handed in and taken back by whoever wrote the note, read by both who run the campaign.

A note about the campaign as such is recruitment's, and has a number for a reference; its key here is "note-7".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, cast, literal, select

from portal.accounts.models import Person
from portal.audit.recording import record
from portal.caseload.models import LogEntry
from portal.database.base import db
from portal.documents import queries as documents
from portal.documents import removing, taking_in
from portal.documents.models import WORK, Document
from portal.documents.taking_in import Judged
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.recruitment import queries
from portal.recruitment.models import Campaign, CampaignNote
from portal.recruitment.moving import subject_of

ENTRY, NOTE = f"{WORK}log", f"{WORK}note"
_NOTE_KEY = "note-"


@dataclass(frozen=True, slots=True)
class Entry:
    """A note or a call that can have files. `key` is what its address has for it, `subject` what its files belong to."""

    key: str
    subject: str
    text: str
    by_id: int | None


def find(campaign: Campaign, key: str) -> Entry:
    """A note or a call of this campaign. Raises NotFound."""
    number = key.removeprefix(_NOTE_KEY)
    row: LogEntry | CampaignNote | None = None
    if key.startswith(_NOTE_KEY):
        if number.isascii() and number.isdigit() and len(number) < 10:
            row = db.session.get(CampaignNote, int(number))
    else:
        row = db.session.scalar(select(LogEntry).where(LogEntry.reference == tidy_reference(key)))
    if row is None or row.campaign_id != campaign.id:
        raise NotFound("There is no such note or call.")
    return entry_of(row)


def own(person_id: int, campaign: str, key: str, *, locked: bool = False) -> tuple[Campaign, Entry]:
    """One that this person wrote in a campaign that they run, and so may add files to. Raises NotFound."""
    found = queries.for_consultant(person_id, campaign, locked=locked)
    entry = find(found, key)
    if entry.by_id != person_id:
        raise NotFound("There is no such note or call of yours.")
    return found, entry


def entry_of(row: LogEntry | CampaignNote) -> Entry:
    """The same of a row that is at hand."""
    if isinstance(row, LogEntry):
        return Entry(row.reference, f"{ENTRY}:{row.reference}", row.text, row.by_id)
    return Entry(f"{_NOTE_KEY}{row.id}", f"{NOTE}:{row.id}", row.text, row.by_id)


def add(campaign: Campaign, entry: Entry, file: Judged, name: str, *, owner: Person, at: datetime) -> None:
    """Keep a file with it. Raises Refused."""
    taking_in.take(file, name, owner=owner, subject=entry.subject, at=at)
    record("caseload.file_added", by=owner.id, subject=subject_of(campaign))


def remove(campaign: Campaign, entry: Entry, document: str, *, by: int) -> None:
    """Take a file back. Raises NotFound."""
    removing.remove(documents.find(document, entry.subject))
    record("caseload.file_removed", by=by, subject=subject_of(campaign))


def of_entries(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Documents of the notes and calls that `which` is true of."""
    return Document.subject.in_(entries().where(which))


def let_go(which: ColumnElement[bool]) -> int:
    """Let go of the documents that are meant; how many there were."""
    return removing.let_go(db.session.scalars(select(Document).where(which)))


def entries() -> Select[tuple[str]]:
    """What files of notes and calls belong to: everything that there is."""
    return select(literal(f"{ENTRY}:") + LogEntry.reference)


def notes() -> Select[tuple[str]]:
    """The same of notes about a campaign as such."""
    return select(literal(f"{NOTE}:") + cast(CampaignNote.id, String))
