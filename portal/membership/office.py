"""Applications as staff see them: the list, one case, notes. Staff do not vote, and see no vote before the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from portal.accounts.models import Person
from portal.accounts.roles import roles_of
from portal.audit.recording import record
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import page_of
from portal.employers.models import Organisation
from portal.foundation.errors import NotFound, RuleBroken
from portal.membership import cases, finding, standing_aside
from portal.membership.cases import Answer, Cast, Endorsed, Line, Row
from portal.membership.deciding import enough, panel_for
from portal.membership.models import Application, Step
from portal.membership.states import AWAITING, DRAFT, WITH_PANEL


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list."""

    rows: list[Row]
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class Case:
    """One case for staff. `voters` of the panel may vote on it now; with too few of them it may never be decided."""

    row: Row
    answers: list[Answer]
    endorsement: Endorsed | None
    timeline: list[Line]
    votes: list[Cast]
    votes_cast: int
    voters: int
    may_stick: bool
    may_nudge: bool
    told: str
    appeal_reason: str


def listed(
    *, words: str, chosen: Mapping[str, str], sort: str, descending: bool, page: int, per_page: int | None
) -> Found:
    """Applications that were sent in, as asked for; drafts are their writers' own."""
    wanted = (
        select(Application)
        .join(Person, Person.id == Application.person_id)
        .join(Organisation, Organisation.id == Application.organisation_id, isouter=True)
        .where(Application.state != DRAFT, Application.submitted_at.is_not(None))
    )
    for part in words.split():
        wanted = wanted.where(
            or_(
                holds(Person.name, part),
                holds(Organisation.name, part),
                holds(Application.reference, part),
            )
        )
    for column, value in ((Application.state, chosen.get("state")), (Application.klass, chosen.get("class"))):
        if value:
            wanted = wanted.where(column == value)
    if chosen.get("round"):
        wanted = wanted.where(Application.round == int(chosen["round"]))
    keys: dict[str, ColumnElement[Any]] = {
        "applicant": func.lower(Person.name),
        "decided": func.coalesce(Application.decided_at, Application.submitted_at),
        "sent": func.coalesce(Application.submitted_at, Application.created_at),
    }
    by = keys.get(sort, keys["sent"])
    order = [by.desc() if descending else by.asc(), Application.id.desc()]
    found = page_of(wanted, order=order, page=page, per_page=per_page)
    return Found(cases.rows([each[0] for each in found.rows]), found.total, found.page)


def waiting() -> int:
    """How many applications are not decided yet."""
    open_ones = select(func.count(Application.id)).where(Application.state.in_((AWAITING, WITH_PANEL)))
    return db.session.scalar(open_ones) or 0


def for_staff(person_id: int, reference: str) -> Application:
    """A case for this member of staff. Raises NotFound for a draft, for their own, and where the panel's rule hides it."""
    application = finding.application(reference, Application.state != DRAFT, Application.submitted_at.is_not(None))
    stands_aside = "assessor" in roles_of(person_id) and not standing_aside.sees(person_id, [application])
    if application.person_id == person_id or stands_aside:
        raise NotFound("There is no such application.")
    return application


def case(application: Application, *, needed: int) -> Case:
    """Everything staff see of it; the votes of a round only once that round is decided."""
    is_open = application.state == WITH_PANEL
    cast = cases.votes(application)
    this_round = [each for each in cast if each.round == application.round]
    voters = len(panel_for(application, needed=needed).may_vote) if is_open else 0
    return Case(
        cases.row(application),
        cases.answers(application),
        cases.endorsement(application),
        cases.timeline(application),
        [each for each in cast if not is_open or each.round < application.round],
        len(this_round),
        voters,
        is_open and not enough(voters, needed=needed),
        application.state == AWAITING,
        application.decision_reason,
        application.appeal_reason,
    )


def note(application: Application, *, words: str, by: int, at: datetime) -> None:
    """Write a note beside the history; it is never changed."""
    if not words.strip():
        raise RuleBroken("Write the note.")
    db.session.add(
        Step(application_id=application.id, event="note", round=application.round, at=at, by_id=by, note=words.strip())
    )
    record("membership.note_written", by=by, subject=f"application:{application.reference}")
