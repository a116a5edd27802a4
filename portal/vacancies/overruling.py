"""What a person may decide in place of the reader, and what each answer makes of a vacancy's facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, get_args

from portal.classification.findings import Family, Level
from portal.employers.findings import Sector
from portal.foundation.errors import RuleBroken
from portal.vacancies.closing_dates import read_closing
from portal.vacancies.salaries import read_pay

AUTOMATIC = "automatic"
"""The answer that takes an overruling back: what the reader finds counts again."""
UNSTATED = "unstated"

COLUMNS: dict[str, tuple[str, ...]] = {
    "ict": ("ict_decision",),
    "public_sector": ("public_sector",),
    "sector": ("sector",),
    "role": ("role_family", "role_name", "role_level"),
    "pay": (
        "pay_stated",
        "pay_minimum",
        "pay_maximum",
        "pay_period",
        "pay_basis",
        "pay_london_minimum",
        "pay_london_maximum",
        "annual_minimum",
        "annual_maximum",
        "pay_derived",
    ),
    "closes": ("closes_at",),
}
"""Which facts of a vacancy each subject decides."""


def _yes_or_no(column: str) -> Callable[[str, datetime], dict[str, Any]]:
    def answer(given: str, _now: datetime) -> dict[str, Any]:
        return {column: _one_of(given, ("yes", "no"))}

    return answer


def _one_of(given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise RuleBroken(f"{given!r} is not an answer. Say one of: {', '.join(known)}.")
    return given


def _sector(given: str, _now: datetime) -> dict[str, Any]:
    return {"sector": _one_of(given, get_args(Sector))}


def _role(given: str, _now: datetime) -> dict[str, Any]:
    """`family`, or `family/name`, or `family/name/level`."""
    family, name, level = ([part.strip() for part in given.split("/")] + ["", ""])[:3]
    _one_of(family, get_args(Family))
    if level:
        _one_of(level, get_args(Level))
    return {"role_family": family, "role_name": name or None, "role_level": level or None}


def _pay(given: str, now: datetime) -> dict[str, Any]:
    """Pay in an advert's words, "£38,000 to £42,000 a year", or that none is stated."""
    words = "" if given == UNSTATED else given
    found = read_pay(salary=words, on=now.date())
    if words and found.minimum is None and found.maximum is None:
        raise RuleBroken(
            f"No pay can be read from {given[:60]!r}. Write it as £38,000 to £42,000 a year, or say {UNSTATED}."
        )
    return {
        "pay_stated": words,
        "pay_minimum": found.minimum,
        "pay_maximum": found.maximum,
        "pay_period": found.period,
        "pay_basis": found.basis,
        "pay_london_minimum": found.london_minimum,
        "pay_london_maximum": found.london_maximum,
        "annual_minimum": found.annual_minimum,
        "annual_maximum": found.annual_maximum,
        "pay_derived": False,
    }


def _closes(given: str, now: datetime) -> dict[str, Any]:
    """A closing time in an advert's words, in London, or that none is stated."""
    if given == UNSTATED:
        return {"closes_at": None}
    found = read_closing(closing=given, now=now)
    if found.at is None:
        raise RuleBroken(
            f"No closing time can be read from {given[:60]!r}. Write it as 13 December 2026 or 5pm on 13 December 2026, "
            f"or say {UNSTATED}."
        )
    return {"closes_at": found.at}


_ANSWERS: dict[str, Callable[[str, datetime], dict[str, Any]]] = {
    "ict": _yes_or_no("ict_decision"),
    "public_sector": _yes_or_no("public_sector"),
    "sector": _sector,
    "role": _role,
    "pay": _pay,
    "closes": _closes,
}


def facts_of(subject: str, answer: str, *, on: datetime) -> dict[str, Any]:
    """The facts that this answer gives, column to value; none for `automatic`.

    `on` is when it was decided, which says what a date without a year means. Raises RuleBroken with what may be
    said instead.
    """
    if subject not in _ANSWERS:
        raise RuleBroken(f"{subject!r} cannot be decided. Decide one of: {', '.join(_ANSWERS)}.")
    return {} if answer == AUTOMATIC else _ANSWERS[subject](answer.strip(), on)


def kept(facts: dict[str, Any]) -> dict[str, Any]:
    """The reader's own facts in a shape that JSON holds, to come back to when an overruling is taken back."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def revived(facts: dict[str, Any]) -> dict[str, Any]:
    """The other way round."""
    closes = facts.get("closes_at")
    return facts | {"closes_at": datetime.fromisoformat(closes)} if isinstance(closes, str) else dict(facts)
