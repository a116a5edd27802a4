"""From scores to the order of merit, and who is interviewed whatever their rank.

Two people score alone; where both have, a moderated score is agreed. The order counts moderated scores only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SCORERS = 2
"""How many people score each candidate, each alone."""
LOWEST, HIGHEST = 0, 7
"""The scale of scores that the Civil Service uses for its Success Profiles: 4 is acceptable."""
ACCEPTABLE = 4
TIE_RULE = (
    "Equal totals are parted by the total of the essential criteria alone, then by the score on each criterion in turn, "
    "the heaviest first and the lowest number first among equals. Candidates who are equal in all of these share a rank."
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A numbered criterion of the campaign, and how often its score counts."""

    number: int
    essential: bool
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate in the order of merit. `falls_short` are the essential criteria below the pass mark."""

    reference: str
    rank: int
    total: int
    falls_short: tuple[int, ...]
    parted_by: str = ""

    @property
    def meets_essentials(self) -> bool:
        return not self.falls_short


Scores = Mapping[int, int]
"""A score for each criterion's number."""


def differences(first: Scores, second: Scores) -> dict[int, tuple[int, int]]:
    """The criteria on which two scorers differ, with both scores. Raises ValueError while one of them is not done,
    because nobody is shown another's scores before."""
    if set(first) != set(second):
        raise ValueError("both scorers must have scored every criterion")
    return {number: (first[number], second[number]) for number in sorted(first) if first[number] != second[number]}


def order(
    candidates: Mapping[str, Scores], criteria: Sequence[Criterion], *, pass_mark: int = ACCEPTABLE
) -> list[Ranked]:
    """Everybody by merit, the best first; who falls short of an essential criterion stands after all who do not.

    Raises ValueError for a candidate without a score on every criterion.
    """
    for scores in candidates.values():
        _require_whole(scores, criteria)
    keys = {reference: _key(scores, criteria, pass_mark) for reference, scores in candidates.items()}
    ordered = sorted(keys, key=lambda reference: (keys[reference], reference))
    found: list[Ranked] = []
    for place, reference in enumerate(ordered, start=1):
        above = keys[found[-1].reference] if found else None
        shared = above == keys[reference]
        found.append(
            Ranked(
                reference,
                found[-1].rank if shared else place,
                sum(candidates[reference][each.number] * each.weight for each in criteria),
                tuple(each.number for each in criteria if _short(each, candidates[reference], pass_mark)),
                _parted_by(above, keys[reference], criteria),
            )
        )
    return found


def guaranteed(ranked: Sequence[Ranked], *, with_guarantee: frozenset[str]) -> list[str]:
    """Who is interviewed by rule: everybody with a guarantee (disability confident, redeployment) who meets every
    essential criterion, whatever their rank. Source: the Disability Confident scheme's offer of an interview to disabled
    people who meet the minimum criteria; staff at risk likewise by the employers' redeployment policies."""
    return [each.reference for each in ranked if each.reference in with_guarantee and each.meets_essentials]


def _require_whole(scores: Scores, criteria: Sequence[Criterion]) -> None:
    if set(scores) != {each.number for each in criteria} or any(
        not LOWEST <= each <= HIGHEST for each in scores.values()
    ):
        raise ValueError("every criterion needs one score on the scale")


def _short(criterion: Criterion, scores: Scores, pass_mark: int) -> bool:
    return criterion.essential and scores[criterion.number] < pass_mark


def _by_weight(criteria: Sequence[Criterion]) -> list[Criterion]:
    return sorted(criteria, key=lambda each: (-each.weight, each.number))


def _key(scores: Scores, criteria: Sequence[Criterion], pass_mark: int) -> tuple[int, ...]:
    """Smaller is better: short of an essential, total, total of the essentials, then each score by weight."""
    return (
        int(any(_short(each, scores, pass_mark) for each in criteria)),
        -sum(scores[each.number] * each.weight for each in criteria),
        -sum(scores[each.number] * each.weight for each in criteria if each.essential),
        *(-scores[each.number] for each in _by_weight(criteria)),
    )


def _parted_by(above: tuple[int, ...] | None, own: tuple[int, ...], criteria: Sequence[Criterion]) -> str:
    """Which part of the tie rule set a candidate behind the one above, where their totals were equal."""
    if above is None or above[:2] != own[:2]:
        return ""
    differs = next((at for at, (one, other) in enumerate(zip(above, own, strict=True)) if one != other), None)
    if differs is None:
        return "Equal in everything the tie rule looks at"
    if differs == 2:
        return "Fewer points on the essential criteria"
    return f"A lower score on criterion {_by_weight(criteria)[differs - 3].number}"
