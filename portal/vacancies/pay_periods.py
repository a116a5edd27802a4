"""The periods that pay is stated for: the words that name them, and the amounts that can be pay in each."""

from __future__ import annotations

import re
from typing import Literal

from portal.vacancies.drafts import Period

LOWEST_YEAR, HIGHEST_YEAR = 600_000, 60_000_000
"""Pence: stated annual pay outside £6,000 to £600,000 is not taken for pay."""
Span = Period | Literal["week"]
BOUNDS: dict[Span, tuple[int, int]] = {
    "year": (LOWEST_YEAR, HIGHEST_YEAR),
    "month": (400_00, 20_000_00),
    "day": (50_00, 3_000_00),
    "hour": (4_00, 400_00),
    "session": (20_00, 15_000_00),
    "week": (150_00, 5_000_00),
}
"""Pence within which a figure of each period can be pay. The contract has no word for a week: its pay has no period."""

PERIODS: tuple[tuple[Span, re.Pattern[str]], ...] = (
    (
        "hour",
        re.compile(
            r"\b(?:per|an|a|each|/)\s*(?:hour|hr)\b|\bp\.?\s?/?h(?:r|our)?\b|(?<=\d)ph\b|\bphr\b|/\s*h(?:r|our)?\b|\bhourly\b",
            re.IGNORECASE,
        ),
    ),
    ("session", re.compile(r"\b(?:per|a|each)\s*session\b|\bsessional\b|/\s*session\b", re.IGNORECASE)),
    (
        "day",
        re.compile(
            r"\b(?:per|a|each)\s*(?:day|diem)\b|\bp\.?/?d\b|(?<=\d)pd\b|\bdaily\b|/\s*day\b|\bday rate\b", re.IGNORECASE
        ),
    ),
    (
        "week",
        re.compile(
            r"\b(?:per|a|each)\s*week\b(?<!hours per week)(?<!hours a week)|\bp\.?/?w\b|(?<=\d)pw\b|\bweekly\b|/\s*week\b",
            re.IGNORECASE,
        ),
    ),
    (
        "month",
        re.compile(
            r"\b(?:per|a|each)\s*(?:calendar\s*)?month\b|\bp\.?c?\.?m\b|(?<=\d)pc?m\b|\bmonthly\b|\bper calendar\b",
            re.IGNORECASE,
        ),
    ),
    (
        "year",
        re.compile(
            r"\b(?:per|a|each)\s*(?:annum|year|yr)\b|\bp\.?\s?a\b|(?<=\d)pa\b|\bannual(?:ly)?\b|\bper ann\w*|/\s*(?:annum|year|yr)\b|\bp/a\b",
            re.IGNORECASE,
        ),
    ),
)
