"""Applying: starting, answering, sending in, withdrawing, appealing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts import queries as people
from portal.accounts.models import Person
from portal.database.base import db
from portal.employers import editing
from portal.employers import queries as organisations
from portal.employers.models import Organisation
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.membership import finding, moving, questions, refusing, telling
from portal.membership.classes import CLASSES, ORGANISATION
from portal.membership.endorsing import ask_or_pass_on
from portal.membership.fees import fee_for
from portal.membership.models import Application, Membership
from portal.membership.states import OPEN, may
from portal.membership.tiers import tier_of

APPEAL_WITHIN = timedelta(days=28)
_COLUMNS = frozenset(questions.COLUMNS)


def begin(klass: str, *, by: int, at: datetime) -> Application:
    """The person's open application in this class, or a new draft. Raises RuleBroken for one who belongs already."""
    if klass not in CLASSES or klass == ORGANISATION:
        raise NotFound("There is no such class of membership.")
    _one_at_a_time(Person, by)
    found = db.session.scalar(
        select(Application).where(Application.person_id == by, Application.klass == klass, Application.state.in_(OPEN))
    )
    if found is not None:
        return found
    refusing.refuse(refusing.for_person(klass, by, on=_day(at)))
    return _begun(klass, by=by, organisation_id=None, at=at)


def begin_for_organisation(organisation: Organisation, *, by: int, at: datetime) -> Application:
    """The organisation's open application, or a new draft by this owner."""
    _one_at_a_time(Organisation, organisation.id)
    found = db.session.scalar(
        select(Application).where(
            Application.organisation_id == organisation.id,
            Application.klass == ORGANISATION,
            Application.state.in_(OPEN),
        )
    )
    if found is not None:
        return found
    refusing.refuse(refusing.for_organisation(organisation, on=_day(at)))
    application = _begun(ORGANISATION, by=by, organisation_id=organisation.id, at=at)
    application.staff_count = organisation.staff_count
    return application


def go_on_as_individual(seat: Membership, *, by: int, at: datetime) -> Application:
    """A draft as an individual member, with what is known from the corporate seat; or the open one there is."""
    if seat.klass != "corporate_seat":
        raise RuleBroken("Apply in the class that fits you now.")
    application = begin("individual", by=by, at=at)
    if application.state == "draft" and application.organisation_id is None and seat.organisation_id is not None:
        organisation = organisations.by_id(seat.organisation_id)
        if refusing.for_employer("individual", organisation, on=_day(at)) is None:
            application.organisation_id = organisation.id
        if seat.application_id is not None:
            before = db.session.get_one(Application, seat.application_id)
            application.job_title, application.statement = before.job_title, before.statement
    return application


def _begun(klass: str, *, by: int, organisation_id: int | None, at: datetime) -> Application:
    application = Application(
        reference=new_reference(), klass=klass, person_id=by, organisation_id=organisation_id, answers={}, created_at=at
    )
    moving.begin(application, by=by, at=at)
    return application


def _one_at_a_time(kind: type[Person | Organisation], number: int) -> None:
    """Two who begin at the same moment wait for each other, so that the second finds the first's application."""
    db.session.execute(select(kind.id).where(kind.id == number).with_for_update())


def own(person_id: int, reference: str) -> Application:
    """The person's own application. Raises NotFound for any other's."""
    return finding.application(reference, Application.person_id == person_id, Application.klass != ORGANISATION)


def of_organisation(organisation: Organisation, reference: str) -> Application:
    """An application of this organisation, whose owner the caller has made sure of. Raises NotFound for any other's."""
    return finding.application(
        reference, Application.organisation_id == organisation.id, Application.klass == ORGANISATION
    )


def choose_organisation(application: Application, organisation: Organisation, *, on: date) -> None:
    """Name the employer, or the body served. Raises RuleBroken where this class does not fit, and says which does."""
    _refuse_unless_draft(application)
    refusing.refuse(refusing.for_employer(application.klass, organisation, on=on))
    application.organisation_id = organisation.id


def fill_in(application: Application, answers: Mapping[str, Any]) -> None:
    """Keep what was answered so far; what is missing is asked for when it is sent in."""
    _refuse_unless_draft(application)
    for name in answers.keys() & _COLUMNS:
        setattr(application, name, answers[name])
    application.answers = {
        **application.answers,
        **{
            name: answer.isoformat() if isinstance(answer, date) else answer
            for name, answer in answers.items()
            if name not in _COLUMNS
        },
    }


def submit(application: Application, *, by: int, at: datetime) -> None:
    """Send it in: to the Head of Profession where the class needs one and there is one, otherwise to the panel."""
    _refuse_unless_draft(application)
    for question in questions.unanswered(application):
        raise RuleBroken(question.missing)
    organisation = organisations.by_id(application.organisation_id) if application.organisation_id else None
    on = _day(at)
    if application.klass == ORGANISATION:
        assert organisation is not None and application.staff_count is not None
        refusing.refuse(refusing.for_organisation(organisation, on=on))
        tier = tier_of(application.staff_count, on=on).name
        # The tier of later years follows from what is known of the organisation, so that must be what was said here.
        editing.change(organisation.id, {"staff_count": application.staff_count}, by=by, staff=True)
    else:
        refusing.refuse(refusing.for_person(application.klass, application.person_id, on=on))
        if organisation is not None:
            refusing.refuse(refusing.for_employer(application.klass, organisation, on=on))
        tier = ""
    refusing.refuse(refusing.for_ended_scheme(application.answers.get("scheme_ends"), on=on))
    fee = fee_for(application.klass, tier, on=on)
    application.fee_pence, application.fee_months = fee.pence, fee.months
    application.submitted_at = at
    ask_or_pass_on(application, organisation, by=by, at=at)
    telling.of_receipt(application, people.by_id(application.person_id))


def withdraw(application: Application, *, by: int, at: datetime) -> None:
    """Take it back for good."""
    moving.move(application, "withdraw", by=by, at=at)


def appeal_until(application: Application) -> date | None:
    """The last day on which the applicant may appeal; None where there is nothing to appeal."""
    if application.decided_at is None or not may(application.state, application.round, "appeal"):
        return None
    return _day(application.decided_at + APPEAL_WITHIN)


def may_appeal(application: Application, *, on: date) -> bool:
    """Whether an appeal is possible on this day."""
    until = appeal_until(application)
    return until is not None and on <= until


def what_follows(application: Application) -> str:
    """What happens once it is sent in, in a sentence; who would be asked is worked out afresh then."""
    asked_at = application.organisation_id if CLASSES[application.klass].needs_endorsement else None
    if asked_at is None:
        return "The membership panel considers your application."
    organisation = organisations.by_id(asked_at)
    if [each for each in organisations.heads_of_profession(asked_at) if each != application.person_id]:
        return (
            f"We ask the Head of Profession of {organisation.name} to endorse you. When they have answered, or after "
            "28 days, the membership panel considers your application."
        )
    return (
        f"{organisation.name} has no Head of Profession who could endorse you, so your application goes straight to "
        "the membership panel, which is told so."
    )


def appeal(application: Application, *, reason: str, by: int, at: datetime) -> None:
    """Ask the panel to look again, once, with a reason. See docs/decisions/panel.md."""
    until = appeal_until(application)
    if until is not None and _day(at) > until:
        raise RuleBroken(f"An appeal was possible until {until:%-d %B %Y}. You can apply again instead.")
    if not reason.strip():
        raise RuleBroken("Say why the panel should look again.")
    if _other_open(application):
        raise RuleBroken("You have applied again in this class. Withdraw that application first if you want to appeal.")
    moving.move(application, "appeal", by=by, at=at)
    application.appeal_reason, application.appealed_at = reason.strip(), at
    application.panel_since, application.decided_at = at, None
    telling.of_appeal(application, people.by_id(application.person_id))


def _other_open(application: Application) -> bool:
    whose = (
        Application.organisation_id == application.organisation_id
        if application.klass == ORGANISATION
        else Application.person_id == application.person_id
    )
    other = select(Application.id).where(whose, Application.klass == application.klass, Application.state.in_(OPEN))
    return db.session.scalar(other) is not None


def _refuse_unless_draft(application: Application) -> None:
    if application.state != "draft":
        raise RuleBroken("This application was sent in, so its answers stay as they are. You can withdraw it.")


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
