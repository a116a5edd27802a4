"""What this room holds of a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from portal.database.base import db
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.foundation import clock
from portal.membership.models import (
    Application,
    Due,
    Endorsement,
    Membership,
    Profile,
    StandAside,
    Step,
    Vote,
)
from portal.membership.moving import move
from portal.membership.states import DRAFT, OPEN

IN_CONFIDENCE = (
    "a reference given in confidence (Data Protection Act 2018, Schedule 2, paragraph 24); you were told what was "
    "answered"
)
OF_ANOTHER = (
    "an opinion that would tell who wrote it (Data Protection Act 2018, Schedule 2, paragraph 16); ask us, and we send "
    "it without what names others"
)
ANOTHERS_CASE = "part of another person’s case"
ACCOUNTS = (
    "what the society’s accounts rest on, for six years after the year’s end (Companies Act 2006, section 388; "
    "Value Added Tax Act 1994, Schedule 11)"
)
DECIDED = "that and how the society decided, for which it must be able to answer (UK GDPR Article 17(3)(e))"
ENDED = "The account was erased."

_TEXTS = {
    "supplier": "",
    "job_title": "",
    "statement": "",
    "answers": {},
    "decision_reason": "",
    "appeal_reason": "",
}
_CASE = (
    "reference",
    "klass",
    "staff_count",
    "state",
    "round",
    "fee_pence",
    "fee_months",
    "created_at",
    "submitted_at",
    "panel_since",
    "decided_at",
    "appealed_at",
)
_MONEY = (
    "reference",
    "year",
    "months",
    "tier",
    "pence",
    "offered_on",
    "paid_on",
    "payment_reference",
    "waived_because",
    "invoiced_as",
)


def _of_applicant(column: Any) -> Any:
    """The rows of a case of which the person is the applicant."""

    def whose(whom: Whom) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column.in_(select(Application.id).where(Application.person_id == whom.person_id))
        return found

    return whose


def _of_member(whom: Whom) -> ColumnElement[bool]:
    return Due.membership_id.in_(select(Membership.id).where(Membership.person_id == whom.person_id))


HOLDINGS = (
    Holding(
        "Your profile",
        Profile,
        of(Profile.person_id),
        exported=("families", "levels", "places", "wanted_pence", "clearance", "workplaces", "updated_at"),
        withheld={A_NUMBER: ("person_id",)},
        deleted=True,
    ),
    Holding(
        "Your applications for membership",
        Application,
        of(Application.person_id),
        exported=(*_CASE, "organisation_id", *_TEXTS),
        withheld={A_NUMBER: ("id", "person_id")},
        blanked=_TEXTS,
        kept={LINKS: ("id", "person_id", "organisation_id"), DECIDED: _CASE},
    ),
    Holding(
        "How your applications moved",
        Step,
        _of_applicant(Step.application_id),
        exported=("application_id", "event", "before", "after", "round", "at"),
        withheld={A_NUMBER: ("id",), WHO_ACTED: ("by_id",), OF_ANOTHER: ("note",)},
        blanked={"note": ""},
        kept={LINKS: ("id", "application_id", "by_id"), STATE: ("event", "before", "after", "round", "at")},
    ),
    Holding(
        "Endorsements asked for you",
        Endorsement,
        _of_applicant(Endorsement.application_id),
        exported=("application_id", "asked_at", "reminded", "answer", "answered_at"),
        withheld={A_NUMBER: ("id",), WHO_ACTED: ("answered_by_id",), IN_CONFIDENCE: ("reason",)},
        blanked={"reason": ""},
        kept={
            LINKS: ("id", "application_id", "answered_by_id"),
            STATE: ("asked_at", "reminded", "answer", "answered_at"),
        },
    ),
    Holding(
        "Votes on your applications",
        Vote,
        _of_applicant(Vote.application_id),
        exported=("application_id", "round", "agrees", "to_applicant", "at"),
        withheld={A_NUMBER: ("id",), WHO_ACTED: ("assessor_id",), OF_ANOTHER: ("reason",)},
        blanked={"reason": "", "to_applicant": ""},
        kept={LINKS: ("id", "application_id", "assessor_id"), DECIDED: ("round", "agrees", "at")},
    ),
    Holding(
        "Members of the panel who stood aside from your case",
        StandAside,
        _of_applicant(StandAside.application_id),
        exported=("application_id", "at"),
        withheld={A_NUMBER: ("id",), WHO_ACTED: ("assessor_id",), OF_ANOTHER: ("because",)},
        blanked={"because": ""},
        kept={LINKS: ("id", "application_id", "assessor_id"), STATE: ("at",)},
    ),
    Holding(
        "Your memberships",
        Membership,
        of(Membership.person_id),
        exported=(
            "reference",
            "klass",
            "organisation_id",
            "application_id",
            "began_on",
            "ended_on",
            "ended_because",
        ),
        withheld={A_NUMBER: ("id", "person_id")},
        blanked={"ended_because": ENDED},
        kept={
            LINKS: ("id", "person_id", "organisation_id", "application_id"),
            ACCOUNTS: ("reference", "klass", "began_on", "ended_on"),
        },
    ),
    Holding(
        "What your memberships cost",
        Due,
        _of_member,
        exported=("membership_id", *_MONEY),
        withheld={A_NUMBER: ("id",), WHO_ACTED: ("recorded_by_id",)},
        blanked={"waived_because": ""},
        kept={
            LINKS: ("id", "membership_id", "recorded_by_id"),
            ACCOUNTS: tuple(each for each in _MONEY if each != "waived_because"),
        },
    ),
    Holding(
        "Votes that you gave as a member of the panel",
        Vote,
        of(Vote.assessor_id),
        exported=("round", "at"),
        withheld={
            A_NUMBER: ("id", "application_id", "assessor_id"),
            ANOTHERS_CASE: ("agrees", "reason", "to_applicant"),
        },
        kept={
            LINKS: ("id", "application_id", "assessor_id"),
            ANOTHERS_CASE: ("round", "at", "agrees", "reason", "to_applicant"),
        },
    ),
    Holding(
        "Cases from which you stood aside",
        StandAside,
        of(StandAside.assessor_id),
        exported=("because", "at"),
        withheld={A_NUMBER: ("id", "application_id", "assessor_id")},
        blanked={"because": ""},
        kept={LINKS: ("id", "application_id", "assessor_id"), STATE: ("at",)},
    ),
    Holding(
        "Endorsements that you answered",
        Endorsement,
        of(Endorsement.answered_by_id),
        exported=("asked_at", "answered_at"),
        withheld={
            A_NUMBER: ("id", "application_id", "answered_by_id"),
            ANOTHERS_CASE: ("reminded", "answer", "reason"),
        },
        kept={
            LINKS: ("id", "application_id", "answered_by_id"),
            ANOTHERS_CASE: ("asked_at", "answered_at", "reminded", "answer", "reason"),
        },
    ),
)


def withdraw_old_drafts(before: datetime) -> int:
    """Withdraw applications that were begun before then and never sent in; how many."""
    old = db.session.scalars(select(Application).where(Application.state == DRAFT, Application.created_at <= before))
    found = old.all()
    for each in found:
        move(each, "withdraw", by=None, at=clock.now())
    db.session.flush()
    return len(found)


def settle(whom: Whom) -> None:
    """Who is gone applies for nothing and belongs no longer, so no queue waits for them and nothing falls due."""
    applications = db.session.scalars(
        select(Application).where(Application.person_id == whom.person_id, Application.state.in_(OPEN))
    ).all()
    for each in applications:
        move(each, "withdraw", by=None, at=clock.now())
    today = clock.today()
    db.session.execute(
        update(Membership)
        .where(
            Membership.person_id == whom.person_id,
            or_(Membership.ended_on.is_(None), Membership.ended_on > today),
        )
        .values(ended_on=today)
    )
    db.session.flush()
