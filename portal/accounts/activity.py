"""What happened to a person's account, in words for that person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.audit import queries, sentences

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `who` is empty when the person did it, `where` when nobody's network is known."""

    at: datetime
    words: str
    who: str
    where: str
    device: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One page of events, the latest first."""

    events: list[Event]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return -(-self.total // PER_PAGE)


def of(person_id: int, *, page: int = 1) -> Activity:
    """What this person did and what was done about them, of the kinds that they are told about."""
    found = queries.concerning(person_id, actions=sentences.YOURS.keys(), page=page, per_page=PER_PAGE)
    entries = [row[0] for row in found.rows]
    return Activity([_event(each, person_id) for each in entries], found.total, found.page)


def _event(entry: Any, person_id: int) -> Event:
    """Who among the society's staff acted is not told by name: the society answers for them."""
    own = entry.actor_id == person_id
    facts: Mapping[str, Any] = entry.facts or {}
    return Event(
        at=entry.at,
        words=sentences.to_them(entry.action, facts, by_themselves=own),
        who="" if own else _who(entry),
        where=sentences.roughly(entry.address) if own else "",
        device=str(facts.get("device", "")) if own else "",
    )


def _who(entry: Any) -> str:
    return {"person": "by somebody else", "command": "by the society", "system": "by the portal itself"}.get(
        entry.actor, ""
    )
