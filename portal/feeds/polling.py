"""Polling the sources that are due: fetched in parallel, taken in one after another, each with its own outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import registering
from portal.feeds.fetching import Fetched, FetchSettings, fetch
from portal.feeds.models import Fetch, Polling
from portal.foundation import clock
from portal.jobs.leasing import AlreadyHeld, alone
from portal.vacancies.models import Source
from portal.vacancies.storing import PARTS

THREADS = 16
DAYS_GONE = 3
SOONEST, LATEST = timedelta(minutes=15), timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class _Due:
    source_id: int
    name: str
    kind: str
    address: str
    etag: str | None
    last_modified: str | None
    body_hash: str | None


def fetch_settings(settings: Settings) -> FetchSettings:
    """The bounds of a fetch, from the site's settings."""
    return FetchSettings(settings.user_agent, settings.fetch_seconds, settings.fetch_max_bytes, settings.fetch_allow)


def poll(
    settings: Settings, *, source_id: int | None = None, everything: bool = False
) -> Iterator[registering.Outcome]:
    """Fetch and take in one source, all active ones, or those that are due. Ends at once when another process polls."""
    try:
        with alone("feeds.poll", seconds=1800):
            due = _due(clock.now(), source_id=source_id, everything=everything)
            with ThreadPoolExecutor(THREADS) as threads:
                waiting = {
                    threads.submit(
                        fetch,
                        each.address,
                        settings=fetch_settings(settings),
                        etag=each.etag,
                        last_modified=each.last_modified,
                    ): each
                    for each in due
                }
                for done in as_completed(waiting):
                    yield _taken(waiting[done], done.result(), clock.now())
    except AlreadyHeld:
        return


def _due(now: datetime, *, source_id: int | None, everything: bool) -> list[_Due]:
    query = (
        select(Polling, Source).join(Source, Source.id == Polling.source_id).where(Source.address.startswith("http"))
    )
    if source_id is not None:
        query = query.where(Source.id == source_id)
    else:
        query = query.where(Polling.active)
        query = query if everything else query.where(Polling.next_check_at <= now)
    rows = [
        _Due(s.id, s.name, s.kind, s.address, p.etag, p.last_modified, p.body_hash)
        for p, s in db.session.execute(query.order_by(Source.id))
    ]
    db.session.rollback()
    return rows


def _taken(due: _Due, found: Fetched, at: datetime) -> registering.Outcome:
    digest = hashlib.sha256(found.body).hexdigest() if found.body else None
    if found.error is not None:
        outcome = _note(due, found, at, health="gone" if found.error == "gone" else "failing")
    elif found.status == 304 or digest == due.body_hash:
        outcome = _note(due, found, at, health="healthy")
    else:
        outcome = registering.take_in_body(
            due.source_id,
            found.body,
            address=found.address,
            content_type=found.content_type,
            at=at,
            status=found.status,
            took_ms=found.took_ms,
        )
    _plan_next(due.source_id, found, digest, outcome, at)
    return outcome


def _note(due: _Due, found: Fetched, at: datetime, *, health: str) -> registering.Outcome:
    with transaction():
        _, polling = registering.by_id(due.source_id)
        polling.health, polling.error_code, polling.error_sentence, polling.last_fetch_at = (
            health,
            found.error,
            found.sentence,
            at,
        )
        polling.failures = polling.failures + 1 if found.error else 0
        if found.error is None:
            polling.last_good_at = at
        db.session.add(
            Fetch(
                source_id=due.source_id,
                at=at,
                status=found.status,
                size=len(found.body),
                took_ms=found.took_ms,
                error_code=found.error,
            )
        )
    return registering.Outcome(due.name, due.kind, 0, dict.fromkeys(PARTS, 0), found.error, sentence=found.sentence)


def _plan_next(source_id: int, found: Fetched, digest: str | None, outcome: registering.Outcome, at: datetime) -> None:
    """The next check: sooner where things changed, later where not, doubling to a day after failures."""
    with transaction():
        _, polling = registering.by_id(source_id)
        if outcome.error is None and digest:
            polling.etag, polling.last_modified, polling.body_hash = found.etag, found.last_modified, digest
        interval = timedelta(seconds=polling.interval_seconds)
        if outcome.error is not None:
            interval = interval * 2
        elif outcome.parts["new"] or outcome.parts["changed"]:
            interval = interval / 2
        else:
            interval = interval * 1.25
        interval = min(LATEST, max(SOONEST, interval))
        asked = timedelta(seconds=found.retry_after or 0)
        polling.interval_seconds, polling.next_check_at = int(interval.total_seconds()), at + max(interval, asked)
        _pause_when_gone(polling, found, at)


def _pause_when_gone(polling: Polling, found: Fetched, at: datetime) -> None:
    """Stop asking a source that answered 410 on three days without a good one between; its adverts run to their closing dates."""
    if found.error is None:
        polling.gone_days = []
    if found.error != "gone":
        return
    polling.gone_days = sorted({*polling.gone_days, at.date().isoformat()})
    if len(polling.gone_days) >= DAYS_GONE:
        polling.active, polling.health = False, "paused"
