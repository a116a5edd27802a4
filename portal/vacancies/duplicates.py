"""Finding the vacancy that a new one may be the same as, or a repeat of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio
from sqlalchemy import Row, or_, select

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


_COMPARED = select(
    Vacancy.id,
    Vacancy.status,
    Vacancy.last_seen,
    Vacancy.title_key,
    Vacancy.employer_key,
    Vacancy.places,
    Vacancy.annual_minimum,
    Vacancy.annual_maximum,
    Vacancy.closes_at,
    Vacancy.grade_text,
    Vacancy.publisher_reference,
    Vacancy.fingerprint,
)
"""What is compared of a vacancy, without its long texts: a popular title has many candidates."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known already: the same job, ids of jobs that are likely the same, the id of the job's earlier advert."""

    same: Vacancy | None = None
    because: tuple[str, ...] = ()
    likely: tuple[tuple[int, Likeness], ...] = ()
    earlier_id: int | None = None


def look_for(vacancy: Vacancy, *, address_mark: str, source_id: int, present: Collection[int], at: datetime) -> Found:
    """Compare a new vacancy with those known.

    `present` are the vacancies that this very source lists at this moment: a source that lists two lists
    two jobs, so these are never the same.
    """
    known = [each for each in _of_the_title(vacancy, at=at) if each.id not in present and each.id != vacancy.id]
    open_ones = [each for each in known if each.status != "closed"]
    at_address = _at_address([each.id for each in open_ones], address_mark, source_id)
    if at_address is not None:
        return Found(same=db.session.get_one(Vacancy, at_address), because=("the same address and title",))
    open_ones += [each for each in _neighbours(vacancy) if each.id not in present]
    mine = features_of(vacancy)
    compared = [(each.id, compare(mine, features_of(each))) for each in open_ones]
    same = [(other_id, how) for other_id, how in compared if how.verdict == "same"]
    if same:
        best, how = max(same, key=lambda pair: pair[1].score)
        return Found(same=db.session.get_one(Vacancy, best), because=how.evidence)
    likely = tuple((other_id, how) for other_id, how in compared if how.verdict == "likely")
    return Found(likely=likely, earlier_id=_earlier(vacancy, known))


def _of_the_title(vacancy: Vacancy, *, at: datetime) -> Sequence[Row[Any]]:
    if not vacancy.title_key:
        return []
    return db.session.execute(
        _COMPARED.where(
            Vacancy.title_key == vacancy.title_key,
            Vacancy.status.in_(("live", "held", "closed")),
            or_(Vacancy.closed_at.is_(None), Vacancy.closed_at > at - LOOK_BACK),
        )
        .order_by((Vacancy.employer_key == vacancy.employer_key).desc(), Vacancy.id.desc())
        .limit(CANDIDATES)
    ).all()


def _neighbours(vacancy: Vacancy) -> Sequence[Row[Any]]:
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
    return db.session.execute(_COMPARED.where(Vacancy.id.in_(alike[:CANDIDATES]))).all() if alike else []


def _at_address(vacancy_ids: list[int], address_mark: str, source_id: int) -> int | None:
    """The first of them that another source advertises at this very address."""
    if not vacancy_ids or not address_mark.startswith("a:"):
        return None
    there = set(
        db.session.scalars(
            select(Advert.vacancy_id).where(
                Advert.vacancy_id.in_(vacancy_ids), Advert.identity == address_mark, Advert.source_id != source_id
            )
        )
    )
    return next((each for each in vacancy_ids if each in there), None)


def _earlier(vacancy: Vacancy, known: Sequence[Row[Any]]) -> int | None:
    before = [
        each
        for each in known
        if each.status == "closed" and each.employer_key == vacancy.employer_key and _not_later(each, vacancy)
    ]
    newest = max(before, key=lambda each: each.last_seen, default=None)
    return newest.id if newest is not None else None


def _not_later(earlier: Row[Any], later: Vacancy) -> bool:
    if earlier.closes_at and later.closes_at:
        return bool(earlier.closes_at < later.closes_at)
    return True


def list_likely(vacancy: Vacancy, found: Found, *, at: datetime) -> None:
    """Put the likely pairs before staff, each pair once; what is the same beyond doubt too, if it was not folded."""
    sure = [] if found.same is None else [(found.same.id, Likeness("same", 1.0, found.because))]
    for other_id, how in (*sure, *found.likely):
        first, second = sorted((vacancy.id, other_id))
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
