"""The order of merit of one round, from the scores that count, with who is interviewed whatever their rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.applying.models import JobApplication
from portal.recruitment import merit
from portal.selecting import queries, scorers, scoring
from portal.selecting.desks import ROUNDS, Desk


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the order: its rank, or 0 while it is not scored by enough people."""

    application: JobApplication
    rank: int
    total: int
    falls_short: tuple[str, ...]
    parted_by: str
    guaranteed: bool
    waits_for: str


def order(desk: Desk, round_: str, *, at: datetime) -> list[Place]:
    """Everybody who is in this round: those whose scores count by merit, then those who wait for scores."""
    state = next(state for state, name in ROUNDS.items() if name == round_)
    return order_among(desk, queries.every(desk, state=state), round_, at=at)


def order_among(desk: Desk, rows: Sequence[JobApplication], round_: str, *, at: datetime) -> list[Place]:
    """The same among these, wherever they stand now, by the scores of that round."""
    criteria = scoring.criteria(desk, at=at)
    ids = [each.id for each in rows]
    sifts, agreed = queries.sifts_of(ids, round_), queries.moderations_of(ids, round_)
    standings = {
        each.reference: scoring.standing_from(desk, sifts.get(each.id, []), agreed.get(each.id)) for each in rows
    }
    numbers = {each.criterion.key: number for number, each in enumerate(criteria, start=1)}
    keys = {number: key for key, number in numbers.items()}
    rules = [merit.Criterion(numbers[each.criterion.key], each.criterion.essential, each.weight) for each in criteria]
    scored = {
        reference: {numbers[key]: value for key, value in standing.agreed.items() if key in numbers}
        for reference, standing in standings.items()
        if standing.agreed is not None and set(standing.agreed) >= set(numbers)
    }
    ranked = merit.order(scored, rules) if rules else []
    claims = frozenset(each.reference for each in rows if claims_scheme(each))
    by_rule = frozenset(merit.guaranteed(ranked, with_guarantee=claims))
    by_reference = {each.reference: each for each in rows}
    places = [
        Place(
            by_reference[each.reference],
            each.rank,
            each.total,
            tuple(keys[number] for number in each.falls_short),
            each.parted_by,
            each.reference in by_rule,
            "",
        )
        for each in ranked
    ]
    advice = scorers.advice(desk, round_)
    waiting = [each for each in rows if each.reference not in scored]
    return [*places, *(Place(each, 0, 0, (), "", False, _waits(standings[each.reference], advice)) for each in waiting)]


def meets_essentials(desk: Desk, application: JobApplication, *, at: datetime) -> bool | None:
    """Whether an application meets every essential criterion in the round that it is in; None while its scores do not
    count yet. Without any criteria there is nothing to meet."""
    criteria = scoring.criteria(desk, at=at)
    if not criteria:
        return False
    essential = [each.criterion.key for each in criteria if each.criterion.essential]
    round_ = desk.round_of(application)
    agreed = scoring.standing_of(desk, application, round_).agreed if round_ else None
    if agreed is None or not set(agreed) >= set(essential):
        return None
    return all(agreed[key] >= merit.ACCEPTABLE for key in essential)


def claims_scheme(application: JobApplication) -> bool:
    """Whether the candidate asked for an interview scheme that the advert offers."""
    said = application.answers.get("schemes") or {}
    return bool(said.get("schemes"))


def _waits(standing: scoring.Standing, advice: str) -> str:
    missing = standing.needed - standing.finished
    if missing > 0:
        more = "two people" if missing > 1 else "one person" if standing.needed == 1 else "one more person"
        return f"Waits for {more} to score it{'. ' if advice else ''}{advice}"
    return "Waits for the scores to be agreed"
