"""What a report can be about, and by which day it is to be answered."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

COMPLAINT_DAYS = 28
"""With the weekend rule this stays within the thirty days of the Data (Use and Access) Act 2025."""
REPORT_DAYS = 7
SATURDAY = 5


def next_working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend.

    Bank holidays are not moved: an answer is then due a day sooner than it need be, never later.
    """
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def complaint_due(received: date) -> date:
    """Twenty-eight days after it came in, or the Monday after."""
    return next_working_day(received + timedelta(days=COMPLAINT_DAYS))


def data_request_due(received: date) -> date:
    """One calendar month after it came in: the same day of the next month, its last day where there is no such day,
    and the Monday after a weekend."""
    year, month = (received.year + 1, 1) if received.month == 12 else (received.year, received.month + 1)
    return next_working_day(date(year, month, min(received.day, monthrange(year, month)[1])))


def report_due(received: date) -> date:
    """A week: our own promise, and a vacancy is not open for long."""
    return next_working_day(received + timedelta(days=REPORT_DAYS))


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of report: in words, whether it is a complaint, and when it is due."""

    words: str
    complaint: bool
    due: Callable[[date], date]


MATTERS: Mapping[str, Matter] = {
    "gone": Matter("The vacancy is closed or no longer advertised", False, report_due),
    "wrong_facts": Matter("Something we say about it is wrong", False, report_due),
    "not_ict": Matter("It is not digital, data or IT work", False, report_due),
    "not_public": Matter("The employer is not in the public or third sector", False, report_due),
    "misleading": Matter("It looks misleading, or like a fraud", False, report_due),
    "discrimination": Matter("It discriminates or offends", False, report_due),
    "other": Matter("Something else about it", False, report_due),
    "service": Matter("The service, or how we dealt with you", True, complaint_due),
    "personal_data": Matter("How we use what we know about you", True, complaint_due),
    "data_request": Matter(
        "You want a copy of what we know about you, or want it corrected or erased", True, data_request_due
    ),
}
OF_VACANCIES = tuple((key, each.words) for key, each in MATTERS.items() if not each.complaint)
COMPLAINTS = tuple((key, each.words) for key, each in MATTERS.items() if each.complaint)
