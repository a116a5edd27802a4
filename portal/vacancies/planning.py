"""Matching a document's entries with the adverts known of its source: what is new, changed, unchanged or gone.

Writes nothing: `storing` does what is planned here.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select

from portal.database.base import db
from portal.vacancies.drafts import Advert as AdvertDraft
from portal.vacancies.drafts import Reading
from portal.vacancies.identity import Marks, Sightings, stable_address, tidy_title, trusted
from portal.vacancies.models import Advert, Source, advert_seen_at

Part = Literal["new", "changed", "unchanged", "folded", "counted", "held", "rejected"]
PARTS: tuple[Part, ...] = ("new", "changed", "unchanged", "folded", "counted", "held", "rejected")
KNOWN_BY_WORDS_FOR = timedelta(days=7)
NOT_CONTENT = ("key", "address", "posted", "publisher")
"""Fields of an item that change without the advert changing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a document on its way in: an advert to read, or the reason why it cannot be used."""

    marks: Marks
    draft: AdvertDraft | None
    raw: dict[str, Any]
    refused: str = ""

    @property
    def content_hash(self) -> str:
        kept = {name: value for name, value in self.raw.items() if name not in NOT_CONTENT}
        kept["title"] = tidy_title(str(self.raw.get("title", "")))
        kept["address"] = stable_address(str(self.raw.get("address", "")))
        return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(slots=True)
class Planned:
    """What is to be done with one entry, worked out before any row is written."""

    entry: Entry
    content_hash: str
    advert_id: int | None
    reading: Reading | None = None


@dataclass(slots=True)
class Plan:
    """A whole document's work: what is only to be seen again, what is to be written, and which adverts it no longer holds."""

    seen_again: list[int] = field(default_factory=list)
    seen_parts: Counter[Part] = field(default_factory=Counter)
    to_write: list[Planned] = field(default_factory=list)
    present: set[int] = field(default_factory=set)
    twice: int = 0
    absent: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    """Adverts that were listed before and are listed still."""


_PART_OF_OUTCOME: dict[str, Part] = {
    "vacancy": "unchanged",
    "folded": "folded",
    "counted": "counted",
    "held": "held",
    "rejected": "rejected",
}


def plan(
    source_id: int,
    entries: Sequence[Entry],
    *,
    read: Callable[[AdvertDraft], Reading],
    at: datetime,
    progress: Callable[[int], None] = lambda done: None,
) -> Plan:
    """Match a document's entries with the adverts known of this source, and read those that are new or changed.

    Writes nothing and holds no transaction while reading, which is the long part.
    """
    known = db.session.execute(
        select(
            Advert.id,
            Advert.identity,
            Advert.publisher_key,
            Advert.alias,
            Advert.content_hash,
            Advert.outcome,
            Advert.missing_since,
            Advert.vacancy_id,
            advert_seen_at().label("seen_at"),
        )
        .join(Source, Source.id == Advert.source_id)
        .where(Advert.source_id == source_id)
    ).all()
    db.session.rollback()
    marks = trusted([entry.marks for entry in entries])
    sightings = Sightings(((row, _marks_of_row(row, at=at)) for row in known), marks)
    made, firsts = Plan(), Sightings[int]([], marks)
    filed = {row.identity: row for row in known}
    taken = set(filed)
    made.absent = {row.id for row in known if row.missing_since is None}
    listed_before = frozenset(made.absent)
    for done, (entry, mine) in enumerate(zip(entries, marks, strict=True), start=1):
        row, twice = sightings.find(mine)
        digest = entry.content_hash
        identity = filed_under(mine, digest)
        if row is None and not mine.identity:
            row = filed.pop(identity, None)
        if row is not None:
            made.absent.discard(row.id)
        if row is None:
            first, _ = firsts.find(mine) if mine.identity else (None, False)
            twice = first is not None or identity in taken
            taken.add(identity)
            if not twice:
                firsts.add(done, mine)
        elif row.content_hash == digest and row.missing_since is None and not twice:
            made.seen_again.append(row.id)
            made.seen_parts[_PART_OF_OUTCOME[row.outcome]] += 1
            if row.vacancy_id:
                made.present.add(row.vacancy_id)
            continue
        if twice:
            made.twice += 1
            continue
        if row is not None and row.vacancy_id:
            made.present.add(row.vacancy_id)
        planned = Planned(
            Entry(mine, entry.draft, entry.raw, entry.refused), digest, row.id if row is not None else None
        )
        if entry.draft is not None:
            planned.reading = read(entry.draft)
        made.to_write.append(planned)
        progress(done)
    made.kept = set(listed_before - made.absent)
    return made


def filed_under(marks: Marks, content_hash: str) -> str:
    """What an advert is filed under; an entry without any mark by its whole content."""
    return marks.identity or f"h:{content_hash[:40]}"


def _marks_of_row(row: Any, *, at: datetime) -> Marks:
    """What a known advert may be known again by: its words only while it was seen of late.

    The same words under a new address and key, weeks after the list lost them, are the job advertised again.
    """
    return Marks(
        address=row.identity if row.identity.startswith("a:") else "",
        publisher=row.publisher_key,
        words=row.alias if row.seen_at > at - KNOWN_BY_WORDS_FOR else "",
    )
