"""Sources: registering one, finding it again, and taking in a document as if it had just been fetched."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import health, pipeline
from portal.feeds.confining import readers
from portal.feeds.formats.table import FORMATS
from portal.feeds.items import FormatError
from portal.feeds.models import Fetch, Polling
from portal.foundation.errors import NotFound, RuleBroken
from portal.vacancies.models import Source
from portal.vacancies.storing import PARTS, Part


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


def register(
    *,
    name: str,
    address: str,
    kind: str,
    organisation: str | None,
    at: datetime,
    mapping: dict[str, Any] | None = None,
    active: bool = True,
) -> Source:
    """The source with this address, new or as it stands; raises RuleBroken for a kind that there is not."""
    if kind not in FORMATS:
        raise RuleBroken(f"There is no kind {kind!r}. The kinds are auto, {', '.join(FORMATS)}.")
    source = db.session.scalar(select(Source).where(Source.address == address))
    if source is None:
        source = Source(name=name, address=address, kind=kind, organisation=organisation, added_at=at)
        db.session.add(source)
        db.session.flush()
        db.session.add(Polling(source_id=source.id, next_check_at=at, mapping=mapping, active=active))
        db.session.flush()
    return source


def by_id(source_id: int) -> tuple[Source, Polling]:
    """A source and its polling; raises NotFound."""
    source = db.session.get(Source, source_id)
    if source is None:
        raise NotFound(f"There is no source {source_id}. See: flask feeds list")
    return source, db.session.get_one(Polling, source_id)


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
    name, kind, mapping, usual, absence = (
        source.name,
        source.kind,
        polling.mapping,
        polling.usual,
        polling.closes_by_absence,
    )
    db.session.rollback()
    started = time.monotonic()
    try:
        document = readers().read(kind, body, address=address, content_type=content_type, mapping=mapping)
    except FormatError as problem:
        return _failed(source_id, name, kind, problem.code, str(problem), at=at, status=status, size=len(body))
    verdict = health.judge(entries=document.entries, usual=usual, complete=document.complete)
    taken = pipeline.take_in(source_id, document, base=address, at=at, may_close=verdict.may_close and absence)
    parts = {part: taken.parts[part] for part in PARTS}
    with transaction():
        _, polling = by_id(source_id)
        polling.health, polling.error_code, polling.error_sentence = verdict.health, verdict.error, verdict.sentence
        polling.usual, polling.failures, polling.last_fetch_at = verdict.usual, 0, at
        if verdict.health == "healthy":
            polling.last_good_at = at
        db.session.add(
            Fetch(
                source_id=source_id,
                at=at,
                status=status,
                size=len(body),
                items=taken.items,
                error_code=verdict.error,
                took_ms=took_ms + round((time.monotonic() - started) * 1000),
                warnings=list(document.warnings),
                **parts,
            )
        )
    return Outcome(name, kind, taken.items, parts, verdict.error, taken.closed, verdict.sentence)


def _failed(
    source_id: int,
    name: str,
    kind: str,
    code: str,
    sentence: str,
    *,
    at: datetime,
    status: int | None,
    size: int,
) -> Outcome:
    with transaction():
        _, polling = by_id(source_id)
        polling.health, polling.error_code, polling.error_sentence = "suspect", code, sentence[:500]
        polling.failures, polling.last_fetch_at = polling.failures + 1, at
        db.session.add(Fetch(source_id=source_id, at=at, status=status, size=size, error_code=code))
    return Outcome(name, kind, 0, dict.fromkeys(PARTS, 0), code, sentence=sentence)


def kind_of(body: bytes, *, address: str, content_type: str = "") -> tuple[str, dict[str, Any] | None]:
    """The kind of a document and the mapping proposed for it; raises RuleBroken with what it is instead."""
    try:
        found = readers().detect(body, address=address, content_type=content_type)
    except FormatError as problem:
        raise RuleBroken(str(problem)) from None
    if found.kind is None:
        raise RuleBroken(f"{found.sentence} Name its kind with --kind if you know better.")
    return found.kind, found.mapping.to_data() if found.mapping else None
