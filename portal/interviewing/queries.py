"""Questions about interviews: of those who arrange and hold them by their desk, of candidates by their own application."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import tidy_reference
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot, InterviewStep
from portal.interviewing.states import ATTENDED, BOOKED
from portal.selecting.desks import Desk

_NONE = "There is no such interview."


@dataclass(frozen=True, slots=True)
class Held:
    """One candidate's interview with its round, the application that it is about, and its time where it has one."""

    interview: Interview
    round: InterviewRound
    application: JobApplication
    slot: InterviewSlot | None = None


def require_unchanged(held: Held, seen: str) -> None:
    """Raise RuleBroken where the interview has changed since the page was opened that `seen` comes from."""
    if seen and seen != str(held.interview.sequence):
        raise RuleBroken("This interview was changed since you opened the page. See how it stands now, and try again.")


def held_of(round_ids: Iterable[int]) -> list[Held]:
    """Every interview of these rounds, those that have a time first, by it."""
    rows = db.session.execute(_held().where(Interview.round_id.in_(list(round_ids)))).all()
    found = [Held(*row) for row in rows]
    return sorted(
        found, key=lambda it: (it.slot is None, it.interview.starts_at or it.interview.updated_at, it.interview.id)
    )


def interview_of(desk: Desk, reference: str, *, locked: bool = False) -> Held:
    """An interview that the desk may see. Raises NotFound. `locked` holds the application, then the interview."""
    statement = _held().where(desk.sees(), Interview.reference == tidy_reference(reference))
    return _one(statement, locked=locked)


def own(person_id: int, application: str, reference: str, *, locked: bool = False) -> Held:
    """An interview of the person's own application. Raises NotFound."""
    mine = applications.own(person_id, application, locked=locked)
    return _one(
        _held().where(JobApplication.id == mine.id, Interview.reference == tidy_reference(reference)), locked=locked
    )


def of_application(application_id: int) -> list[Held]:
    """The interviews of an application in the order of the rounds."""
    rows = db.session.execute(_held().where(JobApplication.id == application_id).order_by(InterviewRound.number)).all()
    return [Held(*row) for row in rows]


def attended_of_many(application_ids: Collection[int]) -> dict[int, list[Interview]]:
    """The interviews to which somebody came, by application."""
    found: dict[int, list[Interview]] = {}
    for each in db.session.scalars(
        select(Interview).where(Interview.application_id.in_(application_ids), Interview.state == ATTENDED)
    ):
        found.setdefault(each.application_id, []).append(each)
    return found


def by_reference(reference: str) -> Held:
    """Any interview, for what is made of it in the background. Raises NotFound."""
    return _one(_held().where(Interview.reference == tidy_reference(reference)), locked=False)


def steps_of(interview: Interview) -> Sequence[InterviewStep]:
    """What happened to it, the oldest first."""
    return db.session.scalars(
        select(InterviewStep).where(InterviewStep.interview_id == interview.id).order_by(InterviewStep.id)
    ).all()


def name_in(application: JobApplication) -> str:
    """The candidate's name; interviews come after the shortlist, from which on it is shown to those who choose."""
    return str((application.answers.get("contact") or {}).get("name", ""))


def _held() -> Select[Interview, InterviewRound, JobApplication, InterviewSlot]:
    return (
        select(Interview, InterviewRound, JobApplication, InterviewSlot)
        .join(InterviewRound, InterviewRound.id == Interview.round_id)
        .join(JobApplication, JobApplication.id == Interview.application_id)
        .outerjoin(InterviewSlot, InterviewSlot.id == Interview.slot_id)
    )


def _one(statement: Select[Interview, InterviewRound, JobApplication, InterviewSlot], *, locked: bool) -> Held:
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise NotFound(_NONE)
    held = Held(*found)
    if not locked:
        return held
    application, interview = held.application, held.interview
    db.session.scalars(for_change(select(JobApplication).where(JobApplication.id == application.id))).one()
    db.session.scalars(for_change(select(Interview).where(Interview.id == interview.id))).one()
    slot = db.session.get(InterviewSlot, interview.slot_id) if interview.slot_id else None
    return Held(interview, held.round, application, slot)


def seen_by(desk: Desk, held: Sequence[Held]) -> list[Held]:
    """Those that the desk may see."""
    known = set(db.session.scalars(select(JobApplication.id).where(desk.sees())))
    return [each for each in held if each.application.id in known]


def has_begun(interview: Interview, at: datetime) -> bool:
    """Whether the time that is fixed has come."""
    return interview.state == BOOKED and interview.starts_at is not None and interview.starts_at <= at


def for_change(statement: Any) -> Any:
    """The same, held until the transaction ends, and read as it is now whatever was read before."""
    return statement.with_for_update().execution_options(populate_existing=True)
