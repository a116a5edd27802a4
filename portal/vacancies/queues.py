"""What of the vacancies waits for staff, and what staff look for among all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import Found, page_of
from portal.foundation.identifiers import tidy_reference
from portal.vacancies.models import Advert, Decision, LikelyPair, Source, Vacancy
from portal.web.listing import Asked

_BORDERLINE = Vacancy.ict_decision == "borderline"
_UNCLEAR = Vacancy.public_sector == "unclear"
ASKS: dict[str, ColumnElement[bool]] = {
    "ict": _BORDERLINE,
    "public_sector": and_(not_(_BORDERLINE), _UNCLEAR),
    "closes": and_(not_(_BORDERLINE), not_(_UNCLEAR)),
}
"""Which held vacancies ask which question first; every held vacancy asks exactly one."""
_HELD = Vacancy.status == "held"
ALIKE = {"title": Vacancy.title_key, "employer": Vacancy.employer_key}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One held vacancy of the queue: how many wait, and its place among them from 1."""

    vacancy: Vacancy
    place: int
    total: int


@dataclass(frozen=True, slots=True)
class Length:
    """How many wait, and since when the oldest has."""

    number: int
    oldest: datetime | None


def question_of(vacancy: Vacancy) -> str:
    """The question that a held vacancy asks first, as `ASKS` names it."""
    if vacancy.ict_decision == "borderline":
        return "ict"
    return "public_sector" if vacancy.public_sector == "unclear" else "closes"


def held_lengths() -> dict[str, Length]:
    """How many held vacancies ask each question, and the oldest of them."""
    return {
        question: Length(
            *db.session.execute(select(func.count(), func.min(Vacancy.first_seen)).where(_HELD, asks)).one()
        )
        for question, asks in ASKS.items()
    }


def number_held() -> int:
    """How many held vacancies there are."""
    return db.session.scalar(select(func.count(Vacancy.id)).where(_HELD)) or 0


def number_of_pairs() -> int:
    """How many likely pairs wait."""
    return db.session.scalar(select(func.count(LikelyPair.id)).where(LikelyPair.state == "open")) or 0


def next_held(*, question: str = "", past: str = "", at: str = "") -> Waiting | None:
    """The held vacancy that has waited longest, the next after `past`, or the one of the reference `at`.

    None when none is left: after the last comes no other, so that skipping ends.
    """
    narrowed = [_HELD, *([ASKS[question]] if question in ASKS else [])]
    total = db.session.scalar(select(func.count(Vacancy.id)).where(*narrowed)) or 0
    after = _beyond(past) if past else []
    order = (Vacancy.first_seen, Vacancy.id)
    vacancy = db.session.scalar(select(Vacancy).where(_HELD, Vacancy.reference == tidy_reference(at))) if at else None
    vacancy = vacancy or db.session.scalar(select(Vacancy).where(*narrowed, *after).order_by(*order).limit(1))
    if vacancy is None:
        return None
    behind = db.session.scalar(select(func.count(Vacancy.id)).where(*narrowed, *_beyond(vacancy.reference))) or 0
    return Waiting(vacancy, max(1, total - behind), max(1, total))


def _beyond(reference: str) -> list[ColumnElement[bool]]:
    """What was first seen after this vacancy."""
    last = db.session.execute(
        select(Vacancy.first_seen, Vacancy.id).where(Vacancy.reference == tidy_reference(reference))
    ).one_or_none()
    if last is None:
        return []
    return [or_(Vacancy.first_seen > last[0], and_(Vacancy.first_seen == last[0], Vacancy.id > last[1]))]


def listed(asked: Asked) -> Found:
    """Vacancies of every status: reference, title, employer, status and why, sector, first seen, decided by a person."""
    decided = select(Decision.id).where(Decision.vacancy_id == Vacancy.id).exists()
    statement = select(
        Vacancy.reference,
        Vacancy.title,
        Vacancy.employer_name,
        Vacancy.status,
        Vacancy.status_because,
        Vacancy.sector,
        Vacancy.first_seen,
        decided.label("decided"),
    )
    if asked.words:
        statement = statement.where(
            or_(
                Vacancy.reference == tidy_reference(asked.words),
                holds(Vacancy.title, asked.words),
                holds(Vacancy.employer_name, asked.words),
            )
        )
    if status := asked.chosen["status"]:
        statement = statement.where(Vacancy.status == status)
    if sector := asked.chosen["sector"]:
        statement = statement.where(Vacancy.sector == sector)
    if asked.chosen["decided"]:
        statement = statement.where(decided if asked.chosen["decided"] == "yes" else not_(decided))
    columns: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
        "title": func.lower(Vacancy.title),
        "employer": func.lower(Vacancy.employer_name),
        "seen": Vacancy.first_seen,
    }
    column = columns[asked.sort]
    order = (column.desc(), Vacancy.id.desc()) if asked.descending else (column, Vacancy.id)
    return page_of(statement, order=order, page=asked.page, per_page=asked.per_page)


def decisions(vacancy_id: int) -> list[tuple[Decision, str]]:
    """What people decided about a vacancy, the newest first, each with who did."""
    rows = db.session.scalars(
        select(Decision).where(Decision.vacancy_id == vacancy_id).order_by(Decision.id.desc())
    ).all()
    names = names_of(each.decided_by for each in rows)
    return [(each, names.get(each.decided_by, each.decided_by)) for each in rows]


@dataclass(frozen=True, slots=True)
class Act:
    """What one person decided at one moment: the first vacancy, how many there were, whether it still counts."""

    decision_id: int
    vacancy: Vacancy
    vacancies: int
    mark: str
    counts: bool


def act(decision_id: int) -> Act | None:
    """The act that this decision is part of."""
    row = db.session.execute(
        select(Decision, Vacancy).join(Vacancy, Vacancy.id == Decision.vacancy_id).where(Decision.id == decision_id)
    ).one_or_none()
    if row is None:
        return None
    decided, vacancy = row
    number = db.session.scalar(
        select(func.count(func.distinct(Decision.vacancy_id))).where(
            Decision.decided_by == decided.decided_by, Decision.decided_at == decided.decided_at
        )
    )
    newest = db.session.scalar(
        select(func.max(Decision.id)).where(Decision.vacancy_id == vacancy.id, Decision.subject == decided.subject)
    )
    return Act(decided.id, vacancy, number or 1, decided.decided_by, newest == decided.id)


def names_of(marks: Iterable[str]) -> dict[str, str]:
    """The names behind marks such as person:K7MT2XQ9, as decisions keep them."""
    references = {each.removeprefix("person:") for each in marks if each.startswith("person:")}
    rows = db.session.execute(select(Person.reference, Person.name).where(Person.reference.in_(references)))
    return {f"person:{reference}": name for reference, name in rows}


def alike(vacancy: Vacancy, how: str) -> dict[str, list[Vacancy]]:
    """Other vacancies with the same title words or the same employer (`ALIKE`), by status; at most 200 of them."""
    key = getattr(vacancy, ALIKE[how].key)
    found: dict[str, list[Vacancy]] = {}
    if key:
        for each in db.session.scalars(
            select(Vacancy).where(ALIKE[how] == key, Vacancy.id != vacancy.id).order_by(Vacancy.id.desc()).limit(200)
        ):
            found.setdefault(each.status, []).append(each)
    return found


def adverts(vacancy_id: int) -> Sequence[Any]:
    """Where a vacancy was seen: the source's id and name, and the advert."""
    return db.session.execute(
        select(Source.id, Source.name, Advert)
        .join(Source, Source.id == Advert.source_id)
        .where(Advert.vacancy_id == vacancy_id)
        .order_by(Advert.first_seen)
    ).all()


def pair_length() -> Length:
    """How many likely pairs wait, and since when."""
    return Length(
        *db.session.execute(select(func.count(), func.min(LikelyPair.found_at)).where(LikelyPair.state == "open")).one()
    )


def next_pair(*, past: int = 0) -> tuple[LikelyPair, Vacancy, Vacancy, int] | None:
    """The open pair that has waited longest after `past`, its two vacancies, and how many wait behind it."""
    first, second = aliased(Vacancy), aliased(Vacancy)
    waiting = select(func.count()).select_from(LikelyPair).where(LikelyPair.state == "open", LikelyPair.id > past)
    row = db.session.execute(
        select(LikelyPair, first, second)
        .join(first, first.id == LikelyPair.first_id)
        .join(second, second.id == LikelyPair.second_id)
        .where(LikelyPair.state == "open", LikelyPair.id > past)
        .order_by(LikelyPair.id)
        .limit(1)
    ).one_or_none()
    return (row[0], row[1], row[2], db.session.scalar(waiting) or 0) if row else None


def pair(pair_id: int) -> tuple[LikelyPair, Vacancy, Vacancy] | None:
    """A pair and its two vacancies."""
    first, second = aliased(Vacancy), aliased(Vacancy)
    row = db.session.execute(
        select(LikelyPair, first, second)
        .join(first, first.id == LikelyPair.first_id)
        .join(second, second.id == LikelyPair.second_id)
        .where(LikelyPair.id == pair_id)
    ).one_or_none()
    return (row[0], row[1], row[2]) if row else None
