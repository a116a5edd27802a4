"""The membership year: from 1 January, renewed from 1 November, with grace to the last day of February."""

from __future__ import annotations

import calendar
from datetime import date

RENEWAL_MONTH = 11
MONTHS = 12


def months_left(on: date) -> int:
    """The months of the year that are charged to one who joins on this day, the current one included."""
    return MONTHS + 1 - on.month


def share_of(year_pence: int, months: int) -> int:
    """The part of a year's fee that falls on this many months, to the nearer penny, a half upwards."""
    return (2 * year_pence * months + MONTHS) // (2 * MONTHS)


def last_of_year(year: int) -> date:
    return date(year, 12, 31)


def last_of_grace(year: int) -> date:
    """The last day on which the year before still carries a membership: 28 or 29 February."""
    return date(year, 2, calendar.monthrange(year, 2)[1])


def renewal_opens(year: int) -> date:
    """The day from which the renewal for this membership year is offered."""
    return date(year - 1, RENEWAL_MONTH, 1)
