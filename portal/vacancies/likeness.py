"""How surely two vacancies are one job: pure comparison, with reasons.

Merging two jobs hides one from everyone, so "same" needs the same employer and title, nothing against it and
two independent facts for it. What is only likely is kept apart and listed for staff.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

from rapidfuzz.fuzz import token_sort_ratio

from portal.vacancies.identity import folded, tidy_title

Verdict = Literal["same", "likely", "new"]

SAME_REFERENCE = "the same reference"
PLACES_DIFFER = "the places differ"

SKETCH = 64
"""How many of the smallest shingle hashes a fingerprint keeps; the error of likeness is about 1 / sqrt(64) = 0.12."""
SHINGLE = 4

_GRADE_WORDS = re.compile(
    r"\b(?:(?:afc )?band \d[a-d]?|scp ?\d+(?: \d+)?|grade [a-z0-9]{1,3}|(?:seo|heo|eo|ao|aa|g[67]|scs ?\d?)|"
    r"permanent|fixed term|ftc|temporary|secondment|\d+ months?|full time|part time|hybrid|remote|home ?based|"
    r"maternity cover|x ?\d+|\d+ posts?|£[\d,k ]+|job share|bank)\b"
)
_ABBREVIATED = {"snr": "senior", "sr": "senior", "jnr": "junior", "jr": "junior", "mgr": "manager", "asst": "assistant"}
_LEVELS = frozenset(
    [
        "apprentice",
        "trainee",
        "graduate",
        "junior",
        "assistant",
        "associate",
        "deputy",
        "senior",
        "lead",
        "principal",
        "head",
        "chief",
        "director",
        "manager",
        "i",
        "ii",
        "iii",
        "iv",
        "1",
        "2",
        "3",
        "4",
    ]
)
SIMILAR_TITLES = 85
"""Titles this alike (rapidfuzz's token_sort_ratio, of 100) and of one level may be one job's."""
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared. `places` are folded names with postcodes' outward parts; pay is annual pence."""

    title_key: str
    employer_key: str
    places: frozenset[str] = frozenset()
    pay: tuple[int | None, int | None] = (None, None)
    closes_at: datetime | None = None
    grade: str = ""
    reference: str = ""
    """The employer's own reference, folded."""
    fingerprint: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """The verdict with a score from 0 to 1 and the reasons, for staff."""

    verdict: Verdict
    score: float
    evidence: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def title_key(title: str, places: tuple[str, ...] = ()) -> str:
    """The title's words in order, without grade, contract and place words, which boards add.

    "Data Engineer", "Data Engineer - SEO - Leeds" and "Data Engineer (Band 7)" share a key. A title that is
    nothing but such words keeps them.
    """
    plain = folded(_PARENTHESES.sub(" ", tidy_title(title)))
    short = _GRADE_WORDS.sub(" ", plain)
    for place in places:
        short = re.sub(rf"\b{re.escape(folded(place))}\b", " ", short) if folded(place) else short
    words = [_ABBREVIATED.get(word, word) for word in short.split()]
    return " ".join(words) if words else plain or folded(title)


def similar_titles(a: str, b: str) -> bool:
    """Whether two title keys differ only in small words or spelling, never in the level of the job."""
    apart = set(a.split()) ^ set(b.split())
    return not apart & _LEVELS and token_sort_ratio(a, b) >= SIMILAR_TITLES


def fingerprint(text: str) -> tuple[int, ...]:
    """A sketch of a text: the smallest hashes of its runs of four words, in order."""
    words = folded(text).split()
    if len(words) < SHINGLE * 2:
        return ()
    hashes = {zlib.crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in range(len(words) - SHINGLE + 1)}
    return tuple(sorted(hashes)[:SKETCH])


def text_likeness(a: Iterable[int], b: Iterable[int]) -> float:
    """Estimated share of common runs of words (Jaccard), 0 when either sketch is missing."""
    first, second = set(a), set(b)
    if not first or not second:
        return 0.0
    smallest = sorted(first | second)[:SKETCH]
    return sum(1 for value in smallest if value in first and value in second) / len(smallest)


def compare(a: Features, b: Features) -> Likeness:
    """How surely two vacancies from different sources are one job."""
    text = text_likeness(a.fingerprint, b.fingerprint)
    same_title = bool(a.title_key) and a.title_key == b.title_key
    similar = not same_title and similar_titles(a.title_key, b.title_key)
    same_employer = bool(a.employer_key) and a.employer_key == b.employer_key
    supports, conflicts = _facts(a, b)
    if text >= 0.5:
        supports.append(f"the texts share about {text:.0%} of their wording")
    if text >= 0.85:
        supports.append("the texts are nearly word for word")
    if not text and len(a.fingerprint) == len(b.fingerprint) == SKETCH:
        conflicts.append("the texts have nothing in common")
    score = round(0.35 * same_title + 0.25 * same_employer + min(0.4, 0.13 * len(supports)) - 0.2 * len(conflicts), 2)
    reasons = tuple(
        (["the same title"] if same_title else ["a similar title"] if similar else [])
        + (["the same employer"] if same_employer else [])
        + supports
        + [f"but {conflict}" for conflict in conflicts]
    )
    return Likeness(
        _verdict(same_title, same_employer, supports, conflicts, text, similar), max(0.0, min(1.0, score)), reasons
    )


def _verdict(
    same_title: bool, same_employer: bool, supports: list[str], conflicts: list[str], text: float, similar: bool
) -> Verdict:
    if same_title and same_employer:
        if not conflicts or (SAME_REFERENCE in supports and len(conflicts) == 1 and PLACES_DIFFER not in conflicts):
            return "same" if len(supports) >= 2 or SAME_REFERENCE in supports else "likely"
        return "likely" if text >= 0.85 and len(conflicts) == 1 else "new"
    if (same_title or same_employer) and not conflicts and text >= 0.7 and len(supports) >= 3:
        return "likely"
    if similar and same_employer and not conflicts and len(supports) >= 2:
        return "likely"
    return "new"


def _facts(a: Features, b: Features) -> tuple[list[str], list[str]]:
    supports: list[str] = []
    conflicts: list[str] = []
    if a.places and b.places:
        if a.places & b.places:
            supports.append("the same place")
        else:
            conflicts.append(PLACES_DIFFER)
    if a.closes_at and b.closes_at:
        apart = abs(a.closes_at - b.closes_at)
        if apart <= timedelta(days=1):
            supports.append("the same closing day")
        elif apart > timedelta(days=3):
            conflicts.append("the closing dates differ")
    if _known(a.pay) and _known(b.pay):
        if _overlap(a.pay, b.pay):
            supports.append("the same pay")
        else:
            conflicts.append("the pay differs")
    if a.grade and b.grade:
        if a.grade == b.grade:
            supports.append("the same grade")
        else:
            conflicts.append("the grades differ")
    if a.reference and a.reference == b.reference:
        supports.append(SAME_REFERENCE)
    elif _series(a.reference) and _series(a.reference) == _series(b.reference):
        conflicts.append("the references differ")
    return supports, conflicts


def _series(reference: str) -> str:
    """The pattern of a reference with letters ("chs 24 013" and "chs 24 017" are of one series); '' for bare numbers,
    which each board gives anew."""
    return re.sub(r"\d", "9", reference) if re.search(r"[a-z]", reference) else ""


def _known(pay: tuple[int | None, int | None]) -> bool:
    return pay[0] is not None or pay[1] is not None


def _overlap(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    low_a, high_a = a[0] or a[1] or 0, a[1] or a[0] or 0
    low_b, high_b = b[0] or b[1] or 0, b[1] or b[0] or 0
    return low_a <= high_b * 1.02 and low_b <= high_a * 1.02
