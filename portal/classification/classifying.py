"""Whether a job is digital, data or IT work: title words weighed, then what the text adds, every step with its evidence."""

from __future__ import annotations

import csv
import itertools
import math
import re
from functools import lru_cache
from pathlib import Path

from portal.classification import rules
from portal.classification.findings import IctAnswer, IctDecision
from portal.classification.phrases import folded, pattern

READ = 6_000
"""Characters of the description that are weighed: beyond them adverts speak of the employer, not of the job."""
MEANT_TO_BE_READ = 200
"""Characters from which on a description says something of the job; with less the title decides."""
YES, NO = 0.60, 0.40
"""From these scores on the answer is yes, or no; between them a person decides."""

_YES = {weight: pattern(phrases) for weight, phrases in rules.TITLE_YES.items()}
_NO = {weight: pattern(phrases) for weight, phrases in rules.TITLE_NO.items()}
_UNSURE = pattern(rules.TITLE_UNSURE)
_NEVER = pattern(rules.TITLE_NEVER)
_EXCEPT = pattern(rules.NEVER_EXCEPT)
_TERMS = pattern(rules.TEXT_TERMS)
_CATEGORY = frozenset(rules.CATEGORY_YES)
_REFERENCE = re.compile(r"^\s*\d{3,}\s*[-:]\s*|\(?\bref\b.*$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _learned() -> tuple[float, dict[str, float]]:
    table: dict[str, float] = {}
    with Path(__file__).with_name("title_words.csv").open(newline="") as lines:
        for name, weight in csv.reader(lines):
            table[name] = float(weight)
    return table.pop("", 0.0), table


def decide_ict(
    *,
    title: str,
    description: str = "",
    employer: str = "",
    category: str = "",
    salary: str = "",
) -> IctDecision:
    """Whether the job's main purpose is digital, data or IT, with a score from 0 to 1 and the reasons.

    With a title alone, the title decides. `description` is plain text.
    """
    words = folded(_REFERENCE.sub("", title))
    ruled, learned, evidence = _weigh_title(words)
    if len(description) > MEANT_TO_BE_READ:
        text_weight, reasons = _weigh_text(description)
        total = 0.75 * ruled + 0.2 * max(-3.0, min(3.0, learned)) + _bounded(text_weight, ruled)
        evidence += reasons
    else:
        total = 0.3 * ruled + 0.9 * learned + 0.4
    if category:
        category_weight, reason = _weigh_category(category)
        total += category_weight
        evidence += reason
    never = _NEVER.search(words)
    if never and not _EXCEPT.search(words):
        total = min(total, -1.5)
        evidence.insert(0, f"title: {never.group()} is other work")
    unsure = _UNSURE.search(words)
    if unsure and -6.5 < total < 6.0:
        total = max(-0.3, min(0.3, total - 2.0 if total > 4.5 else total))
        evidence.insert(0, f"title: {unsure.group()} is often only partly digital")
    elif len(description) <= MEANT_TO_BE_READ and abs(total) < 0.41:
        total = math.copysign(0.41, total)
    score = round(1.0 / (1.0 + math.exp(-max(-20.0, min(20.0, total)))), 3)
    return IctDecision(_answer(score), score, tuple(evidence[:8]))


def _bounded(text_weight: float, ruled: float) -> float:
    """How far a text may speak against its title: hardly against a sure one, to doubt and no further against a likely one."""
    if ruled >= 4.0:
        return max(-1.0, text_weight)
    return max(-2.5, text_weight) if ruled >= 3.0 else text_weight


def _answer(score: float) -> IctAnswer:
    if score >= YES:
        return "yes"
    return "no" if score <= NO else "borderline"


def _weigh_title(words: str) -> tuple[float, float, list[str]]:
    found = [(weight, name) for weight, table in _YES.items() for name in table.findall(words)]
    against = [(-weight, name) for weight, table in _NO.items() for name in table.findall(words)]
    learned = _learned_weight(words)
    sure = any(weight == rules.SURE for weight, _ in found)
    ruled = _strongest(found) + _strongest(against) * (0.6 if sure else 1.0)
    evidence = [f"title: {name}" for _, name in sorted(found, reverse=True)[:3]]
    evidence += [f"title against: {name}" for _, name in sorted(against)[:3]]
    evidence.append(f"title words as learnt: {learned:+.1f}")
    return ruled, learned, evidence


def _strongest(found: list[tuple[float, str]]) -> float:
    if not found:
        return 0.0
    weights = sorted((abs(weight) for weight, _ in found), reverse=True)
    total = weights[0] + min(weights[0] / 2, sum(weights[1:]) / 3)
    return total if found[0][0] > 0 else -total


def _learned_weight(words: str) -> float:
    constant, table = _learned()
    singles = words.split()
    names = dict.fromkeys(singles + [f"{a} {b}" for a, b in itertools.pairwise(singles)])
    return max(-6.0, min(6.0, constant + sum(table.get(name, 0.0) for name in names)))


def _weigh_text(description: str) -> tuple[float, list[str]]:
    text = folded(description[:READ])
    found: dict[str, int] = {}
    for name in _TERMS.findall(text):
        found[name] = found.get(name, 0) + 1
    length = max(80, text.count(" ") + 1)
    rate = 1000.0 * sum(min(3, times) for times in found.values()) / (length + 120)
    kinds = len(found)
    weight = max(-3.0, min(4.0, (rate - 22.0) / 7.0)) + max(-1.0, min(1.5, (kinds - 7) / 6.0))
    often = sorted(found, key=lambda name: -found[name])[:4]
    words = f" ({', '.join(often)})" if often else ""
    return weight, [f"text: {kinds} words of the craft, {rate:.0f} in 1,000{words}"]


def _weigh_category(category: str) -> tuple[float, list[str]]:
    names = {folded(part) for part in re.split(r"[;,|/]", category)}
    if names & _CATEGORY:
        return 1.5, [f"category: {category[:60]}"]
    return 0.0, []
