"""What the paths of a list of records hold, over a sample of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from portal.feeds.mapping import Flat

SAMPLES = 50
JOB_WORDS = re.compile(
    r"\b(?:officers?|managers?|engineers?|analysts?|assistants?|developers?|administrators?|technicians?|consultants?|specialists?|"
    r"advis[eo]rs?|co-?ordinators?|leads?|heads?|directors?|nurses?|teachers?|practitioners?|workers?|apprentice(?:ship)?s?|architects?|"
    r"designers?|scientists?|lecturers?|researchers?|professors?|supervisors?|executives?|clerks?|drivers?|cleaners?|caretakers?|chefs?|cooks?|"
    r"support|trainees?|graduates?|interns?(?:hip)?|inspectors?|planners?|surveyors?|accountants?|solicitors?|therapists?|psychologists?|pharmacists?|"
    r"doctors?|registrars?|midwi(?:fe|ves)|carers?|operatives?|agents?|chief|deputy|secretar(?:y|ies)|receptionists?|librarians?|wardens?|constables?|"
    r"fellows?|tutors?|instructors?|trainers?|programmers?|product owner|associates?|auditors?|buyers?|controllers?|investigators?|"
    r"caseworkers?|ambassadors?|representatives?|swyddog|rheolwr|vacancy|developer|devops|sysadmin)\b",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """What one path holds over the sample: its texts (cut), how often it is there, how alike they are."""

    path: str
    texts: tuple[str, ...]
    filled: float
    typical: float
    distinct: float
    repeats: bool

    def share(self, pattern: re.Pattern[str]) -> float:
        return sum(1 for text in self.texts if pattern.search(text)) / len(self.texts)


def columns_of(rows: Sequence[Flat]) -> list[Column]:
    """The paths of the sample, in the order in which they come."""
    paths = list(dict.fromkeys(path for row in rows for path in row))
    return [_column(path, rows) for path in paths]


def _column(path: str, rows: Sequence[Flat]) -> Column:
    held = [row[path] for row in rows if path in row]
    joined = ["; ".join(text for _, text in values[:5]) for values in held]
    return Column(
        path,
        tuple(text[:300] for text in joined),
        len(held) / len(rows),
        median(len(text) for text in joined),
        len(set(joined)) / len(joined),
        any(len(values) > 1 for values in held),
    )
