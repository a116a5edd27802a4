"""Taking what a source lists into the database: every entry ends as exactly one of the parts that are counted."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select, update

from portal.database.base import db
from portal.foundation.identifiers import new_reference
from portal.foundation.text import one_line
from portal.vacancies import changes, duplicates
from portal.vacancies.applying import apply_reading, settle
from portal.vacancies.drafts import Advert as AdvertDraft
from portal.vacancies.drafts import Reading
from portal.vacancies.identity import Marks, Sightings, stable_address, tidy_title, trusted
from portal.vacancies.models import Advert, Decision, Source, Vacancy, advert_seen_at

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
    twice: bool
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
        identity = _identity(mine, digest)
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
            Entry(mine, entry.draft, entry.raw, entry.refused), digest, row.id if row is not None else None, twice
        )
        if entry.draft is not None:
            planned.reading = read(entry.draft)
        made.to_write.append(planned)
        progress(done)
    made.kept = set(listed_before - made.absent)
    return made


def _identity(marks: Marks, content_hash: str) -> str:
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


def note_list(source_id: int, *, at: datetime) -> None:
    """Note that this source's list is being read as it stands now."""
    db.session.execute(update(Source).where(Source.id == source_id).values(listed_at=at, confirmed_at=at))


def confirm_lists(source_ids: Collection[int], *, at: datetime) -> None:
    """Note that these sources answered that their lists are as they were."""
    db.session.execute(update(Source).where(Source.id.in_(source_ids)).values(confirmed_at=at))


def mark_seen(advert_ids: Iterable[int], *, at: datetime) -> None:
    """Note that these adverts are still listed, unchanged; their vacancies were checked now."""
    ids = list(advert_ids)
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        db.session.execute(update(Advert).where(Advert.id.in_(some)).values(last_seen=at))
        vacancy_ids = select(Advert.vacancy_id).where(Advert.id.in_(some), Advert.vacancy_id.is_not(None))
        db.session.execute(
            update(Vacancy)
            .where(Vacancy.id.in_(vacancy_ids))
            .values(last_seen=at)
            .execution_options(synchronize_session=False)
        )


def write(planned: Planned, *, source: Source, present: set[int], at: datetime) -> Part:
    """Write one new or changed entry; says where it went. `present` grows by the vacancy it became."""
    advert = db.session.get(Advert, planned.advert_id) if planned.advert_id else None
    if advert is None:
        advert = _new_advert(planned, source, at)
        db.session.add(advert)
    same_words = advert.content_hash == planned.content_hash
    _refresh(advert, planned, at)
    if planned.reading is None:
        return _reject(advert, planned.entry.refused, at=at)
    vacancy = advert.vacancy
    if vacancy is not None and not governs(advert, vacancy):
        vacancy.last_seen = at
        advert.outcome = "folded"
        _reopen(vacancy, at=at)
        return "folded"
    if vacancy is None:
        part = _first_time(advert, planned.reading, source, present, at)
    else:
        vacancy.last_seen = at
        part = again(advert, vacancy, planned.reading, same_words=same_words, present=present, at=at)
    if advert.vacancy_id:
        present.add(advert.vacancy_id)
    return part


def _new_advert(planned: Planned, source: Source, at: datetime) -> Advert:
    identity = _identity(planned.entry.marks, planned.content_hash)
    return Advert(source_id=source.id, identity=identity, outcome="vacancy", first_seen=at, last_seen=at)


def _refresh(advert: Advert, planned: Planned, at: datetime) -> None:
    marks = planned.entry.marks
    advert.publisher_key, advert.alias = marks.publisher, marks.words
    advert.content_hash = planned.content_hash
    advert.raw = planned.entry.raw
    advert.title = one_line(str(planned.entry.raw.get("title", "")), limit=300)
    advert.address = planned.entry.draft.url if planned.entry.draft else ""
    advert.last_seen, advert.missing_since, advert.page_missing_since = at, None, None


def _reject(advert: Advert, reason: str, *, at: datetime) -> Part:
    """Keep the refused item with its reason; a vacancy that it was before stays as it is."""
    advert.reason = one_line(reason, limit=300)
    advert.outcome = "rejected"
    if advert.vacancy is not None:
        advert.vacancy.last_seen = at
    return "rejected"


def governs(advert: Advert, vacancy: Vacancy) -> bool:
    """Whether this advert's words are the vacancy's: the first seen of those that are still listed."""
    listed = [each for each in vacancy.adverts if each.missing_since is None and each.outcome != "rejected"]
    return not listed or listed[0].id == advert.id


def _first_time(advert: Advert, reading: Reading, source: Source, present: set[int], at: datetime) -> Part:
    vacancy = Vacancy(
        reference=new_reference(),
        status="held",
        first_seen=at,
        last_seen=at,
        updated_at=at,
        merged_into_id=None,
    )
    apply_reading(vacancy, reading, at=at)
    advert.reason = vacancy.status_because
    if vacancy.status == "counted":
        db.session.add(vacancy)
        advert.vacancy, advert.outcome = vacancy, "counted"
        db.session.flush()
        return "counted"
    found = duplicates.look_for(
        vacancy,
        address_mark=advert.identity,
        source_id=source.id,
        present=present,
        at=at,
    )
    if found.same is not None:
        advert.vacancy, advert.outcome = found.same, "folded"
        advert.reason = one_line("The same job as " + found.same.reference + ": " + ", ".join(found.because), limit=300)
        found.same.last_seen = at
        changes.note_change(found.same, at=at)
        db.session.flush()
        return "folded"
    db.session.add(vacancy)
    vacancy.earlier_id = found.earlier.id if found.earlier is not None else None
    advert.vacancy = vacancy
    advert.outcome = "held" if vacancy.status == "held" else "vacancy"
    db.session.flush()
    duplicates.list_likely(vacancy, found, at=at)
    changes.note_change(vacancy, at=at)
    return "held" if vacancy.status == "held" else "new"


def again(
    advert: Advert, vacancy: Vacancy, reading: Reading, *, same_words: bool, present: Collection[int], at: datetime
) -> Part:
    """Make a known vacancy say what its advert now reads as; says where the advert stands."""
    before = vacancy.status
    changed = apply_reading(vacancy, reading, decisions=decisions_of(vacancy), at=at)
    changes.remember(vacancy, changed, at=at)
    changes.note_change(vacancy, at=at)
    advert.reason = vacancy.status_because
    if before == "counted" and vacancy.status != "counted":
        found = duplicates.look_for(
            vacancy, address_mark=advert.identity, source_id=advert.source_id, present=present, at=at
        )
        duplicates.list_likely(vacancy, found, at=at)
    if vacancy.status in ("counted", "held"):
        advert.outcome = vacancy.status
        return "counted" if vacancy.status == "counted" else "held"
    advert.outcome = "vacancy"
    return "unchanged" if same_words else "changed"


def _reopen(vacancy: Vacancy, *, at: datetime) -> None:
    """A job that is listed again is open again, if its closing time allows."""
    if vacancy.status == "closed" and (vacancy.closes_at is None or vacancy.closes_at > at):
        settle(vacancy, decisions=decisions_of(vacancy), at=at)
        changes.note_change(vacancy, at=at)


def decisions_of(vacancy: Vacancy) -> list[Decision]:
    """What people have decided about this vacancy, oldest first."""
    if vacancy.id is None:
        return []
    return list(db.session.scalars(select(Decision).where(Decision.vacancy_id == vacancy.id).order_by(Decision.id)))
