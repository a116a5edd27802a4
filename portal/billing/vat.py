"""Rates of VAT as dated data: of each code the newest that has begun is in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.foundation.errors import RuleBroken

STANDARD, ZERO, EXEMPT = "standard", "zero", "exempt"
NAMES = {STANDARD: "standard rate", ZERO: "zero rate", EXEMPT: "exempt"}


@dataclass(frozen=True, slots=True)
class Rate:
    """What is charged under a code from a day on, in basis points: 2000 is 20 %."""

    code: str
    basis_points: int
    from_date: date


def rate_on(rates: Iterable[Rate], code: str, *, on: date) -> int:
    """The basis points charged under a code on a London day. Raises RuleBroken where none has begun."""
    begun = [each for each in rates if each.code == code and each.from_date <= on]
    if not begun:
        raise RuleBroken(f"No {NAMES[code]} of VAT is set for {on:%-d %B %Y}. Staff can add one under Prices.")
    return max(begun, key=lambda each: each.from_date).basis_points


def percent(basis_points: int) -> str:
    """`2000` as "20%", `1750` as "17.5%", `3330` as "33.3%"."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02}".rstrip("0") + "%" if rest else f"{whole}%"
