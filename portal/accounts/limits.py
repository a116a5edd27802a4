"""How often something may be tried, counted in the database: shared by all workers, and kept through a restart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import BigInteger, ColumnElement, and_, cast, delete, func, select

from portal.accounts.models import Attempt
from portal.accounts.secrets import keyed_hash
from portal.database.base import db
from portal.foundation import clock

KEPT = timedelta(days=2)
"""Longer than any limit looks back."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries within so long, of one kind."""

    kind: str
    most: int
    within: timedelta


def allow(kind: str, key: str, *, most: int, within: timedelta) -> bool:
    """Count a try and say whether it may go on. A refused one is not counted, so waiting always helps.

    `key` is who tries (an account, an address); only a keyed hash of it is kept. To be called in a transaction that
    commits whatever comes of the try.
    """
    return take(Limit(kind, most, within), key) is not None


def take(limit: Limit, key: str) -> int | None:
    """Count a try; its number, with which it can be forgiven, or None when there were too many."""
    hashed = _hashed(limit.kind, key)
    _one_at_a_time(hashed)
    if len(_counted(limit, hashed)) >= limit.most:
        return None
    attempt = Attempt(kind=limit.kind, key=hashed, at=clock.now())
    db.session.add(attempt)
    db.session.flush()
    return attempt.id


def forgive(*attempts: int) -> None:
    """Uncount tries that turned out right."""
    db.session.execute(delete(Attempt).where(Attempt.id.in_(attempts)))


def forget(limit: Limit, key: str) -> None:
    """Uncount every try under this key."""
    hashed = _hashed(limit.kind, key)
    db.session.execute(delete(Attempt).where(Attempt.kind == limit.kind, Attempt.key == hashed))


def seconds_left(limit: Limit, key: str) -> int:
    """How long until another try may go on; 0 when it may now."""
    counted = _counted(limit, _hashed(limit.kind, key))
    if len(counted) < limit.most:
        return 0
    free_at = counted[len(counted) - limit.most] + limit.within
    return max(1, math.ceil((free_at - clock.now()).total_seconds()))


def forget_old(*, at: datetime) -> int:
    """Delete tries that no limit looks at any longer; says how many."""
    old = db.session.scalars(select(Attempt.id).where((Attempt.at < at - KEPT) | (Attempt.at > at + KEPT))).all()
    db.session.execute(delete(Attempt).where(Attempt.id.in_(old)))
    return len(old)


def _counted(limit: Limit, hashed: str) -> list[datetime]:
    return list(db.session.scalars(select(Attempt.at).where(_within(limit, hashed)).order_by(Attempt.at)))


def _within(limit: Limit, hashed: str) -> ColumnElement[bool]:
    # Tries from the future count too: a clock put back must not open the gate.
    return and_(Attempt.kind == limit.kind, Attempt.key == hashed, Attempt.at > clock.now() - limit.within)


def _hashed(kind: str, key: str) -> str:
    return keyed_hash(current_app.config["SETTINGS"].secret_key, "attempt", kind, key)


def _one_at_a_time(hashed: str) -> None:
    """SQLite has one writer; PostgreSQL must be told that tries under one key wait for each other."""
    if db.engine.dialect.name == "postgresql":
        number = int(hashed[:15], 16)
        db.session.execute(select(func.pg_advisory_xact_lock(cast(number, BigInteger))))
