"""When a source is looked at again: as often as it changes, less and less while it fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SOONEST, LATEST = timedelta(minutes=15), timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a source is looked at when all is well, and when next."""

    interval_seconds: int
    next_at: datetime


def after_success(interval_seconds: int, *, changed: bool, at: datetime) -> Rhythm:
    """Sooner where something changed, later where not: between a quarter of an hour and a day."""
    wished = timedelta(seconds=interval_seconds) * (0.5 if changed else 1.25)
    interval = min(LATEST, max(SOONEST, wished))
    return Rhythm(int(interval.total_seconds()), at + interval)


def after_failure(interval_seconds: int, *, failures: int, retry_after: int | None, at: datetime) -> Rhythm:
    """Twice as late with each failure in a row, up to a day, and not before the source asked for.

    The rhythm itself stays, so that a source that recovers is looked at as often as before.
    """
    usual = timedelta(seconds=interval_seconds)
    wait = min(LATEST, usual * 2 ** min(failures, 12))
    return Rhythm(interval_seconds, at + max(wait, timedelta(seconds=retry_after or 0)))
