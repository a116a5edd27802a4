"""Putting work on the ledger and taking it off: safe to repeat, safe against a killed worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from portal.database.base import db
from portal.database.slicing import Found, page_of
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.jobs.models import Job, Lease
from portal.web.listing import Asked

HEARTBEAT = "worker"
LEASE = timedelta(seconds=90)
"""How long a job outlives its worker's last sign of life; renewed while the worker lives."""
DEAD_AFTER = 8
KEEP_DONE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this worker may run now; `attempt` guards the writing of its result."""

    id: int
    name: str
    facts: dict[str, Any]
    attempt: int


def enqueue(
    name: str,
    facts: Mapping[str, Any] | None = None,
    *,
    at: datetime,
    due: datetime | None = None,
    unique_key: str | None = None,
) -> bool:
    """Add work in the caller's transaction; False when the same unique key is on the ledger already."""
    if unique_key and db.session.scalar(select(Job.id).where(Job.unique_key == unique_key)) is not None:
        return False
    db.session.add(Job(name=name, facts=dict(facts or {}), unique_key=unique_key, due_at=due or at, queued_at=at))
    return True


def claim(*, at: datetime) -> Claimed | None:
    """Take the most urgent job that is due, or whose worker was lost; None when there is none."""
    job_id = db.session.scalar(
        select(Job.id).where(_due(at)).order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
    )
    if job_id is None:
        return None
    job = db.session.get_one(Job, job_id)
    job.state, job.attempts, job.leased_until = "running", job.attempts + 1, at + LEASE
    return Claimed(job.id, job.name, dict(job.facts), job.attempts)


def anything_due(*, at: datetime) -> bool:
    """Whether `claim` would find something; a read, so that an idle worker writes nothing."""
    return db.session.scalar(select(Job.id).where(_due(at)).limit(1)) is not None


def _due(at: datetime) -> ColumnElement[bool]:
    return or_(
        Job.state.in_(("queued", "failed")) & (Job.due_at <= at),
        (Job.state == "running") & (Job.leased_until <= at),
    )


def finish(job: Claimed, outcome: str, *, at: datetime) -> None:
    """Write down that the job is done; ignored when another worker has taken it over meanwhile."""
    _write(job, at=at, state="done", outcome=outcome[:500], finished_at=at, leased_until=None)


def fail(job: Claimed, why: str, *, at: datetime) -> None:
    """Try again later, twice as late each time; dead after eight attempts."""
    if job.attempt >= DEAD_AFTER:
        _write(job, at=at, state="dead", outcome=why[:500], finished_at=at, leased_until=None)
        return
    wait = timedelta(seconds=min(6 * 3600, 15 * 2**job.attempt))
    _write(job, at=at, state="failed", outcome=why[:500], due_at=at + wait, leased_until=None)


def _write(job: Claimed, *, at: datetime, **values: Any) -> None:
    db.session.execute(
        update(Job).where(Job.id == job.id, Job.state == "running", Job.attempts == job.attempt).values(**values)
    )


def forget_old(*, at: datetime) -> None:
    """Delete finished jobs after two weeks."""
    db.session.execute(delete(Job).where(Job.state == "done", Job.finished_at < at - KEEP_DONE))


def counts() -> dict[str, int]:
    """How many jobs there are in each state."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
    return {state: number for state, number in rows}


def oldest_due() -> datetime | None:
    """Since when the longest waiting job could have been run."""
    return db.session.scalar(select(func.min(Job.due_at)).where(Job.state.in_(("queued", "failed"))))


def last_scheduled() -> datetime | None:
    """When the schedule last queued anything."""
    return db.session.scalar(select(func.max(Job.queued_at)).where(Job.unique_key.is_not(None)))


def heartbeat() -> datetime | None:
    """Until when a worker said that it is alive."""
    return db.session.scalar(select(Lease.until).where(Lease.name == HEARTBEAT))


def renew(job: Claimed, *, at: datetime) -> None:
    """Keep a running job for another lease; without effect when another worker has it."""
    _write(job, at=at, leased_until=at + LEASE)


def listed(limit: int = 50) -> list[Job]:
    """The jobs that matter now, unfinished ones first."""
    return list(db.session.scalars(select(Job).order_by((Job.state == "done").asc(), Job.id.desc()).limit(limit)))


TROUBLED = ("failed", "dead")


def troubled(asked: Asked) -> Found:
    """Jobs that failed and will be tried again, and those that were given up: id, name, state, attempts, times, why."""
    statement = select(Job.id, Job.name, Job.state, Job.attempts, Job.queued_at, Job.due_at, Job.outcome).where(
        Job.state.in_(TROUBLED)
    )
    if asked.words:
        statement = statement.where(
            or_(Job.name.icontains(asked.words, autoescape=True), Job.outcome.icontains(asked.words, autoescape=True))
        )
    if state := asked.chosen["state"]:
        statement = statement.where(Job.state == state)
    column = Job.queued_at if asked.sort == "queued" else Job.name
    order = (column.desc(), Job.id.desc()) if asked.descending else (column, Job.id)
    return page_of(statement, order=order, page=asked.page, per_page=asked.per_page)


def retry(job_id: int) -> str | None:
    """Let a failed or dead job run now, with all its attempts before it; its name, None when it is neither."""
    now = clock.now()
    name = db.session.scalar(select(Job.name).where(Job.id == job_id, Job.state.in_(TROUBLED)))
    done = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state.in_(TROUBLED))
        .values(state="queued", attempts=0, due_at=now, finished_at=None)
    )
    return name if done.rowcount else None  # type: ignore[attr-defined]


def forget(job_id: int) -> str | None:
    """Delete a failed or dead job; its name, None when it is neither."""
    name = db.session.scalar(select(Job.name).where(Job.id == job_id, Job.state.in_(TROUBLED)))
    done = db.session.execute(delete(Job).where(Job.id == job_id, Job.state.in_(TROUBLED)))
    return name if done.rowcount else None  # type: ignore[attr-defined]


def one_in_trouble(job_id: int) -> Job:
    """The failed or dead job of this number. Raises NotFound."""
    job = db.session.scalar(select(Job).where(Job.id == job_id, Job.state.in_(TROUBLED)))
    if job is None:
        raise NotFound("There is no such job among those that failed.")
    return job
