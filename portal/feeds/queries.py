"""What is known of sources, as an operator or an interface reads it: stable names, UTC times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.database.base import db
from portal.feeds.models import Fetch, Polling
from portal.vacancies.models import Source
from portal.vacancies.planning import PARTS
from portal.vacancies.records import iso


def sources(*, retired: bool = False) -> list[dict[str, Any]]:
    """Every source by id, those that were retired only when asked for."""
    rows = db.session.execute(
        select(Source, Polling).join(Polling, Polling.source_id == Source.id).order_by(Source.id)
    ).all()
    last = _last_fetches()
    return [_facts(s, p, last.get(s.id)) for s, p in rows if retired or p.health != "retired"]


def source_in_full(source: Source, polling: Polling) -> dict[str, Any]:
    """One source with its mapping, terms and last ten fetches."""
    fetches = db.session.scalars(
        select(Fetch).where(Fetch.source_id == source.id).order_by(Fetch.id.desc()).limit(10)
    ).all()
    mapping = {name: value for name, value in (polling.mapping or {}).items() if name != "sample"}
    return {
        **_facts(source, polling, fetches[0] if fetches else None),
        "sector": source.sector,
        "terms": source.terms,
        "added": iso(source.added_at),
        "interval_seconds": polling.interval_seconds,
        "failures": polling.failures,
        "closes_by_absence": polling.closes_by_absence,
        "moved_to": polling.moved_to,
        "mapping": mapping or None,
        "fetches": [_fetch(each) for each in fetches],
    }


def _last_fetches() -> dict[int, Fetch]:
    newest = select(func.max(Fetch.id)).group_by(Fetch.source_id)
    return {each.source_id: each for each in db.session.scalars(select(Fetch).where(Fetch.id.in_(newest)))}


def last_taken_in(name: str) -> datetime | None:
    """When the source of that name was last taken in."""
    asked = select(func.max(Fetch.at)).join(Source, Source.id == Fetch.source_id).where(Source.name == name)
    return db.session.scalar(asked)


def _facts(source: Source, polling: Polling, last: Fetch | None) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "address": source.address,
        "kind": source.kind,
        "organisation": source.organisation,
        "health": polling.health,
        "active": polling.active,
        "error": polling.error_code,
        "message": polling.error_sentence,
        "last_good": iso(polling.last_good_at),
        "last_fetch": iso(polling.last_fetch_at),
        "next_check": iso(polling.next_check_at) if polling.active else None,
        "usual": polling.usual,
        "last": _fetch(last) if last else None,
    }


def _fetch(fetch: Fetch) -> dict[str, Any]:
    return {
        "at": iso(fetch.at),
        "status": fetch.status,
        "bytes": fetch.size,
        "took_ms": fetch.took_ms,
        "items": fetch.items,
        **{str(part): getattr(fetch, part) for part in PARTS},
        "error": fetch.error_code,
        "warnings": list(fetch.warnings or []),
    }
