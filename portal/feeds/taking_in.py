"""Taking in what a source sent, and writing down what came of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import Any

from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import health, pipeline
from portal.feeds.confining import readers
from portal.feeds.items import FeedDocument, FormatError
from portal.feeds.models import Fetch, Polling
from portal.feeds.registering import by_id
from portal.vacancies.planning import PARTS, Part

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one fetch or import did; the parts add up to `items`."""

    source: str
    kind: str
    items: int
    parts: Mapping[Part, int]
    error: str | None
    closed: int = 0
    sentence: str | None = None

    def as_facts(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "kind": self.kind,
            "items": self.items,
            **{str(part): number for part, number in self.parts.items()},
            "error": self.error,
        }


def take_in_body(
    source_id: int,
    body: bytes,
    *,
    address: str,
    content_type: str,
    at: datetime,
    status: int | None = None,
    took_ms: int = 0,
) -> Outcome:
    """Read a document of a known source and take it in; a document that cannot be read changes no vacancy."""
    source, polling = by_id(source_id)
    kind, mapping = source.kind, polling.mapping
    db.session.rollback()
    came = Came(at=at, status=status, size=len(body), took_ms=took_ms)
    started = time.monotonic()
    try:
        document = readers().read(kind, body, address=address, content_type=content_type, mapping=mapping)
    except FormatError as problem:
        return note_unreadable(source_id, problem.code, str(problem), came=came)
    came = replace(came, took_ms=took_ms + round((time.monotonic() - started) * 1000))
    return take_in_document(source_id, document, base=address, came=came)


@dataclass(frozen=True, slots=True)
class Came:
    """How a document came: when, with which status, how large, and how long that took."""

    at: datetime
    status: int | None = None
    size: int = 0
    took_ms: int = 0


def take_in_document(source_id: int, document: FeedDocument, *, base: str, came: Came) -> Outcome:
    """Take in what was read of a known source, and write down how its fetch went."""
    source, polling = by_id(source_id)
    name, kind, at = source.name, source.kind, came.at
    judge = partial(
        health.judge,
        entries=document.entries,
        usual=polling.usual,
        complete=document.complete,
        suspects=_suspects(source_id),
        at=at,
    )
    absence, last_good_at = polling.closes_by_absence, polling.last_good_at
    db.session.rollback()
    started = time.monotonic()
    taken = pipeline.take_in(
        source_id,
        document,
        base=base,
        at=at,
        judge=lambda turnover: judge(turnover=turnover),
        last_good_at=last_good_at,
        closes_by_absence=absence,
    )
    verdict, parts = taken.verdict, {part: taken.parts[part] for part in PARTS}
    took_ms = came.took_ms + round((time.monotonic() - started) * 1000)
    with transaction():
        _, polling = by_id(source_id)
        polling.usual, polling.failures = verdict.usual, 0
        note_state(polling, verdict.health, verdict.error, verdict.sentence, at=at)
        db.session.add(
            _fetch(
                source_id,
                replace(came, took_ms=took_ms),
                verdict.error,
                items=taken.items,
                warnings=list(document.warnings),
                **parts,
            )
        )
    return Outcome(name, kind, taken.items, parts, verdict.error, taken.closed, verdict.sentence)


def _suspects(source_id: int) -> list[health.Seen]:
    """The suspect fetches since the last good one; fetches that brought no list are passed over."""
    rows = db.session.execute(
        select(Fetch.at, Fetch.items, Fetch.error_code)
        .where(Fetch.source_id == source_id)
        .order_by(Fetch.id.desc())
        .limit(200)
    )
    since_good = takewhile(lambda row: row.error_code is not None, rows)
    return [health.Seen(row.at, row.items) for row in since_good if row.error_code == "suspect" and row.items]


def _fetch(source_id: int, came: Came, error: str | None, **facts: Any) -> Fetch:
    return Fetch(
        source_id=source_id,
        at=came.at,
        status=came.status,
        size=came.size,
        took_ms=came.took_ms,
        error_code=error,
        **facts,
    )


def note_fetch(polling: Polling, state: str, error: str | None, sentence: str | None, *, came: Came) -> None:
    """Write down, in the caller's transaction, a fetch that brought no new document."""
    polling.failures = polling.failures + 1 if error else 0
    note_state(polling, state, error, sentence, at=came.at)
    db.session.add(_fetch(polling.source_id, came, error))


def note_unreadable(source_id: int, code: str, sentence: str, *, came: Came) -> Outcome:
    """Write down a document that could not be read: the source is suspect and nothing else changes."""
    with transaction():
        source, polling = by_id(source_id)
        note_fetch(polling, "suspect", code, sentence, came=came)
        return Outcome(source.name, source.kind, 0, dict.fromkeys(PARTS, 0), code, sentence=sentence)


TOLD_AFTER = 3
"""Failures in a row before staff are told; one answer gone astray is no news."""


def note_state(polling: Polling, state: str, error: str | None, sentence: str | None, *, at: datetime) -> None:
    """Write down how a source is; staff are told once when it is in trouble, and once when it is well again."""
    polling.health, polling.error_code, polling.last_fetch_at = state, error, at
    polling.error_sentence = sentence[:500] if sentence else None
    facts = {"source": polling.source_id, "health": state, "error": error}
    if state == "healthy":
        polling.last_good_at = at
        if polling.noticed_at is not None:
            log.info("source.recovered", extra=facts)
        polling.noticed_at = None
    elif polling.noticed_at is None and (state != "failing" or polling.failures >= TOLD_AFTER):
        polling.noticed_at = at
        log.warning("source.in_trouble", extra=facts)
