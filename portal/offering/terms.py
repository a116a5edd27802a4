"""The terms of an offer as those who make it enter them, and what is refused of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from portal.foundation.errors import RuleBroken

MOST_PENCE = 100_000_000
"""A million pounds a year; above that somebody has typed a digit too many."""
LATEST_ANSWER = timedelta(days=90)
LATEST_START = timedelta(days=548)
LONGEST_CONDITIONS = 4_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered. `conditions` has one on each line, and is empty for a firm offer."""

    post: str
    salary_pence: int
    hours: str
    starts_on: date
    conditions: str
    answer_by: date

    @property
    def is_conditional(self) -> bool:
        return bool(self.conditions.strip())


def conditions_of(text: str) -> list[str]:
    """The conditions one by one."""
    return [each for each in (line.strip(" •-\t") for line in text.splitlines()) if each]


def checked(terms: Terms, *, today: date) -> Terms:
    """The same terms. Raises RuleBroken with a sentence for those that nobody could answer."""
    if not terms.post.strip():
        raise RuleBroken("Enter the post that is offered.")
    if not terms.hours.strip():
        raise RuleBroken("Say which hours are offered, such as 37 hours a week.")
    if not 0 < terms.salary_pence <= MOST_PENCE:
        raise RuleBroken("Enter the salary for a year in pounds, such as 48,500.")
    if terms.answer_by <= today:
        raise RuleBroken("Enter a day to answer by that is after today.")
    if terms.answer_by > today + LATEST_ANSWER:
        raise RuleBroken(f"Enter a day to answer by within {LATEST_ANSWER.days} days.")
    if terms.starts_on <= today:
        raise RuleBroken("Enter a start date after today.")
    if terms.starts_on > today + LATEST_START:
        raise RuleBroken("Enter a start date within 18 months.")
    if terms.answer_by > terms.starts_on:
        raise RuleBroken("The answer is wanted before the start: enter an earlier day to answer by, or a later start.")
    if len(terms.conditions) > LONGEST_CONDITIONS:
        raise RuleBroken(f"The conditions must be {LONGEST_CONDITIONS:,} characters or fewer.")
    return terms
