"""What is due to the client when somebody who was placed leaves early.

A schedule is copied to the placement when it is made, so that a change of our terms changes no guarantee that runs. The
default, and the conditions, are what agencies in this market commonly offer (anchors.md 2.5, read in 2026).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from portal.billing.pricing import half_up


@dataclass(frozen=True, slots=True)
class Rung:
    """So many per cent of the fee for leaving in this month of the work, 1 being the first."""

    month: int
    percent: int


DEFAULT = (Rung(1, 75), Rung(2, 50), Rung(3, 25))
DAYS_TO_TELL = 7
CONDITIONS = {
    "told_in_time": f"The client told us within {DAYS_TO_TELL} days of the leaving date",
    "fee_paid": "Every invoice for the fee that was due by then was paid",
    "not_redundant": "The post was not made redundant, and its duties were not changed much",
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """What comes of a leaving date: per cent of the fee, pence without VAT, and why in a sentence."""

    percent: int
    pence: int
    because: str


def month_of(started_on: date, left_on: date) -> int:
    """In which month of the work the last day lies, 1 being the first.

    A month ends on the day before the same date of the next one; where the next has no such date, on the day before its
    last (31 January to 27 February).
    """
    month = 1
    while left_on >= started_on + relativedelta(months=month):
        month += 1
    return month


def ends_on(started_on: date, schedule: tuple[Rung, ...]) -> date:
    """The last day of the guarantee: the day before the start where the schedule promises nothing."""
    months = max((each.month for each in schedule if each.percent), default=0)
    return started_on + relativedelta(months=months) - timedelta(days=1)


def remedy(
    *, fee_paid_pence: int, started_on: date, left_on: date, schedule: tuple[Rung, ...], ticked: frozenset[str]
) -> Remedy:
    """What is due when the last day at work is `left_on`, of what was paid of the fee without VAT.

    Raises ValueError for a last day before the first.
    """
    if left_on < started_on:
        raise ValueError("nobody leaves before they start")
    month = month_of(started_on, left_on)
    percent = next((each.percent for each in schedule if each.month == month), 0)
    if not percent:
        return Remedy(0, 0, f"The last day lies in month {month}, for which the guarantee promises nothing.")
    missing = [words for key, words in CONDITIONS.items() if key not in ticked]
    if missing:
        return Remedy(0, 0, f"A condition of the guarantee is not met: {missing[0][:1].lower()}{missing[0][1:]}.")
    return Remedy(
        percent,
        half_up(fee_paid_pence, percent, 100),
        f"The last day lies in month {month}, for which {percent} per cent of the fee is given back.",
    )
