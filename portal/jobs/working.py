"""The worker: a schedule and the ledger, one thing after another in one process, and a heartbeat beside them.

Each turn of the loop queues what the schedule says is due, keeps the index in step, and runs one job. Anything that
raises costs that job an attempt, never the worker. A thread says every few seconds that the worker lives and keeps the
lease of the job that it runs, so that a long job is not taken by another worker and a killed worker's job soon is.
What runs, and when, is one table in portal.work.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import IntegrityError

from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.jobs import queueing
from portal.jobs.leasing import holder_name, take

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
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
        self._running: queueing.Claimed | None = None

    def stop_on_signals(self) -> None:
        """Finish the present job and stop, on SIGTERM and SIGINT."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: self._stopping.set())

    def run(self, *, burst: bool = False) -> int:
        """Work until stopped, or with `burst` until nothing is left; says how many jobs were run."""
        finished = threading.Event()
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        heart = threading.Thread(target=self._beat, args=(app, finished), name="heartbeat", daemon=True)
        heart.start()
        try:
            return self._work(burst=burst)
        finally:
            finished.set()
            heart.join(5)

    def _work(self, *, burst: bool) -> int:
        done = 0
        while not self._stopping.is_set():
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

    def _beat(self, app: Flask, finished: threading.Event) -> None:
        holder = holder_name()
        while True:
            try:
                with app.app_context():
                    take(queueing.HEARTBEAT, seconds=HEARTBEAT_SECONDS, holder=holder)
                    if job := self._running:
                        with transaction():
                            queueing.renew(job, at=clock.now())
            except Exception:
                log.warning("worker.heartbeat_failed", exc_info=True)
            if finished.wait(HEARTBEAT_SECONDS / 3):
                return

    def _queue_due(self) -> None:
        now = clock.now()
        slots = [(each, int(now.timestamp()) // each.every) for each in self._schedule]
        fresh = [(each, slot) for each, slot in slots if self._last_slot.get(each.name) != slot]
        if not fresh:
            return
        try:
            with transaction():
                for each, slot in fresh:
                    queueing.enqueue(each.name, at=now, unique_key=f"{each.name}:{slot}")
        except IntegrityError:
            log.info("schedule.queued_elsewhere")
        except Exception:
            log.exception("schedule.failed")
            self._stopping.wait(1)
            return
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
        try:
            with reading():
                if not queueing.anything_due(at=clock.now()):
                    return 0
            with transaction():
                job = queueing.claim(at=clock.now())
        except Exception:
            log.exception("job.not_claimed")
            self._stopping.wait(1)
            return 0
        if job is None:
            return 0
        self._running = job
        try:
            self._run(job)
        except Exception:
            # Its result could not be written: the lease runs out and the job is run again.
            log.exception("job.not_written", extra={"job": job.id, "job_name": job.name, "attempt": job.attempt})
            self._stopping.wait(1)
        finally:
            self._running = None
        return 1

    def _run(self, job: queueing.Claimed) -> None:
        started = time.monotonic()
        try:
            outcome = self._handlers[job.name](job.facts)
        except Exception as failure:
            db.session.rollback()
            log.exception("job.failed", extra={"job": job.id, "job_name": job.name, "attempt": job.attempt})
            with transaction():
                queueing.fail(job, f"{type(failure).__name__}: {failure}", at=clock.now())
            return
        with transaction():
            queueing.finish(job, outcome, at=clock.now())
        took = round((time.monotonic() - started) * 1000)
        log.info("job.done", extra={"job": job.id, "job_name": job.name, "took_ms": took})
