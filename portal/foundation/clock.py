"""The one place that knows what time it is: UTC inside, Europe/London for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_clock_file: Path | None = None


def follow_file(path: Path | None) -> None:
    """Read the time from this file (one ISO time) instead of the machine's clock; None goes back to the machine."""
    global _clock_file
    _clock_file = path


def now() -> datetime:
    """The present instant in UTC, always aware."""
    if _clock_file is not None:
        stopped = datetime.fromisoformat(_clock_file.read_text().strip())
        return stopped.astimezone(UTC) if stopped.tzinfo else stopped.replace(tzinfo=UTC)
    return datetime.now(UTC)


def today() -> date:
    """The present day in London, the day that people mean."""
    return now().astimezone(LONDON).date()


def london_instant(day: date, at: time) -> datetime:
    """The UTC instant of a wall-clock time in London.

    A time that happens twice (the night the clocks go back) is the later of the two, in the
    applicant's favour; one that does not exist is moved past the gap.
    """
    return datetime.combine(day, at, tzinfo=LONDON).replace(fold=1).astimezone(UTC)


def end_of_london_day(day: date) -> datetime:
    """The last whole minute of a day in London, as a UTC instant: when a date-only deadline closes."""
    return london_instant(day, time(23, 59))
