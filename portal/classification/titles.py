"""What the words of a title say for and against an ICT job: phrases of the tables, then single words as learnt from adverts."""

from __future__ import annotations

import csv
import html
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.classification import rules
from portal.classification.phrases import Finder, folded, table_of
from portal.classification.taxonomy import ROLES

TABLE = Path(__file__).with_name("title_words.csv")
FOR, AGAINST, CONSTANT = "=for", "=against", ""
"""Rows of the table that are not words: what the phrases for and against weigh, and where every title begins."""
LEARNT_AT_MOST = 4.0
"""How far the learnt words may move a title in all; beyond it rare words would outvote the phrases."""
AGAINST_SURE_AT_MOST = 1.2
"""How far they may move a title down that a sure phrase speaks for and no phrase against."""

_REFERENCE = re.compile(
    r"^\s*[\[(]?\d{3,}[A-Z]?[\])]?\s*[-:]?\s+|^\s*[\[(]\w+[\])]\s*"
    r"|\(?\b(?:job\s+)?ref(?:erence)?\b\.?\s*(?:no\b|number\b)?[.:\s-]*[\w/.-]*\d[\w/.-]*\)?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\bit\b")

_SIGNS: Finder[float] = Finder(
    table_of(
        [
            (-rules.SURE, rules.AGAINST_SURE),
            *((rules.SURE, role.sure) for role in ROLES),
            *((rules.LIKELY, role.likely) for role in ROLES),
            (rules.SURE, rules.TECHNOLOGY_JOBS),
            (rules.LIKELY, rules.PROBABLE),
            (-rules.LIKELY, rules.AGAINST_LIKELY),
            (rules.HINT, rules.HINTS),
            (-rules.HINT, rules.AGAINST_HINT),
            (0.0, rules.UNSURE),
        ]
    )
)


@dataclass(frozen=True, slots=True)
class TitleWeight:
    """How a title weighs, in log-odds of being ICT, and the phrases and words that made it so."""

    total: float
    speaks_for: float
    speaks_against: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the phrases of the tables say of a title, and where in its words they stand."""

    speaks_for: float
    speaks_against: float
    spans: tuple[tuple[int, int], ...]
    evidence: tuple[str, ...]


def title_words(title: str) -> list[str]:
    """The folded words of a title without its reference number, and without "it" where that is not IT."""
    plain = _REFERENCE.sub("", html.unescape(title))
    if plain != plain.lower():
        plain = _PRONOUN.sub("", plain)
    return folded(plain).split()


def weigh(words: Sequence[str]) -> TitleWeight:
    """The weight of a title from its folded words."""
    ruling = rule(words)
    table = learnt()
    known = {name: table[name] for name in features(words, ruling) if name in table}
    contested = ruling.speaks_for < rules.SURE or ruling.speaks_against
    floor = -LEARNT_AT_MOST if contested else -AGAINST_SURE_AT_MOST
    learnt_weight = max(floor, min(LEARNT_AT_MOST, sum(known.values())))
    evidence = list(ruling.evidence)
    if known:
        telling = sorted(known, key=lambda name: -abs(known[name]))[:2]
        evidence.append(f"title words: {', '.join(telling)} ({learnt_weight:+.1f})")
    total = table[CONSTANT] + table[FOR] * ruling.speaks_for + table[AGAINST] * ruling.speaks_against + learnt_weight
    return TitleWeight(total, ruling.speaks_for, ruling.speaks_against, tuple(evidence))


def rule(words: Sequence[str]) -> Ruling:
    """How strongly the phrases of the tables speak for and against, and which they are, the strongest first."""
    found = _SIGNS.find(words)
    speaking_for = sorted((match for match in found if match.meaning > 0), key=lambda match: -match.meaning)
    against = sorted((match for match in found if match.meaning < 0), key=lambda match: match.meaning)
    evidence = [f"title: {match.phrase}" for match in speaking_for[:3]]
    evidence += [f"title against: {match.phrase}" for match in against[:3]]
    return Ruling(
        _together([match.meaning for match in speaking_for]),
        _together([-match.meaning for match in against]),
        tuple((match.start, match.end) for match in found),
        tuple(evidence),
    )


def _together(weights: Sequence[float]) -> float:
    """The strongest counts whole, the others a third each, but all of them no more than half of it."""
    if not weights:
        return 0.0
    return weights[0] + min(weights[0] / 2, sum(weights[1:]) / 3)


def features(words: Sequence[str], ruling: Ruling) -> list[str]:
    """What is learnt about: words and pairs of neighbours, each once, a phrase of the tables standing as one word.

    So "clinical" weighs against a clinical educator and not against the head of clinical systems.
    """
    pieces: list[str] = []
    at = 0
    for start, end in ruling.spans:
        if start >= at:
            pieces += [*words[at:start], " ".join(words[start:end])]
            at = end
    pieces += words[at:]
    return list(dict.fromkeys([*pieces, *(f"{a} {b}" for a, b in itertools.pairwise(pieces))]))


@lru_cache(maxsize=1)
def learnt() -> dict[str, float]:
    """The learnt table: weight by word, pair of words or one of the rows that are not words."""
    with TABLE.open(newline="") as lines:
        return {name: float(weight) for name, weight in csv.reader(lines)}
