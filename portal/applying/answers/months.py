"""Months as people type them: 3 2019, March 2019, 03/2019."""

from __future__ import annotations

import calendar
import re
from datetime import date

from portal.posting.answers.closing import MONTHS

_TYPED = re.compile(r"(?P<month>[a-z]+|\d{1,2})[\s./-]*(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
EXAMPLE = "such as March 2019 or 3 2019"


def month_of(typed: str) -> date | None:
    """The first day of the month that was typed; None where it names none."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        return None
    number = _number(found["month"].lower())
    return date(int(found["year"]), number, 1) if 1 <= number <= 12 else None


def last_day(month: date) -> date:
    """The last day of the month of this day."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def period_problems(
    since: date | None, until: date | None, *, goes_on: bool, today: date, began: str, ticked: str, ahead: str = ""
) -> dict[str, str]:
    """A sentence for each end of a period, "since" and "until", that does not hold.

    `began` says which month is asked for first ("in which it began"), `ticked` what is ticked in place of an end ("it goes
    on"), and `ahead` what more there is to say of a beginning that lies ahead.
    """
    problems: dict[str, str] = {}
    if since is None:
        problems["since"] = f"Enter the month and year {began}, {EXAMPLE}."
    elif since > today:
        problems["since"] = f"Enter a month that has begun.{ahead}"
    if goes_on:
        return problems
    if until is None:
        problems["until"] = f"Enter the month and year in which it ended, {EXAMPLE}, or tick that {ticked}."
    elif since is not None and until < since:
        problems["until"] = f"It began in {in_words(since)}. Enter the same month or a later one."
    elif until > today:
        problems["until"] = f"Enter a month that has begun, or tick that {ticked}."
    return problems


def in_words(month: date) -> str:
    """March 2019."""
    return f"{month:%B %Y}"


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() else MONTHS.get(typed, 0)
