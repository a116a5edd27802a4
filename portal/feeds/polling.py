"""Polling the sources that are due: gathered in parallel, taken in one after another as they come, each on its own."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from sqlalchemy import select

from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import registering, scheduling, taking_in
from portal.feeds.confining import readers
from portal.feeds.fetching import Fetched, FetchSettings
from portal.feeds.gathering import Gathered, Gatherer, Wanted
from portal.feeds.models import Polling
from portal.feeds.politeness import AT_ONCE, HostTurns, Robots
from portal.feeds.taking_in import Came, Outcome
from portal.foundation import clock
from portal.jobs.leasing import Hold, alone
from portal.vacancies.models import Source
from portal.vacancies.planning import PARTS
from portal.vacancies.storing import confirm_lists

log = logging.getLogger(__name__)

THREADS = 24
DAYS_GONE = 3
MOVES_AGREEING = 3
DAY_APART = timedelta(hours=23)
FAULT = "fault"
"""The portal's own failure with a source; the log says more. Nothing is closed by it."""

Progress = Callable[[int, int], None]


def fetch_settings(settings: Settings) -> FetchSettings:
    """The bounds of a fetch, from the site's settings."""
    return FetchSettings(settings.user_agent, settings.fetch_seconds, settings.fetch_max_bytes, settings.fetch_allow)


def gatherer(settings: Settings) -> Gatherer:
    """What asks sources politely and reads what they answer, keeping what it may in the data folder."""
    bounds, turns, cache = fetch_settings(settings), HostTurns(), settings.data_dir / "cache"
    robots = Robots(bounds, folder=cache / "robots", turns=turns, readers=readers())
    return Gatherer(bounds, readers(), turns, robots, cache / "pages")


def poll(
    settings: Settings,
    *,
    source_id: int | None = None,
    everything: bool = False,
    progress: Progress = lambda done, of: None,
) -> Iterator[Outcome]:
    """Look at one source, all active ones, or those that are due; raises AlreadyHeld while another process polls.

    A source that fails, hangs or makes the portal itself fail has that as its own outcome. Killed at any moment it
    has lost nothing: what was not written down as done is due again.
    """
    with alone("feeds.poll") as hold:
        due = _due(clock.now(), source_id=source_id, everything=everything)
        done = 0
        for some in _gathered(due, gatherer(settings), hold):
            for outcome in _taken_in(some):
                done += 1
                progress(done, len(due))
                yield outcome


def _due(now: datetime, *, source_id: int | None, everything: bool) -> list[Wanted]:
    query = (
        select(Polling, Source).join(Source, Source.id == Polling.source_id).where(Source.address.startswith("http"))
    )
    if source_id is not None:
        query = query.where(Source.id == source_id)
    else:
        query = query.where(Polling.active)
        query = query if everything else query.where(Polling.next_check_at <= now)
    rows = [
        Wanted(s.id, s.name, s.kind, s.address, p.mapping, p.etag, p.last_modified, p.body_hash)
        for p, s in db.session.execute(query.order_by(Polling.next_check_at, Source.id))
    ]
    db.session.rollback()
    db.session.expunge_all()
    return rows


def _gathered(due: Sequence[Wanted], gatherer: Gatherer, hold: Hold) -> Iterator[list[Gathered]]:
    """What the sources answer, in the order in which they do: each time all that has come since the last time.

    A source starts only when its host has room, so that sources of one slow host never fill the threads; and only
    while there are threads, so that what has come and is not taken in yet stays little.
    """
    queues: dict[str, deque[Wanted]] = {}
    for wanted in due:
        queues.setdefault(urlsplit(wanted.address).netloc.lower(), deque()).append(wanted)
    busy: Counter[str] = Counter()
    running: dict[Future[Gathered], tuple[str, Wanted]] = {}
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="gathering")
    try:
        while queues or running:
            if hold.lost:
                queues.clear()
                gatherer.stopping.set()
            for host in list(queues):
                while len(running) < THREADS and busy[host] < AT_ONCE and queues[host]:
                    wanted = queues[host].popleft()
                    running[pool.submit(gatherer.gather, wanted)] = (host, wanted)
                    busy[host] += 1
                if not queues[host]:
                    del queues[host]
            finished, _ = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
            came = []
            for each in finished:
                host, wanted = running.pop(each)
                busy[host] -= 1
                came.append(_result(each, wanted))
            if came:
                yield came
    finally:
        gatherer.stopping.set()
        pool.shutdown(wait=False, cancel_futures=True)


def _result(each: Future[Gathered], wanted: Wanted) -> Gathered:
    failure = each.exception()
    if failure is None:
        return each.result()
    log.error("source.fault", extra={"source": wanted.source_id}, exc_info=failure)
    return _fault(wanted, failure)


def _fault(wanted: Wanted, failure: BaseException) -> Gathered:
    sentence = f"The portal failed with this source ({type(failure).__name__}); the log says more."
    return Gathered(wanted, Fetched(None), error=FAULT, sentence=sentence)


def _taken_in(some: Sequence[Gathered]) -> Iterator[Outcome]:
    """Take in what has come: all that changes no vacancy in one transaction, each document in its own."""
    quiet = [each for each in some if each.document is None]
    try:
        yield from _noted(quiet)
    except Exception:
        log.exception("sources.not_noted_together")
        for each in quiet:
            yield _guarded(partial(_noted, [each]), each)
    for each in some:
        if each.document is not None:
            yield _guarded(partial(_document_taken_in, each), each)


def _guarded(take: Callable[[], list[Outcome]], each: Gathered) -> Outcome:
    """The outcome of one source; when the portal itself fails with it, that is the outcome."""
    try:
        return take()[0]
    except Exception as failure:
        log.exception("source.fault", extra={"source": each.wanted.source_id})
        fault = _fault(each.wanted, failure)
    try:
        return _noted([fault])[0]
    except Exception:
        log.exception("source.fault_not_noted", extra={"source": each.wanted.source_id})
        return _outcome(fault)


def _outcome(gathered: Gathered) -> Outcome:
    wanted = gathered.wanted
    parts = dict.fromkeys(PARTS, 0)
    return Outcome(wanted.name, wanted.kind, 0, parts, gathered.error, sentence=gathered.sentence)


def _came(gathered: Gathered, at: datetime) -> Came:
    return Came(at=at, status=gathered.fetched.status, size=gathered.size, took_ms=gathered.fetched.took_ms)


def _noted(some: Sequence[Gathered]) -> list[Outcome]:
    """Write down fetches that brought no new document."""
    if not some:
        return []
    at = clock.now()
    with transaction():
        rows = db.session.execute(
            select(Polling, Source)
            .join(Source, Source.id == Polling.source_id)
            .where(Polling.source_id.in_([each.wanted.source_id for each in some]))
        )
        known = {polling.source_id: (polling, source) for polling, source in rows}
        for each in some:
            polling, source = known[each.wanted.source_id]
            taking_in.note_fetch(polling, _state(each), each.error, each.sentence, came=_came(each, at))
            _plan_next(polling, source, each, changed=False, error=each.error, at=at)
        confirm_lists([each.wanted.source_id for each in some if each.error is None], at=at)
    return [_outcome(each) for each in some]


def _state(gathered: Gathered) -> str:
    if gathered.error is None:
        return "healthy"
    if gathered.unreadable:
        return "suspect"
    return "gone" if gathered.error == "gone" else "failing"


def _document_taken_in(gathered: Gathered) -> list[Outcome]:
    if gathered.document is None:
        return _noted([gathered])
    at, source_id = clock.now(), gathered.wanted.source_id
    base = gathered.fetched.address
    outcome = taking_in.take_in_document(source_id, gathered.document, base=base, came=_came(gathered, at))
    changed = bool(outcome.parts["new"] or outcome.parts["changed"] or outcome.closed)
    with transaction():
        source, polling = registering.by_id(source_id)
        if outcome.error is None:
            polling.etag, polling.last_modified = gathered.fetched.etag, gathered.fetched.last_modified
            polling.body_hash = gathered.digest
        _plan_next(polling, source, gathered, changed=changed, error=outcome.error, at=at)
    db.session.expunge_all()
    return [outcome]


def _plan_next(
    polling: Polling, source: Source, gathered: Gathered, *, changed: bool, error: str | None, at: datetime
) -> None:
    if error is None:
        rhythm = scheduling.after_success(polling.interval_seconds, changed=changed, at=at)
    else:
        rhythm = scheduling.after_failure(
            polling.interval_seconds, failures=polling.failures, retry_after=gathered.fetched.retry_after, at=at
        )
    polling.interval_seconds, polling.next_check_at = rhythm.interval_seconds, rhythm.next_at
    if error is None or gathered.document is not None:
        polling.gone_days = []
        _note_move(polling, source, gathered.fetched.moved_to, at)
    elif error == "gone":
        _pause_when_gone(polling, at)


def _pause_when_gone(polling: Polling, at: datetime) -> None:
    """Stop asking a source that answered 410 on three days without a good answer between; its adverts run on."""
    polling.gone_days = sorted({*polling.gone_days, at.date().isoformat()})
    if len(polling.gone_days) >= DAYS_GONE:
        polling.active, polling.health = False, "paused"
        log.warning("source.paused", extra={"source": polling.source_id})


def _note_move(polling: Polling, source: Source, moved_to: str | None, at: datetime) -> None:
    """Follow a permanent redirect for good once it led to the same address on three polls a day apart."""
    if moved_to is None:
        polling.moved_to, polling.moved_days = None, []
        return
    days = list(polling.moved_days) if moved_to == polling.moved_to else []
    if not days or at - datetime.fromisoformat(days[-1]) >= DAY_APART:
        days.append(at.isoformat())
    polling.moved_to, polling.moved_days = moved_to, days
    if len(days) < MOVES_AGREEING:
        return
    if db.session.scalar(select(Source.id).where(Source.address == moved_to)) is None:
        log.warning("source.moved", extra={"source": source.id})
        source.address, polling.moved_to, polling.moved_days = moved_to, None, []
