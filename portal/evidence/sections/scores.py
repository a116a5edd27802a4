"""The scores of every round, with the evidence for them, those that count, and the order of merit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.evidence.applications import Gathered
from portal.evidence.packs import Entry, Section, Table
from portal.evidence.sights import Sight
from portal.recruitment import merit
from portal.selecting import queries as choosing
from portal.selecting import ranking, scoring
from portal.selecting.desks import ROUND_NAMES
from portal.selecting.models import Moderation, Sift
from portal.web.words import long_time

CLIENT_ROUNDS = ("shortlist", "interview")


def of_rounds(found: Gathered, scored: Sequence[scoring.Scored], sight: Sight) -> Iterator[Section]:
    for round_, name in ROUND_NAMES.items():
        if sight.is_ours or round_ in CLIENT_ROUNDS:
            yield _round(found, scored, round_, name, sight)


def _round(found: Gathered, scored: Sequence[scoring.Scored], round_: str, name: str, sight: Sight) -> Section:
    """The scores of one round in the order of merit, then each scorer's with the evidence for them."""
    ids = [each.id for each in found.rows]
    sifts, agreed = choosing.sifts_of(ids, round_), choosing.moderations_of(ids, round_)
    seen = {each.id: _seen(sifts.get(each.id, ()), sight) for each in found.rows}
    counts = {each.id: _counts(seen[each.id], agreed.get(each.id)) for each in found.rows if seen[each.id]}
    people = {sift.scorer_id for several in seen.values() for sift in several}
    found.people |= accounts.names_of(people | {each.by_id for each in agreed.values() if each.by_id})
    title = f"{name}: scores"
    order = _order(found, scored, counts)
    lines = tuple(
        (row.number, found.who(sift.scorer_id), each.criterion.key, sift.scores.get(each.criterion.key), found.redactor.of(row.id, str(sift.evidence.get(each.criterion.key, ""))), sift.done_at)
        for row in found.rows
        for sift in seen[row.id]
        for each in scored
    )  # fmt: skip
    settled = tuple(
        (row.number, each.criterion.key, (counts[row.id] or {}).get(each.criterion.key))
        for row in found.rows
        if counts.get(row.id)
        for each in scored
    )
    return Section(
        title,
        (f"Order of merit. {merit.TIE_RULE}",) if order else (),
        (
            Table(f"{round_}-merit", ("Rank", "Application", "Total", "Falls short of", "Parted by", "Interviewed by rule"), order),
            Table(f"{round_}-scores", ("Application", "Scorer", "Criterion", "Score", "Evidence", "Handed in"), lines, printed=False),
            Table(f"{round_}-moderated", ("Application", "Criterion", "Score that counts"), settled, printed=False),
        ),
        tuple(
            Entry(f"Application {row.number}", tuple(_told_scores(found, scored, row, seen[row.id], agreed.get(row.id))))
            for row in found.rows
            if seen[row.id]
        ),
        none="Nobody was scored, or the scores are not to be seen yet.",
    )  # fmt: skip


def _seen(sifts: Sequence[Sift], sight: Sight) -> list[Sift]:
    """Those that were handed in, once enough were, and to nobody who has still to hand in their own (selecting.scoring)."""
    finished = [each for each in sifts if each.done_at is not None]
    own = next((each for each in sifts if each.scorer_id == sight.person_id), None)
    may = len(finished) >= scoring.SCORERS and (own is None or own.done_at is not None)
    return finished if may else []


def _counts(seen: Sequence[Sift], agreed: Moderation | None) -> Mapping[str, int] | None:
    if agreed is not None:
        return agreed.scores
    same = all(each.scores == seen[0].scores for each in seen)
    return seen[0].scores if seen and same else None


def _order(
    found: Gathered, scored: Sequence[scoring.Scored], counts: Mapping[int, Mapping[str, int] | None]
) -> tuple[tuple[Any, ...], ...]:
    numbers = {each.criterion.key: number for number, each in enumerate(scored, start=1)}
    keys = {number: key for key, number in numbers.items()}
    rules = [merit.Criterion(numbers[each.criterion.key], each.criterion.essential, each.weight) for each in scored]
    # Called by their numbers with zeros before, so that equals stand in the order of sending.
    rows = {f"{each.number:06}": each for each in found.rows}
    whole = {
        key: {numbers[name]: value for name, value in given.items() if name in numbers}
        for key, each in rows.items()
        if (given := counts.get(each.id)) is not None and set(given) >= set(numbers)
    }
    ranked = merit.order(whole, rules) if rules else []
    claims = frozenset(key for key, each in rows.items() if ranking.claims_scheme(each))
    by_rule = merit.guaranteed(ranked, with_guarantee=claims)
    return tuple(
        (
            each.rank,
            rows[each.reference].number,
            each.total,
            ", ".join(keys[number] for number in each.falls_short),
            each.parted_by,
            "Yes" if each.reference in by_rule else "",
        )
        for each in ranked
    )


def _told_scores(
    found: Gathered,
    scored: Sequence[scoring.Scored],
    row: JobApplication,
    seen: Sequence[Sift],
    agreed: Moderation | None,
) -> Iterator[str]:
    for sift in seen:
        yield f"{found.who(sift.scorer_id)}, handed in at {long_time(sift.done_at)}:" if sift.done_at else ""
        for each in scored:
            key = each.criterion.key
            evidence = found.redactor.of(row.id, str(sift.evidence.get(key, "")))
            yield f"{key}: {sift.scores.get(key, '–')}. {evidence}"
    if agreed is not None:
        scores = ", ".join(f"{each.criterion.key}: {agreed.scores.get(each.criterion.key, '–')}" for each in scored)
        yield f"Agreed by {found.who(agreed.by_id)} at {long_time(agreed.at)}: {scores}. {found.redactor.of(row.id, agreed.because)}"
    elif _counts(seen, None) is not None:
        yield "Both gave the same scores, so they count."
    else:
        yield "The scores differ, and which count is not agreed yet."
