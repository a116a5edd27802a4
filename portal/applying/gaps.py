"""Gaps in what an applicant says they did, which the form asks about kindly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

MONTHS = 3
"""A gap of more than this is asked about, as Teaching Vacancies and the NHS's forms do (anchors.md row 48)."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both counted; `until` is None for what goes on."""

    since: date
    until: date | None = None


def gaps(periods: Iterable[Period], *, today: date) -> list[Period]:
    """The stretches of more than three months between the first period and today in which nothing is told of."""
    found, covered_until = [], None
    for each in sorted(periods, key=lambda period: period.since):
        if covered_until is not None and _is_long(covered_until, each.since):
            found.append(Period(covered_until + timedelta(days=1), each.since - timedelta(days=1)))
        covered_until = max(covered_until or date.min, each.until or today)
    if covered_until is not None and _is_long(covered_until, today):
        found.append(Period(covered_until + timedelta(days=1), today))
    return found


def _is_long(last: date, following: date) -> bool:
    return following - timedelta(days=1) > last + relativedelta(months=MONTHS)
