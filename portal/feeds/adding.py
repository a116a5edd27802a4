"""Adding a source: what an address gives, what would be taken in, and registering it. The fetching stands outside any
transaction."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import pipeline, polling, registering
from portal.feeds.confining import readers
from portal.feeds.discovering import Candidate, Discovery, NothingFound, discover
from portal.feeds.fetching import Fetched
from portal.feeds.items import FeedItem
from portal.feeds.mapping import MAPPED
from portal.foundation import clock
from portal.foundation.markup import plain_text
from portal.foundation.text import one_line


def known(address: str) -> dict[str, Any] | None:
    """The source that is registered with this address already, as facts; None when there is none."""
    source = registering.by_address(address)
    if source is None:
        db.session.rollback()
        return None
    return {
        "id": source.id,
        "name": source.name,
        "address": source.address,
        "kind": source.kind,
        "registered": False,
        "sentence": f"Source {source.id} is already there: {source.name} ({source.kind}). Nothing was changed.",
    }


def look(
    settings: Settings, address: str, kind: str, organisation: str | None, *, within: float | None = None
) -> tuple[dict[str, Any], Discovery | None]:
    """What the address gives, with a preview. Only a kind that was named may go unseen; raises NothingFound.

    `within` bounds the seconds that all fetches together may take, for somebody who waits at a page.
    """
    if within is not None:
        settings = replace(settings, fetch_seconds=min(settings.fetch_seconds, within))
    asking = polling.gatherer(settings).look
    ends = time.monotonic() + within if within is not None else None

    def fetch(here: str) -> Fetched:
        if ends is not None and time.monotonic() >= ends:
            return Fetched(None, error="timeout", sentence="There was no time left to look at this address.")
        return asking(here)

    try:
        found = discover(address, kind=kind, fetch=fetch, reads=readers())
    except NothingFound as problem:
        if kind == "auto":
            raise
        return {"address": address, "kind": kind, "error": problem.code, "unseen": str(problem)}, None
    chosen = found.chosen
    facts: dict[str, Any] = {
        "address": chosen.address,
        "kind": chosen.kind,
        "candidates": [_candidate(each, chosen=each is chosen) for each in (chosen, *found.others)],
        "mapping": chosen.detection.mapping.to_data()
        if chosen.mapping and chosen.detection and chosen.detection.mapping
        else None,
    }
    if chosen.document is not None:
        seen = pipeline.foresee(chosen.document, base=chosen.address, organisation=organisation, at=clock.now())
        facts["preview"] = {"items": seen.entries, "looked_at": seen.looked_at, **seen.parts, "titles": list(seen.titles), "reasons": list(seen.reasons)}  # fmt: skip
        facts["first"] = [shown(item) for item in chosen.document.items[:3]]
    return facts, found


def _candidate(each: Candidate, *, chosen: bool) -> dict[str, Any]:
    return {
        "address": each.address,
        "kind": each.kind or None,
        "because": each.because,
        "entries": each.document.entries if each.document else None,
        "problem": each.problem or None,
        "chosen": chosen,
    }


def register(
    address: str, name: str | None, kind: str, organisation: str | None, found: Discovery | None, *, whole_list: bool
) -> dict[str, Any]:
    """Register what was found, in a transaction of its own; the list's own title is its name unless one is given."""
    with transaction():
        return register_here(address, name, kind, organisation, found, whole_list=whole_list)


def register_here(
    address: str, name: str | None, kind: str, organisation: str | None, found: Discovery | None, *, whole_list: bool
) -> dict[str, Any]:
    """The same in the caller's transaction."""
    chosen = found.chosen if found else None
    title = one_line(plain_text(chosen.document.title), limit=120) if chosen and chosen.document else ""
    source = registering.register(
        name=name or title or address[:200],
        address=chosen.address if chosen else address,
        kind=chosen.kind if chosen else kind,
        organisation=organisation,
        at=clock.now(),
        mapping=chosen.mapping if chosen else None,
        whole_list=whole_list,
    )
    return {"id": source.id, "name": source.name, "registered": True}


def shown(item: FeedItem) -> dict[str, str]:
    """An entry as it is read, shortened for a preview."""
    texts = {name: "; ".join(value) if isinstance(value, tuple) else str(value) for name in MAPPED if hasattr(item, name) and (value := getattr(item, name))}  # fmt: skip
    return {name: one_line(plain_text(text), limit=90) for name, text in texts.items()}
