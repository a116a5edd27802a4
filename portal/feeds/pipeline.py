"""From a document's items to vacancies: the one module that names every stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import overlaying
from portal.feeds.health import Judgement, Turnover
from portal.feeds.items import FeedDocument, FeedItem, Unreadable
from portal.feeds.normalising import Refused, to_advert
from portal.vacancies.closing import close_absent, count_known
from portal.vacancies.identity import Marks, marks_of
from portal.vacancies.models import Source
from portal.vacancies.planning import PARTS, Entry, Part, Plan, plan
from portal.vacancies.reading import read
from portal.vacancies.states import status_for
from portal.vacancies.storing import mark_seen, note_list, write

PAGE = 100
"""Entries written in one transaction: small enough that a web request never waits long behind it."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Where each entry of a document went; the parts add up to `items`. `closed` vacancies are beside that."""

    items: int
    parts: Counter[Part]
    verdict: Judgement
    closed: int = 0


def take_in(
    source_id: int,
    document: FeedDocument,
    *,
    base: str,
    at: datetime,
    judge: Callable[[Turnover], Judgement],
    last_good_at: datetime | None,
    closes_by_absence: bool = True,
    progress: Callable[[int], None] = lambda done: None,
) -> TakenIn:
    """Take a whole document into the database: safe to repeat, and to kill at any moment.

    `base` is the address the document came from. What the list no longer holds is closed when `judge` finds the
    fetch healthy and the list complete; it is told how the list compares with what was known at `last_good_at`.
    """
    overlaying.refresh()
    source = db.session.get_one(Source, source_id)
    organisation = source.organisation
    entries = [_entry(item, base, document.publisher, organisation) for item in document.items]
    entries += [_unreadable(each) for each in document.unreadable]
    made = plan(
        source_id, entries, read=partial(read, now=at, source_organisation=organisation), at=at, progress=progress
    )
    turnover = _turnover(made, last_good_at, at=at)
    parts = _write_all(made, source_id, at=at)
    parts["rejected"] += document.cut
    verdict = judge(turnover)
    closes = verdict.may_close and closes_by_absence and document.complete and not document.cut
    closed = _close(made, at=at) if closes else 0
    return TakenIn(document.entries, Counter({part: parts[part] for part in PARTS}), verdict, closed)


def _turnover(made: Plan, last_good_at: datetime | None, *, at: datetime) -> Turnover:
    """What came of the adverts known at the last good fetch: what a suspect fetch brought since proves nothing."""
    if last_good_at is None:
        return Turnover()
    vanished = count_known(made.absent, seen_by=last_good_at, open_at=at)
    kept = count_known(made.kept, seen_by=last_good_at) if vanished else 0
    db.session.rollback()
    return Turnover(kept=kept, vanished=vanished)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What taking a document in would come to, without looking for the same jobs elsewhere; the parts add up to `looked_at`."""

    entries: int
    looked_at: int
    parts: dict[str, int]
    titles: tuple[str, ...]
    reasons: tuple[str, ...] = ()


def foresee(document: FeedDocument, *, base: str, organisation: str | None, at: datetime, most: int = 200) -> Foreseen:
    """Read the first entries of a document as taking it in would, and keep nothing."""
    overlaying.refresh()
    parts: Counter[str] = Counter({"new": 0, "counted": 0, "held": 0, "rejected": 0, "closed": 0})
    titles: list[str] = []
    reasons: list[str] = [each.reason for each in document.unreadable]
    parts["rejected"] += len(document.unreadable)
    for item in document.items[:most]:
        entry = _entry(item, base, document.publisher, organisation)
        if entry.draft is None:
            parts["rejected"] += 1
            reasons.append(entry.refused)
            continue
        reading = read(entry.draft, now=at, source_organisation=organisation)
        status, _ = status_for(
            ict=reading.ict.decision,
            public_sector=reading.employer.public_sector,
            impossible_dates=reading.closing.impossible,
            closes_at=reading.closing.at,
            now=at,
        )
        parts["new" if status == "live" else status] += 1
        if status in ("live", "held"):
            titles.append(entry.draft.title)
    looked_at = min(len(document.items), most) + len(document.unreadable)
    return Foreseen(document.entries, looked_at, dict(parts), tuple(titles[:5]), tuple(dict.fromkeys(reasons))[:3])


def _write_all(made: Plan, source_id: int, *, at: datetime) -> Counter[Part]:
    parts: Counter[Part] = Counter(made.seen_parts)
    parts["folded"] += made.twice
    with transaction():
        note_list(source_id, at=at)
        mark_seen(made.seen_again, at=at)
    for start in range(0, len(made.to_write), PAGE):
        with transaction():
            source = db.session.get_one(Source, source_id)
            for planned in made.to_write[start : start + PAGE]:
                parts[write(planned, source=source, present=made.present, at=at)] += 1
    return parts


def _close(made: Plan, *, at: datetime) -> int:
    with transaction():
        return close_absent(made.absent, at=at)


def _entry(item: FeedItem, base: str, publisher: str, organisation: str | None) -> Entry:
    draft = to_advert(item, base=base, publisher=publisher, source_employer=organisation or "")
    marks = marks_of(
        key=item.key,
        address=item.address if isinstance(draft, Refused) else draft.url,
        title=item.title,
        employer=item.employer,
        locations=item.locations,
        reference=item.reference,
        closing=item.closing,
        description=item.description,
    )
    raw = asdict(item) | {"publisher": publisher}
    if isinstance(draft, Refused):
        return Entry(marks, None, raw, draft.sentence)
    return Entry(marks, draft, raw)


def _unreadable(entry: Unreadable) -> Entry:
    raw = {"title": "", "reason": entry.reason, "sample": entry.sample[:2000]}
    return Entry(Marks("", "", ""), None, raw, entry.reason)
