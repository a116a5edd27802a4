"""On what basis pay is stated, and what it comes to as a full-time year."""

from __future__ import annotations

import re
from dataclasses import replace

from portal.vacancies.drafts import Basis, Pay, Period
from portal.vacancies.pay_figures import NUMBER, SIGN, Figure, pence_of
from portal.vacancies.pay_periods import Span

HOURS_A_WEEK, WEEKS_A_YEAR, DAYS_A_YEAR = 37.0, 52.143, 220
"""A full-time year for comparison: 37 hours (the NJC week) unless the advert names its own, 365/7 weeks, 220 working days."""
FULL_WEEK = (35.0, 40.0)
"""Hours a week that an advert may call full-time; fewer are a part-time post's and say nothing of a full year."""
READ_AT_MOST = 12_000
_PRO_RATA = re.compile(r"\bpro[\s-]?rata\b|\bpro-?rated\b", re.IGNORECASE)
_FULL_TIME_BEFORE = re.compile(
    r"(?:\b(?:FTE|WTE)|full[- ]time(?: equivalent)?)(?:\s+(?:salary|pay|range|of|is))*\s*[:\-–]?\s*$", re.IGNORECASE
)
_FULL_TIME_AFTER = re.compile(
    r"^[\s,]*(?:(?:annually|per annum|p\.?a\.?|a year)[\s,]*)?\(?\s*(?:FTE|WTE|full[- ]time(?: equivalent)?)\b(?!\s*(?:of|:|is|salary)?\s*£)",
    re.IGNORECASE,
)
_ACTUAL_BEFORE = re.compile(r"\bactual(?:\s+(?:annual|starting|salary|pay|range|of|is))*\s*[:\-–]?\s*$", re.IGNORECASE)
_ACTUAL_AFTER = re.compile(
    r"^[\s,]*(?:(?:annually|per annum|p\.?a\.?|a year)[\s,]*)?\(?\s*(?:actual|for [\d.]+ (?:hours|hrs))\b(?! (?:salary|pay|:|£))",
    re.IGNORECASE,
)
_FTE_NOTE = re.compile(
    r"\(?\s*(?:FTE|WTE|full[- ]time(?: equivalent)?)\s*(?:salary|range|pay)?\s*(?:of|:|is)?\s*"
    + SIGN
    + NUMBER
    + r"(?:\s*(?:-|–|to)\s*£?\s*"
    + NUMBER
    + ")?",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\b(\d{2}(?:\.\d{1,2})?)\s*(?:hours|hrs)\s*(?:per|a|/|each)\s*week", re.IGNORECASE)


def basis_of(figure: Figure, text: str, period: Span) -> Basis:
    before, after = text[max(0, figure.start - 40) : figure.start], text[figure.end : figure.end + 60]
    if _ACTUAL_BEFORE.search(before) or _ACTUAL_AFTER.search(after) or _FTE_NOTE.search(after[:40]):
        return "actual"
    if _FULL_TIME_AFTER.search(after) or _FULL_TIME_BEFORE.search(before):
        return "full_time"
    if _PRO_RATA.search(text):
        return "pro_rata"
    if period == "year" and re.search(r"per annum|p\.?\s?a\b|full[- ]time|a year|annually", text, re.IGNORECASE):
        return "full_time"
    return "unknown"


def annualised(pay: Pay, description: str) -> Pay:
    """With the comparable full-time annual range, where the stated figures allow one."""
    if pay.basis == "actual":
        full = _FTE_NOTE.search(pay.stated)
        if not full:
            return pay
        low = pence_of(full.group(1), full.group(2))
        high = pence_of(full.group(3), full.group(4)) if full.group(3) else low
        return replace(pay, annual_minimum=min(low, high), annual_maximum=max(low, high))
    if pay.period == "session":
        return pay
    factor = _times_a_year(pay.period, description)

    def yearly(amount: int | None) -> int | None:
        return None if amount is None else round(amount * factor)

    return replace(pay, annual_minimum=yearly(pay.minimum), annual_maximum=yearly(pay.maximum))


def _times_a_year(period: Period | None, description: str) -> float:
    if period == "hour":
        stated = (float(match.group(1)) for match in _HOURS.finditer(description[:READ_AT_MOST]))
        return next((hours for hours in stated if FULL_WEEK[0] <= hours <= FULL_WEEK[1]), HOURS_A_WEEK) * WEEKS_A_YEAR
    return {"year": 1.0, "month": 12.0, "day": float(DAYS_A_YEAR)}.get(period or "", WEEKS_A_YEAR)
