"""Asking a Head of Profession to vouch for an applicant, by a single-use link and a queue. See docs/decisions/endorsement.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.accounts import links
from portal.accounts import queries as people
from portal.database.base import db
from portal.employers import queries as organisations
from portal.employers.models import Organisation
from portal.foundation.errors import NotFound, RuleBroken
from portal.membership import finding, telling
from portal.membership.classes import CLASSES
from portal.membership.models import Application, Endorsement, Step
from portal.membership.moving import move
from portal.membership.states import AWAITING

PURPOSE = "endorsement"
LASTS = timedelta(days=28)
REMINDERS = (timedelta(days=7), timedelta(days=14))
NO_HEAD = "The organisation has no confirmed Head of Profession."
ONLY_HEAD_APPLIES = "The applicant is the organisation’s only Head of Profession, and nobody endorses themselves."
RAN_OUT = "The Head of Profession was asked and did not answer within 28 days."


NOT_YOURS = "You are no longer a Head of Profession there, so this application is not yours to endorse."


class ReasonMissing(RuleBroken):
    """Not to endorse needs a reason."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An application that waits for this person's word."""

    application: Application
    endorser_id: int
    organisation: Organisation


def ask_or_pass_on(application: Application, organisation: Organisation | None, *, by: int, at: datetime) -> None:
    """Move a draft on: to the Heads of Profession who may answer, or to the panel with the reason why nobody is asked."""
    if not CLASSES[application.klass].needs_endorsement or organisation is None:
        _to_panel(application, by=by, at=at)
        return
    heads = organisations.heads_of_profession(organisation.id)
    askable = [head for head in heads if head != application.person_id]
    endorsement = Endorsement(application_id=application.id, asked_at=at)
    db.session.add(endorsement)
    if askable:
        move(application, "ask_endorser", by=by, at=at)
        _mail(application, organisation, askable, asked_at=at, at=at, reminder=0)
        return
    endorsement.answer, endorsement.reason = "none", ONLY_HEAD_APPLIES if heads else NO_HEAD
    _to_panel(application, by=by, at=at)


def _to_panel(application: Application, *, by: int, at: datetime) -> None:
    move(application, "submit", by=by, at=at)
    application.panel_since = at


def by_token(token: str) -> Asked:
    """What the link asks, and of whom. Raises RuleBroken when it no longer counts, and says why."""
    link = links.look(PURPOSE, token)
    if link is None or link.person_id is None:
        raise RuleBroken(links.SPENT)
    application = finding.application(link.subject.removeprefix("application:"))
    if application.state != AWAITING:
        raise RuleBroken("This application no longer waits for an endorsement, so there is nothing to do.")
    return for_head(link.person_id, application.reference)


def for_head(person_id: int, reference: str) -> Asked:
    """An application that this person may endorse now. Raises NotFound for any other, their own included."""
    application = finding.application(reference)
    if (
        application.state != AWAITING
        or application.organisation_id is None
        or application.person_id == person_id
        or person_id not in organisations.heads_of_profession(application.organisation_id)
    ):
        raise NotFound("There is no such application.")
    return Asked(application, person_id, organisations.by_id(application.organisation_id))


def ends_at(application: Application) -> datetime:
    """When the waiting ends and the panel considers it unendorsed."""
    return _endorsement(application).asked_at + LASTS


def answer_by_token(token: str, *, endorses: bool, reason: str, at: datetime) -> Asked:
    """Answer by the link, which is used up."""
    asked = by_token(token)
    links.use(PURPOSE, token)
    answer(asked, endorses=endorses, reason=reason, at=at)
    return asked


def answer(asked: Asked, *, endorses: bool, reason: str, at: datetime) -> None:
    """Write the answer down and pass the application to the panel, which decides in either case."""
    if not endorses and not reason.strip():
        raise ReasonMissing("Say why you do not endorse this application. The panel reads it, the applicant does not.")
    application = asked.application
    move(application, "endorse" if endorses else "decline_to_endorse", by=asked.endorser_id, at=at)
    application.panel_since = at
    endorsement = _endorsement(application)
    endorsement.answer = "endorsed" if endorses else "declined"
    endorsement.reason = reason.strip()
    endorsement.answered_at, endorsement.answered_by_id = at, asked.endorser_id
    for head in organisations.heads_of_profession(asked.organisation.id):
        links.void(PURPOSE, person_id=head, subject=_subject(application))


def chase(*, at: datetime) -> tuple[int, int]:
    """Remind at 7 and 14 days, and pass on what has waited for 28; how many of each. Safe to run again."""
    reminded = passed_on = 0
    waiting = select(Application.reference).where(Application.state == AWAITING).order_by(Application.id)
    for reference in db.session.scalars(waiting).all():
        application = finding.application(reference)
        if application.state != AWAITING:
            continue
        endorsement = _endorsement(application)
        waited = at - endorsement.asked_at
        if waited >= LASTS:
            _run_out(application, endorsement, at=at)
            passed_on += 1
            continue
        due = sum(1 for each in REMINDERS if waited >= each)
        if due > endorsement.reminded:
            endorsement.reminded = due
            reminded += bool(_remind(application, endorsement, at=at, number=due))
    return reminded, passed_on


def nudge(application: Application, *, by: int, at: datetime) -> int:
    """Staff ask the Heads of Profession again, at most once a day; to how many a mail goes."""
    if application.state != AWAITING:
        raise RuleBroken("This application does not wait for an endorsement.")
    last = db.session.scalar(
        select(Step.at)
        .where(Step.application_id == application.id, Step.event == "nudge")
        .order_by(Step.id.desc())
        .limit(1)
    )
    if last is not None and at - last < timedelta(days=1):
        raise RuleBroken("The Head of Profession was asked again within the last day. Wait until tomorrow.")
    step = Step(application_id=application.id, event="nudge", round=application.round, at=at, by_id=by)
    db.session.add(step)
    db.session.flush()
    return _remind(application, _endorsement(application), at=at, number=100 + step.id)


def _run_out(application: Application, endorsement: Endorsement, *, at: datetime) -> None:
    move(application, "stop_waiting", by=None, at=at)
    application.panel_since = at
    endorsement.answer, endorsement.reason, endorsement.answered_at = "none", RAN_OUT, at


def _remind(application: Application, endorsement: Endorsement, *, at: datetime, number: int) -> int:
    """A fresh link to every Head of Profession of today; the links of before no longer count."""
    assert application.organisation_id is not None
    # Also one that staff have since removed, so that it holds up nobody else's reminder.
    organisation = db.session.get_one(Organisation, application.organisation_id)
    heads = [head for head in organisations.heads_of_profession(organisation.id) if head != application.person_id]
    _mail(application, organisation, heads, asked_at=endorsement.asked_at, at=at, reminder=number)
    return len(heads)


def _mail(
    application: Application,
    organisation: Organisation,
    heads: list[int],
    *,
    asked_at: datetime,
    at: datetime,
    reminder: int,
) -> None:
    applicant = people.by_id(application.person_id)
    for head in heads:
        token = links.make(PURPOSE, person_id=head, subject=_subject(application), lasts=asked_at + LASTS - at)
        telling.to_endorser(
            application,
            people.by_id(head),
            applicant=applicant,
            organisation=organisation.name,
            token=token,
            reminder=reminder,
        )


def _endorsement(application: Application) -> Endorsement:
    return db.session.scalars(select(Endorsement).where(Endorsement.application_id == application.id)).one()


def _subject(application: Application) -> str:
    return f"application:{application.reference}"
