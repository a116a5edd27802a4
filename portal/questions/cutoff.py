"""Until when questions can be asked: two working days before the vacancy closes, unless the consultant says otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from portal.foundation.clock import LONDON, end_of_london_day
from portal.posting.holidays import SATURDAY, name_of

WORKING_DAYS = 2


def usual(closes_at: datetime, *, nation: str | None = None) -> datetime:
    """The last minute of the day that lies two working days before the closing day, in London.

    A vacancy that closes on Sunday 13 December takes questions until the end of Thursday 10 December. Weekends and the
    bank holidays of the employer's nation are no working days.
    """
    day, left = closes_at.astimezone(LONDON).date(), WORKING_DAYS
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day, nation=nation)
    return end_of_london_day(day)


def is_working_day(day: date, *, nation: str | None = None) -> bool:
    """Whether offices are open on that day; with no nation, a bank holiday anywhere in the UK closes them."""
    return day.weekday() < SATURDAY and not name_of(day, nation)
