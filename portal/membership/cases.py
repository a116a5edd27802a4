"""What the pages of applications show, as frozen facts: for the applicant, for the panel and for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from portal.accounts import queries as people
from portal.database.base import db
from portal.employers.models import Organisation
from portal.membership import endorsing, questions
from portal.membership.classes import CLASSES, ORGANISATION, name_of
from portal.membership.models import Application, Endorsement, Step, Vote
from portal.membership.states import (
    APPEAL,
    APPROVED,
    AWAITING,
    DECLINED,
    DRAFT,
    MOVES,
    OPEN,
    WITH_PANEL,
    WITHDRAWN,
    may,
)
from portal.web.words import short_day

STATUS = {
    DRAFT: "Not sent in yet",
    AWAITING: "Waiting for your Head of Profession",
    WITH_PANEL: "With the panel",
    APPROVED: "Approved",
    DECLINED: "Declined",
    WITHDRAWN: "Withdrawn",
}
STAFF_STATUS = STATUS | {AWAITING: "Waiting for endorsement"}
_FOR_APPLICANT = {
    "begin": "You started it",
    "ask_endorser": "You sent it in, and we asked your Head of Profession",
    "submit": "You sent it in, and it went to the panel",
    "withdraw": "You withdrew it",
    "endorse": "Your Head of Profession answered, and it went to the panel",
    "decline_to_endorse": "Your Head of Profession answered, and it went to the panel",
    "stop_waiting": "Your Head of Profession did not answer in 28 days, so it went to the panel",
    "approve": "The panel approved it",
    "decline": "The panel declined it",
    "appeal": "You appealed, and it went to the panel again",
}
_FOR_STAFF = {(move.event, move.before): move.words for move in MOVES}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. `by` is shown to staff only."""

    at: datetime
    words: str
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An application in a list."""

    reference: str
    klass: str
    class_name: str
    applicant: str
    organisation: str
    state: str
    status: str
    round: int
    created_at: datetime
    submitted_at: datetime | None
    panel_since: datetime | None
    decided_at: datetime | None
    fee_pence: int | None

    @property
    def is_appeal(self) -> bool:
        return self.round == APPEAL

    @property
    def is_draft(self) -> bool:
        return self.state == DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def staff_status(self) -> str:
        return STAFF_STATUS[self.state]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered, in words; `field` leads to the place where it can be changed."""

    field: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Endorsed:
    """What came of asking a Head of Profession, in words, for the panel and staff."""

    words: str
    reason: str
    by: str
    asked_at: datetime
    answered_at: datetime | None
    reminded: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Cast:
    """One vote as the panel and staff see it."""

    round: int
    by: str
    agrees: bool
    reason: str
    to_applicant: str
    at: datetime


def of_person(person_id: int) -> list[Row]:
    """The person's own applications, the newest first; those for an organisation are on its pages."""
    mine = select(Application).where(Application.person_id == person_id, Application.klass != ORGANISATION)
    return rows(db.session.scalars(mine.order_by(Application.id.desc())).all())


def of_organisation(organisation_id: int) -> list[Row]:
    """The organisation's applications, the newest first."""
    wanted = select(Application).where(
        Application.organisation_id == organisation_id, Application.klass == ORGANISATION
    )
    return rows(db.session.scalars(wanted.order_by(Application.id.desc())).all())


def awaiting_word_of(person_id: int, organisation_ids: Sequence[int]) -> list[Row]:
    """What waits for an endorsement in these organisations, the oldest first, less the person's own."""
    wanted = select(Application).where(*_waits_for(person_id, organisation_ids))
    return rows(db.session.scalars(wanted.order_by(Application.submitted_at)).all())


def number_awaiting_word_of(person_id: int, organisation_ids: Sequence[int]) -> int:
    """How many they are; asks nothing where there are no organisations."""
    if not organisation_ids:
        return 0
    wanted = select(func.count()).select_from(Application).where(*_waits_for(person_id, organisation_ids))
    return db.session.scalar(wanted) or 0


def _waits_for(person_id: int, organisation_ids: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    return (
        Application.state == AWAITING,
        Application.organisation_id.in_(organisation_ids),
        Application.person_id != person_id,
    )


def rows(applications: Sequence[Application]) -> list[Row]:
    """These applications as rows of a list, in a fixed number of questions."""
    names = people.names_of({each.person_id for each in applications})
    organisations = names_of_organisations(applications)
    return [
        Row(
            each.reference,
            each.klass,
            name_of(each.klass),
            names.get(each.person_id, people.SOMEBODY),
            organisations.get(each.organisation_id or 0, "") or each.supplier or str(each.answers.get("company") or ""),
            each.state,
            STATUS[each.state],
            each.round,
            each.created_at,
            each.submitted_at,
            each.panel_since,
            each.decided_at,
            each.fee_pence,
        )
        for each in applications
    ]


def row(application: Application) -> Row:
    """One application as a row."""
    return rows([application])[0]


def names_of_organisations(applications: Sequence[Application]) -> dict[int, str]:
    """The names of the employers and served bodies of these applications, by id."""
    ids = {each.organisation_id for each in applications if each.organisation_id is not None}
    found: dict[int, str] = {}
    for start in range(0, len(ids), 500):
        some = sorted(ids)[start : start + 500]
        wanted = select(Organisation.id, Organisation.name).where(Organisation.id.in_(some))
        found |= {number: name for number, name in db.session.execute(wanted)}
    return found


def answers(application: Application) -> list[Answer]:
    """Everything asked of the applicant, with what was answered."""
    organisation = names_of_organisations([application]).get(application.organisation_id or 0, "")
    return [
        Answer(each.field, each.label, questions.in_words(application, each, organisation=organisation))
        for each in questions.QUESTIONS[application.klass]
    ]


def story(application: Application) -> list[Line]:
    """What the applicant sees of the way of the application: plain words and dates, and nobody's name."""
    return [Line(step.at, _FOR_APPLICANT[step.event]) for step in _steps(application) if step.after]


def timeline(application: Application) -> list[Line]:
    """Everything that happened, with who and with what staff wrote down: for staff."""
    steps = _steps(application)
    names = people.names_of({step.by_id for step in steps if step.by_id is not None})
    lines = []
    for step in steps:
        words = (
            _FOR_STAFF.get((step.event, step.before)) or {"note": "Note by staff", "nudge": "Asked again"}[step.event]
        )
        lines.append(Line(step.at, words, names.get(step.by_id or 0, ""), step.note))
    return lines


def endorsement(application: Application) -> Endorsed | None:
    """What came of asking the Head of Profession; None for a class that needs no endorsement."""
    if not CLASSES[application.klass].needs_endorsement:
        return None
    found = db.session.scalar(select(Endorsement).where(Endorsement.application_id == application.id))
    if found is None:
        return None
    words = {
        "": "Asked, not answered yet",
        "endorsed": "Endorsed",
        "declined": "Not endorsed",
        "none": "Without endorsement",
    }[found.answer]
    by = people.names_of([found.answered_by_id]).get(found.answered_by_id, "") if found.answered_by_id else ""
    return Endorsed(
        words, found.reason, by, found.asked_at, found.answered_at, found.reminded, found.asked_at + endorsing.LASTS
    )


def votes(application: Application) -> list[Cast]:
    """Every vote with its reason, in the order in which they were cast."""
    found = db.session.scalars(select(Vote).where(Vote.application_id == application.id).order_by(Vote.id)).all()
    names = people.names_of({each.assessor_id for each in found})
    return [
        Cast(each.round, names[each.assessor_id], each.agrees, each.reason, each.to_applicant, each.at)
        for each in found
    ]


def expected(application: Application) -> str:
    """What happens next, and by when, for the applicant."""
    if application.state == AWAITING:
        asked = application.submitted_at or application.created_at
        return (
            "We have asked your Head of Profession to endorse you. If there is no answer by "
            f"{short_day(asked + endorsing.LASTS)}, your application goes to the panel without it."
        )
    return {
        DRAFT: "Finish your answers and send the application in.",
        WITH_PANEL: "The membership panel considers your application. We mail you when it has decided.",
        APPROVED: "Your membership page shows what is due, and whether your membership is in force.",
    }.get(application.state, "")


def may_withdraw(application: Application) -> bool:
    """Whether the applicant can take it back."""
    return may(application.state, application.round, "withdraw")


def days_since(at: datetime | None, now: datetime) -> int:
    """Whole days that something has waited."""
    return 0 if at is None else max(0, (now - at) // timedelta(days=1))


def _steps(application: Application) -> Sequence[Step]:
    return db.session.scalars(select(Step).where(Step.application_id == application.id).order_by(Step.id)).all()
