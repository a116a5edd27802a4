"""Staff look after sources: each act recorded, with what it changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.audit.recording import record
from portal.database.base import db
from portal.feeds import registering
from portal.feeds.models import Fetch, Polling
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.jobs import queueing
from portal.vacancies.models import Source


def subject_of(source_id: int) -> str:
    """How the audit record names a source."""
    return f"source:{source_id}"


def poll_now(source_id: int, *, by: int) -> None:
    """Have a source looked at with the next turn of the worker; raises RuleBroken for a paused or imported one."""
    source, polling = registering.by_id(source_id)
    if not source.address.startswith(("http://", "https://")):
        raise RuleBroken(f"{source.name} was imported from a file and has no address to ask.")
    if not polling.active:
        raise RuleBroken(f"{source.name} is not being read. Resume it; it is looked at then.")
    polling.next_check_at = clock.now()
    queueing.enqueue("feeds.poll", at=clock.now())
    record("feeds.poll_asked", by=by, subject=subject_of(source_id))


def pause(source_id: int, *, by: int) -> None:
    """Stop asking a source; its vacancies stay and run to their closing dates."""
    registering.pause(source_id)
    record("feeds.paused", by=by, subject=subject_of(source_id))


def resume(source_id: int, *, by: int) -> None:
    """Ask a source again, from now."""
    registering.resume(source_id, at=clock.now())
    record("feeds.resumed", by=by, subject=subject_of(source_id))


def edit(
    source_id: int, *, name: str, organisation: str, terms: str, whole_list: bool, by: int
) -> dict[str, list[Any]]:
    """Change what is known of a source; what changed, field to [before, after].

    `organisation` is the one employer whose own list it is, by any name the register knows; raises RuleBroken with
    the nearest names otherwise.
    """
    source, polling = registering.by_id(source_id)
    wanted = {
        "name": one_line(name, limit=200),
        "organisation": registering.organisation_named(organisation) if organisation.strip() else None,
        "terms": terms.strip()[:2_000] or None,
        "whole_list": whole_list,
    }
    if not wanted["name"]:
        raise RuleBroken("Enter a name for the source.")
    before = {
        "name": source.name,
        "organisation": source.organisation,
        "terms": source.terms,
        "whole_list": polling.closes_by_absence,
    }
    changed = {field: [before[field], wanted[field]] for field in wanted if before[field] != wanted[field]}
    if changed:
        source.name, source.organisation, source.terms = wanted["name"], wanted["organisation"], wanted["terms"]  # type: ignore[assignment]
        polling.closes_by_absence = whole_list
        record("feeds.edited", by=by, subject=subject_of(source_id), facts=changed)
    return changed


def accept_list(source_id: int, *, by: int) -> int:
    """Take the list that a suspect source shows now as the whole truth: what it no longer holds is closed at the next
    look, which is now. Gives the number of entries; raises RuleBroken when there is no such list."""
    source, polling = registering.by_id(source_id)
    newest = _newest_fetch(source_id)
    if polling.health != "suspect" or newest is None or newest.error_code != "suspect":
        raise RuleBroken(f"{source.name} shows no list that differs from its usual one.")
    if not newest.items:
        raise RuleBroken("An empty list is never taken as the truth. Pause the source if it has gone.")
    facts = {"usual": [polling.usual, newest.items]}
    polling.usual = newest.items
    # Without a last good list there is nothing to compare with, so the next list counts as it is.
    polling.last_good_at = None
    polling.etag = polling.last_modified = polling.body_hash = None
    if polling.active:
        polling.next_check_at = clock.now()
        queueing.enqueue("feeds.poll", at=clock.now())
    record("feeds.list_accepted", by=by, subject=subject_of(source_id), facts=facts)
    return newest.items


def note_added(source_id: int, *, by: int) -> None:
    """Write down who added a source."""
    record("feeds.added", by=by, subject=subject_of(source_id))


def _newest_fetch(source_id: int) -> Fetch | None:
    return db.session.scalar(select(Fetch).where(Fetch.source_id == source_id).order_by(Fetch.id.desc()).limit(1))


def can_accept(source: Source, polling: Polling) -> bool:
    """Whether `accept_list` would find a list to accept."""
    newest = _newest_fetch(source.id)
    return polling.health == "suspect" and newest is not None and newest.error_code == "suspect" and newest.items > 0
