"""Whether a job is digital, data or IT work: the title weighed, then what the text adds, every step with its evidence."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from portal.classification import rules
from portal.classification.findings import IctAnswer, IctDecision
from portal.classification.phrases import Finder, folded, table_of
from portal.classification.titles import TitleWeight, title_words, weigh

READ = 6_000
"""Characters of the description that are weighed: beyond them adverts speak of the employer, not of the job."""
MEANT_TO_BE_READ = 200
"""Characters from which on a description says something of the job; with less the title decides."""
YES, NO = 0.60, 0.30
"""From these scores on the answer is yes, or no; between them a person decides."""
SURE_TITLE = 6.0
HELD_FROM, HELD = -2.2, -0.4
"""A title that surely names ICT work is not dropped while its total is above the first: it is held, with the second."""

# Fitted on the development parts of the corpora, the titles weighed by tables learnt without them; see docs/classification.md.
TITLE_ALONE = 0.7
"""Added to a title that stands alone: the point at which as many are wrongly found as are missed."""
WITH_TEXT, TITLE_SHARE, BY_RATE, BY_KINDS = 3.5, 1.2, 0.8, 0.6
USUAL_RATE, USUAL_KINDS = 24.0, 8
FILED_AS_ICT, FILED_ELSEWHERE, DIGITAL_UNIT, NAMES_PROFESSION = 1.6, -0.6, 0.6, 0.3
DIGITAL_IN_PUBLIC, DIGITAL_EMPLOYER = 1.2, 0.8
_UNSURE = Finder(table_of([(True, rules.UNSURE)]))
_OTHER_WORK = Finder(table_of([(True, rules.OTHER_WORK)]))
_TERMS = Finder(table_of([(True, rules.TEXT_TERMS)]))
_PUBLIC = Finder(table_of([(True, rules.PUBLIC)]))
_DIGITAL_IN_PUBLIC = Finder(table_of([(True, rules.DIGITAL_IN_PUBLIC)]))
_DIGITAL_EMPLOYERS = Finder(table_of([(True, rules.DIGITAL_EMPLOYERS)]))
_UNITS = Finder(table_of([(True, rules.UNITS)]))
_CATEGORIES = frozenset(rules.CATEGORIES)
_PROFESSION = re.compile(
    r"\b(?:government )?digital(?:,)? (?:and )?data(?:,)?(?: and technology)? (?:profession|capability|\(ddat\)|pay)|\bDDaT\b|\bGDD\b",
    re.IGNORECASE,
)
# Civil Service Jobs prints its fields as lines; the end is the next field's name.
_TYPE_OF_ROLE = re.compile(
    r"^Type of role:?\s*\n?(.{2,300}?)(?=^Working pattern|^Number of jobs|\Z)", re.MULTILINE | re.DOTALL
)
# Oleeo's boards print theirs as "Role Type:" with the value on the same line.
_ROLE_TYPE = re.compile(r"^[ \t]*Role type:[ \t]*(\S.*)$", re.MULTILINE | re.IGNORECASE)
_BUSINESS_AREA = re.compile(
    r"^Business area:?\s*\n?(.{2,200}?)(?=^Type of role|^Working pattern|\Z)", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Weight:
    """Something that speaks for (above nought) or against, with its reason."""

    amount: float
    reason: str


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
    words = title_words(title)
    weighed = weigh(words)
    filed = _filed(description, category)
    employed = _at(employer, words)
    text_decides = len(description) > MEANT_TO_BE_READ
    if text_decides:
        weights = [*_text(description, weighed), *filed, *employed]
        total = WITH_TEXT + TITLE_SHARE * max(-6.0, min(6.0, weighed.total))
    else:
        weights = [*filed, *employed]
        total = TITLE_ALONE + weighed.total
    total += sum(weight.amount for weight in weights)
    total, warnings = _doubted(total, words, may_be_held=text_decides or _is_public(employer))
    sure = weighed.speaks_for >= SURE_TITLE and total > HELD_FROM and _is_public(employer)
    if total < HELD and not _OTHER_WORK.find(words) and (sure or _filed_as_nothing_else(description)):
        total, warnings = HELD, ["held: the title or the publisher surely says ICT, other words speak against"]
    score = round(1.0 / (1.0 + math.exp(-max(-20.0, min(20.0, total)))), 3)
    evidence = (*warnings, *weighed.evidence, *(weight.reason for weight in weights))
    return IctDecision(_answer(score), score, evidence[:8])


def _answer(score: float) -> IctAnswer:
    if score >= YES:
        return "yes"
    return "no" if score <= NO else "borderline"


def _doubted(total: float, words: list[str], *, may_be_held: bool) -> tuple[float, list[str]]:
    """The total after the tables of other work and of unsure titles; without them a title alone is yes or no."""
    other_work = _OTHER_WORK.find(words)
    if other_work:
        return min(total, -1.5), [f"title: {other_work[0].phrase} is other work"]
    unsure = _UNSURE.find(words)
    if unsure and -4.0 < total < 5.0:
        doubted = max(-0.3, min(0.3, total - 2.0 if total > 4.0 else total))
        return doubted, [f"title: {unsure[0].phrase} is often only partly digital"]
    if not may_be_held and -1.0 < total < 0.41:
        return (0.41 if total >= 0.0 else -1.0), []
    return total, []


def _at(employer: str, words: list[str]) -> list[Weight]:
    weights = []
    said = _DIGITAL_IN_PUBLIC.find(words) if _is_public(employer) else []
    if said:
        weights.append(Weight(DIGITAL_IN_PUBLIC, f"{said[0].phrase} at a public body"))
    unit = _DIGITAL_EMPLOYERS.find(folded(employer).split())
    if unit:
        weights.append(Weight(DIGITAL_EMPLOYER, f"employer: {unit[0].phrase}"))
    return weights


def _is_public(employer: str) -> bool:
    return bool(_PUBLIC.find(folded(employer).split()))


def _text(description: str, title: TitleWeight) -> list[Weight]:
    """What the text says by how many words of the craft it uses, bounded by how sure the title is."""
    words = folded(description[:READ]).split()
    found: dict[str, int] = {}
    for match in _TERMS.find(words):
        found[match.phrase] = found.get(match.phrase, 0) + 1
    rate = 1000.0 * sum(min(3, times) for times in found.values()) / (max(80, len(words)) + 120)
    kinds = len(found)
    amount = BY_RATE * max(-4.0, min(5.0, (rate - USUAL_RATE) / 7.0))
    amount += BY_KINDS * max(-1.3, min(2.5, (kinds - USUAL_KINDS) / 6.0))
    if title.speaks_for >= SURE_TITLE:
        amount = max(-1.5, amount)
    elif title.speaks_against >= SURE_TITLE and not title.speaks_for:
        amount = min(1.5, amount)
    often = sorted(found, key=lambda name: -found[name])[:4]
    listed = f" ({', '.join(often)})" if often else ""
    weights = [Weight(amount, f"text: {kinds} words of the craft, {rate:.0f} in 1,000{listed}")]
    profession = _PROFESSION.search(description[:READ])
    if profession:
        weights.append(Weight(NAMES_PROFESSION, f"text: names {profession.group()}"))
    return weights


def _filed(description: str, category: str) -> list[Weight]:
    """What the publisher's category says, and the type of role and business area that Civil Service Jobs prints."""
    weights = []
    if category and _parts(category) & _CATEGORIES:
        weights.append(Weight(FILED_AS_ICT, f"category: {category[:60]}"))
    kinds = _types_of_role(description)
    if kinds:
        names = _parts(kinds)
        listed = ", ".join(kinds.split("\n")).strip(", ")[:80]
        filed = FILED_AS_ICT if names & _CATEGORIES else FILED_ELSEWHERE
        weights.append(Weight(filed, f"type of role: {listed}"))
    area = _BUSINESS_AREA.search(description[:READ])
    if area and _UNITS.find(folded(area.group(1)).split()):
        weights.append(Weight(DIGITAL_UNIT, f"business area: {' '.join(area.group(1).split())[:60]}"))
    return weights


def _filed_as_nothing_else(description: str) -> bool:
    """Whether every type of role that the publisher printed is digital or IT; the reader does not overrule that alone."""
    kinds = {name for name in _parts(_types_of_role(description)) if name}
    return bool(kinds) and kinds <= _CATEGORIES


def _types_of_role(description: str) -> str:
    found = _TYPE_OF_ROLE.search(description[:READ]) or _ROLE_TYPE.search(description[:READ])
    return found.group(1) if found else ""


def _parts(names: str) -> set[str]:
    return {folded(part) for part in re.split(r"[;,|/\n]", names)}
