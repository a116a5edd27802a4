"""A member's own list of applications that they made elsewhere, often by way of a signpost of this site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from portal.applying.models import ElsewhereApplication
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.foundation.text import one_line
from portal.vacancies import queries as vacancies
from portal.vacancies.models import Vacancy

STATES: Mapping[str, str] = {
    "wanted": "I want to apply",
    "applied": "Applied",
    "interview": "Interview",
    "offer": "Offer",
    "accepted": "Accepted",
    "refused": "Not successful",
    "withdrawn": "Withdrawn",
    "silent": "Never heard back",
}
OPEN = ("wanted", "applied", "interview", "offer")
MOST = 500
LONGEST_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What a member says of one application. `vacancy_id` is the vacancy of this site that it is for, where there is one."""

    title: str
    employer: str
    state: str
    applied_on: date | None
    next_on: date | None
    note: str
    vacancy_id: int | None = None


def vacancy_of(reference: str) -> Vacancy | None:
    """A vacancy that the public may know of; nothing for what is none."""
    try:
        return vacancies.shown(reference) if reference else None
    except NotFound:
        return None


def keep(kept: Kept, *, by: int, at: datetime) -> ElsewhereApplication:
    """Add one to the person's list. Raises RuleBroken for one that does not hold, or when there are too many."""
    number = db.session.scalar(select(func.count()).where(ElsewhereApplication.person_id == by)) or 0
    if number >= MOST:
        raise RuleBroken(f"Your list holds {MOST} applications. Remove some that are over.")
    made = ElsewhereApplication(reference=new_reference(), person_id=by, title="", updated_at=at)
    _put(made, kept, at=at)
    db.session.add(made)
    db.session.flush()
    return made


def change(row: ElsewhereApplication, kept: Kept, *, at: datetime) -> None:
    """Make it say this."""
    _put(row, kept, at=at)


def remove(row: ElsewhereApplication) -> None:
    """Take it from the list."""
    db.session.delete(row)


def _put(row: ElsewhereApplication, kept: Kept, *, at: datetime) -> None:
    title = one_line(kept.title, limit=300)
    if not title:
        raise RuleBroken("Enter the job title.")
    if kept.state not in STATES:
        raise RuleBroken("Choose where it stands.")
    if len(kept.note) > LONGEST_NOTE:
        raise RuleBroken(f"Your note must be {LONGEST_NOTE:,} characters or fewer.")
    row.title, row.employer, row.state = title, one_line(kept.employer, limit=300), kept.state
    row.applied_on, row.next_on, row.note = kept.applied_on, kept.next_on, kept.note.strip()
    row.vacancy_id, row.updated_at = kept.vacancy_id or row.vacancy_id, at


def of_person(person_id: int) -> Sequence[ElsewhereApplication]:
    """The person's list: what has a day ahead first, then what changed last."""
    return db.session.scalars(
        select(ElsewhereApplication)
        .where(ElsewhereApplication.person_id == person_id)
        .order_by(ElsewhereApplication.next_on.asc().nulls_last(), ElsewhereApplication.updated_at.desc())
    ).all()


def own(person_id: int, reference: str) -> ElsewhereApplication:
    """One of the person's list. Raises NotFound."""
    found = db.session.scalar(
        select(ElsewhereApplication).where(
            ElsewhereApplication.reference == tidy_reference(reference), ElsewhereApplication.person_id == person_id
        )
    )
    if found is None:
        raise NotFound("There is no such application.")
    return found


def of_vacancy(person_id: int, vacancy_id: int) -> ElsewhereApplication | None:
    """What the person keeps of this vacancy: the page of it can say so."""
    return db.session.scalar(
        select(ElsewhereApplication)
        .where(ElsewhereApplication.person_id == person_id, ElsewhereApplication.vacancy_id == vacancy_id)
        .limit(1)
    )
