"""Asking a referee: with the candidate's yes where they want to be told before, by a link that ends, and reminding twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.accounts import links
from portal.accounts.addresses import email_key
from portal.applying.models import JobApplication
from portal.applying.moving import subject_of
from portal.applying.queries import Job, job_of
from portal.audit.recording import record
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from portal.offering import checking, queries, telling
from portal.offering.check_kinds import ASKED, NOT_BEGUN, REFERENCES
from portal.offering.models import OfferCheck, RefereeRequest
from portal.offering.referees import referee_of, waits_for_consent
from portal.selecting.desks import Desk

PURPOSE = "reference"
LASTS = timedelta(days=28)
REMINDERS = (timedelta(days=5), timedelta(days=10))
A_DAY = timedelta(days=1)


def ask_consent(desk: Desk, application: JobApplication, kind: str, *, at: datetime) -> None:
    """Tell the candidate that this referee is about to be contacted, and wait for their yes."""
    check = queries.check_of(checking.open_offer(application), kind, locked=True)
    if not waits_for_consent(application, check):
        raise RuleBroken("This referee may be contacted.")
    if check.consent_asked_at is not None:
        raise RuleBroken("They have been asked already, and have yet to answer.")
    check.consent_asked_at = check.changed_at = at
    check.changed_by_id = desk.person_id
    checking.note_state(desk, application, kind, "consent asked")
    db.session.flush()
    telling.consent_asked(application, desk.job)


def consent(application: JobApplication, kind: str, *, by: int, at: datetime) -> None:
    """The candidate's yes, for one referee."""
    check = queries.check_of(checking.open_offer(application), kind, locked=True)
    if kind not in REFERENCES or check.consent_asked_at is None or check.consented_at is not None:
        raise RuleBroken("Nothing is asked of you about this referee.")
    check.consented_at = at
    record("offering.consented", by=by, subject=subject_of(application))
    db.session.flush()


def ask(desk: Desk, application: JobApplication, kind: str, *, at: datetime) -> str:
    """Write to the referee, once the candidate's wish allows it; to which address."""
    check = queries.check_of(checking.open_offer(application), kind, locked=True)
    if kind not in REFERENCES:
        raise RuleBroken("Only referees are written to from here.")
    if why := waits_for_consent(application, check):
        raise RuleBroken(why)
    if check.state != NOT_BEGUN:
        raise RuleBroken("This reference has been asked for already.")
    referee = referee_of(application, REFERENCES[kind])
    if not referee["mail"]:
        raise RuleBroken(
            "The candidate gave no e-mail address for this referee. Call them, and note here what came of it."
        )
    request = queries.request_of(check) or RefereeRequest(check_id=check.id)
    _refuse_answered(request)
    check.state, check.changed_at, check.changed_by_id = ASKED, at, desk.person_id
    check.owner_id = check.owner_id or desk.person_id
    request.email_key, request.asked_at, request.asked_by_id, request.reminded = (
        email_key(referee["mail"]),
        at,
        desk.person_id,
        0,
    )
    db.session.add(request)
    checking.note_state(desk, application, kind, ASKED)
    db.session.flush()
    _write(request, check, application, desk.job, at=at)
    return referee["mail"]


def ask_again(desk: Desk, application: JobApplication, kind: str, *, at: datetime) -> None:
    """A new link for a referee who has not answered, at most once a day; those of before count no longer."""
    check = queries.check_of(checking.open_offer(application), kind, locked=True)
    request = queries.request_of(check)
    if request is None or check.state != ASKED:
        raise RuleBroken("This referee is not being asked by mail.")
    _refuse_answered(request)
    if at - request.asked_at < A_DAY:
        raise RuleBroken("The referee was written to within the last day. Wait until tomorrow.")
    request.asked_at, request.asked_by_id, request.reminded = at, desk.person_id, 0
    checking.note_state(desk, application, kind, "asked again")
    db.session.flush()
    _write(request, check, application, desk.job, at=at)


def remind(*, at: datetime, limit: int = 200) -> int:
    """Remind, after five and after ten days, who was asked and has not answered; how many. Safe to run again."""
    with transaction():
        reminded = 0
        for request, check, application in queries.unanswered_requests(
            asked_by=at - REMINDERS[0], most=len(REMINDERS), limit=limit
        ):
            due = sum(1 for each in REMINDERS if at - request.asked_at >= each)
            if due > request.reminded and at - request.asked_at < LASTS:
                request.reminded = due
                _write(request, check, application, job_of(application), at=at)
                reminded += 1
        return reminded


def _refuse_answered(request: RefereeRequest) -> None:
    if request.answer:
        raise RuleBroken("This referee has answered already.")


def _write(request: RefereeRequest, check: OfferCheck, application: JobApplication, job: Job, *, at: datetime) -> None:
    referee = referee_of(application, REFERENCES[check.kind])
    if not referee["mail"]:
        return
    token = links.make(PURPOSE, subject=f"reference:{request.id}", lasts=request.asked_at + LASTS - at)
    telling.reference_asked(
        application,
        job,
        referee,
        asker_id=request.asked_by_id,
        token=token,
        until=request.asked_at + LASTS,
        reminder=request.reminded > 0,
        unique_key=f"reference-asked:{request.id}:{request.asked_at:%Y%m%d%H%M}:{request.reminded}",
    )
