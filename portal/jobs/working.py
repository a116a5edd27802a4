"""The worker: a heartbeat, a schedule, and the ledger, one thing after another in one process.

Each turn of the loop writes a heartbeat, queues what the schedule says is due, keeps the index in step, and
runs one job. Anything that raises costs that job an attempt, never the worker. Registered by `schedule` and
`handle` from portal.work, the one table of what runs in the background.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.jobs import queueing
from portal.jobs.leasing import take

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
HEARTBEAT = "worker"
HEARTBEAT_SECONDS = 30.0

Handler = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Work that is done again and again: `every` seconds, one job a slot whoever schedules it."""

    name: str
    every: int


class Worker:
    """Runs jobs until told to stop. `each_turn` is short work done every turn (keeping the index in step)."""

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        schedule: tuple[Repeated, ...],
        each_turn: Callable[[], bool],
    ) -> None:
        self._handlers = handlers
        self._schedule = schedule
        self._each_turn = each_turn
        self._stopping = threading.Event()
        self._last_slot: dict[str, int] = {}
        self._next_beat = 0.0

    def stop_on_signals(self) -> None:
        """Finish the present job and stop, on SIGTERM and SIGINT."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: self._stopping.set())

    def run(self, *, burst: bool = False) -> int:
        """Work until stopped, or with `burst` until nothing is left; says how many jobs were run."""
        done = 0
        while not self._stopping.is_set():
            self._beat()
            if not burst:
                self._queue_due()
            busy = self._turn()
            ran = self._run_one()
            done += ran
            if burst and not ran and not busy:
                break
            if not ran and not busy:
                self._stopping.wait(IDLE_SECONDS)
        return done

    def _beat(self) -> None:
        if time.monotonic() < self._next_beat:
            return
        self._next_beat = time.monotonic() + HEARTBEAT_SECONDS / 3
        try:
            take(HEARTBEAT, seconds=HEARTBEAT_SECONDS)
        except Exception:
            log.exception("worker.heartbeat_failed")
            self._stopping.wait(1)

    def _queue_due(self) -> None:
        now = clock.now()
        slots = [(each, int(now.timestamp()) // each.every) for each in self._schedule]
        fresh = [(each, slot) for each, slot in slots if self._last_slot.get(each.name) != slot]
        if not fresh:
            return
        with transaction():
            for each, slot in fresh:
                queueing.enqueue(each.name, at=now, unique_key=f"{each.name}:{slot}")
        self._last_slot.update({each.name: slot for each, slot in fresh})

    def _turn(self) -> bool:
        try:
            return self._each_turn()
        except Exception:
            log.exception("worker.turn_failed")
            db.session.rollback()
            self._stopping.wait(1)
            return False

    def _run_one(self) -> int:
        with reading():
            if not queueing.anything_due(at=clock.now()):
                return 0
        with transaction():
            job = queueing.claim(at=clock.now())
        if job is None:
            return 0
        started = clock.now()
        try:
            handler = self._handlers[job.name]
            outcome = handler(job.facts)
        except Exception as failure:
            db.session.rollback()
            log.exception("job.failed", extra={"job": job.id, "job_name": job.name, "attempt": job.attempt})
            with transaction():
                queueing.fail(job, f"{type(failure).__name__}: {failure}", at=clock.now())
            return 1
        with transaction():
            queueing.finish(job, outcome, at=clock.now())
        took = (clock.now() - started) / timedelta(milliseconds=1)
        log.info("job.done", extra={"job": job.id, "job_name": job.name, "took_ms": round(took)})
        return 1
