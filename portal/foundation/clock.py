"""The one place that knows what time it is: UTC inside, Europe/London for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SKEW = timedelta(minutes=5)
"""How far the clocks of two web servers may be apart."""

_clock_file: Path | None = None
_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def follow_file(path: Path | None) -> None:
    """Read the time from this file (one ISO time) instead of the machine's clock; None goes back to the machine."""
    global _clock_file
    _clock_file = path


def now() -> datetime:
    """The present instant in UTC, always aware."""
    pretended = _pretended.get()
    if pretended is not None:
        return pretended
    return datetime.now(UTC) if _clock_file is None else read_file(_clock_file)


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """Let it be this instant for what is done inside, here and nowhere else: for making an example's history."""
    token = _pretended.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


def read_file(path: Path) -> datetime:
    """The instant that a clock file holds; UTC when it names no zone. Raises ValueError when it holds none."""
    stopped = datetime.fromisoformat(path.read_text().strip())
    return stopped.astimezone(UTC) if stopped.tzinfo else stopped.replace(tzinfo=UTC)


def today() -> date:
    """The present day in London, the day that people mean."""
    return now().astimezone(LONDON).date()


def london_instant(day: date, at: time) -> datetime:
    """The UTC instant of a wall-clock time in London.

    A time that happens twice (the night the clocks go back) is the later of the two, in the
    applicant's favour; one that does not exist is moved past the gap.
    """
    local = datetime.combine(day, at, tzinfo=LONDON)
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def end_of_london_day(day: date) -> datetime:
    """The last whole minute of a day in London, as a UTC instant: when a date-only deadline closes."""
    return london_instant(day, time(23, 59))
