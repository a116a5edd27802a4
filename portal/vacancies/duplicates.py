"""Finding the vacancy that a new one may be the same as, or a repeat of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz.fuzz import token_sort_ratio
from sqlalchemy import or_, select

from portal.database.base import db
from portal.vacancies.applying import features_of
from portal.vacancies.likeness import Likeness, compare
from portal.vacancies.models import Advert, LikelyPair, Vacancy

CANDIDATES = 40
NEIGHBOURS = 300
"""How many open vacancies of the same employer are looked at for a like title."""
WORTH_COMPARING = 60
"""Titles less alike than this (token_sort_ratio, of 100) are not compared further."""
LOOK_BACK = timedelta(days=400)
"""How long after it closed a job may be advertised again and still be linked to the earlier advert."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known already: the same job, jobs that are likely the same, the earlier advert of the job."""

    same: Vacancy | None = None
    because: tuple[str, ...] = ()
    likely: tuple[tuple[Vacancy, Likeness], ...] = ()
    earlier: Vacancy | None = None


def look_for(vacancy: Vacancy, *, address_mark: str, source_id: int, present: Collection[int], at: datetime) -> Found:
    """Compare a new vacancy with those known.

    `present` are the vacancies that this very source lists at this moment: a source that lists two lists
    two jobs, so these are never the same.
    """
    candidates = [each for each in _candidates(vacancy, at=at) if each.id not in present and each is not vacancy]
    mine = features_of(vacancy)
    open_ones = [each for each in candidates if each.status != "closed"]
    for other in open_ones:
        if address_mark.startswith("a:") and _has_address(other, address_mark, source_id):
            return Found(same=other, because=("the same address and title",))
    open_ones += [each for each in _neighbours(vacancy) if each.id not in present]
    compared = [(other, compare(mine, features_of(other))) for other in open_ones]
    same = [(other, how) for other, how in compared if how.verdict == "same"]
    if same:
        best, how = max(same, key=lambda pair: pair[1].score)
        return Found(same=best, because=how.evidence)
    likely = tuple((other, how) for other, how in compared if how.verdict == "likely")
    return Found(likely=likely, earlier=_earlier(vacancy, candidates))


def _candidates(vacancy: Vacancy, *, at: datetime) -> list[Vacancy]:
    if not vacancy.title_key:
        return []
    return list(
        db.session.scalars(
            select(Vacancy)
            .where(
                Vacancy.title_key == vacancy.title_key,
                Vacancy.status.in_(("live", "held", "closed")),
                or_(Vacancy.closed_at.is_(None), Vacancy.closed_at > at - LOOK_BACK),
            )
            .order_by((Vacancy.employer_key == vacancy.employer_key).desc(), Vacancy.id.desc())
            .limit(CANDIDATES)
        )
    )


def _neighbours(vacancy: Vacancy) -> list[Vacancy]:
    """Open vacancies of the same employer under a title that is not the same but alike."""
    if not vacancy.employer_key:
        return []
    rows = db.session.execute(
        select(Vacancy.id, Vacancy.title_key)
        .where(
            Vacancy.employer_key == vacancy.employer_key,
            Vacancy.title_key != vacancy.title_key,
            Vacancy.status.in_(("live", "held")),
        )
        .order_by(Vacancy.id.desc())
        .limit(NEIGHBOURS)
    )
    alike = [row.id for row in rows if token_sort_ratio(row.title_key, vacancy.title_key) >= WORTH_COMPARING]
    if not alike:
        return []
    return list(db.session.scalars(select(Vacancy).where(Vacancy.id.in_(alike[:CANDIDATES]))))


def _has_address(other: Vacancy, address_mark: str, source_id: int) -> bool:
    return (
        db.session.scalar(
            select(Advert.id)
            .where(Advert.vacancy_id == other.id, Advert.identity == address_mark, Advert.source_id != source_id)
            .limit(1)
        )
        is not None
    )


def _earlier(vacancy: Vacancy, candidates: list[Vacancy]) -> Vacancy | None:
    before = [
        each
        for each in candidates
        if each.status == "closed" and each.employer_key == vacancy.employer_key and _not_later(each, vacancy)
    ]
    return max(before, key=lambda each: each.last_seen, default=None)


def _not_later(earlier: Vacancy, later: Vacancy) -> bool:
    if earlier.closes_at and later.closes_at:
        return earlier.closes_at < later.closes_at
    return True


def list_likely(vacancy: Vacancy, found: Found, *, at: datetime) -> None:
    """Put the likely pairs before staff, each pair once; what is the same beyond doubt too, if it was not folded."""
    sure = [] if found.same is None else [(found.same, Likeness("same", 1.0, found.because))]
    for other, how in (*sure, *found.likely):
        first, second = sorted((vacancy.id, other.id))
        known = db.session.scalar(
            select(LikelyPair.id).where(LikelyPair.first_id == first, LikelyPair.second_id == second)
        )
        if known is None:
            db.session.add(
                LikelyPair(
                    first_id=first,
                    second_id=second,
                    likeness=how.score,
                    evidence=list(how.evidence),
                    found_at=at,
                )
            )
