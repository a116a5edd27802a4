"""The checks of an accepted offer: begun with it, asked for, received, and cleared or not."""

from __future__ import annotations

from datetime import date, datetime

from portal.accounts import queries as people
from portal.accounts.models import Person
from portal.applying.models import JobApplication
from portal.applying.moving import subject_of
from portal.applying.queries import Job
from portal.applying.states import ACCEPTED
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import queries as employers
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.offering import queries
from portal.offering.check_kinds import (
    ADDABLE,
    ASKED,
    KINDS,
    NOT_BEGUN,
    PROBLEM,
    REFERENCES,
    STATES,
    due_on,
    wanted,
)
from portal.offering.models import Offer, OfferCheck
from portal.offering.referees import referee_of, waits_for_consent
from portal.selecting.desks import Desk

LONGEST = 2_000


def begin(offer: Offer, application: JobApplication, job: Job, *, at: datetime) -> None:
    """Write the checks that this offer asks for; those that there are already stay."""
    there = {each.kind for each in queries.checks_of(offer)}
    for kind in wanted(
        is_conditional=offer.is_conditional,
        clearances=list(job.vacancy.clearance or ()),
        referees=[each for each in REFERENCES.values() if referee_of(application, each)["name"]],
    ):
        if kind not in there:
            _add(offer, kind, at=at)
    db.session.flush()


def add(desk: Desk, application: JobApplication, kind: str, *, at: datetime) -> None:
    """One more, such as qualifications, or health, which nobody asks about before an offer."""
    offer = open_offer(application)
    if kind not in ADDABLE:
        raise RuleBroken("Choose a check of the list.")
    if any(each.kind == kind for each in queries.checks_of(offer)):
        raise RuleBroken(f"“{KINDS[kind].name}” is on the list already.")
    _add(offer, kind, at=at).changed_by_id = desk.person_id
    note_state(desk, application, kind, NOT_BEGUN)
    db.session.flush()


def drop(desk: Desk, application: JobApplication, kind: str) -> None:
    """Take a check off that nobody has begun; those that the law asks for stay."""
    check = queries.check_of(open_offer(application), kind, locked=True)
    if KINDS[kind].by_law:
        raise RuleBroken(f"“{KINDS[kind].name}” is asked for by law before anybody starts.")
    if check.state != NOT_BEGUN:
        raise RuleBroken("Only a check that is not begun can be taken off.")
    if queries.request_of(check) is not None:
        raise RuleBroken("The referee was written to, so this check stays on the list.")
    db.session.delete(check)
    note_state(desk, application, kind, "taken off")
    db.session.flush()


def set_state(
    desk: Desk,
    application: JobApplication,
    kind: str,
    *,
    state: str,
    due: date | None,
    owner_id: int | None,
    note: str,
    at: datetime,
) -> None:
    """Note how far a check is, who sees to it, and by when. A problem needs a note.

    A reference counts as asked for only through `asking_referees.ask`, which keeps to the candidate's wish.
    """
    check = queries.check_of(open_offer(application), kind, locked=True)
    words = note.strip()
    if state not in STATES:
        raise RuleBroken("Choose how far the check is.")
    if state == PROBLEM and not words:
        raise RuleBroken("Say what the problem is.")
    if len(words) > LONGEST:
        raise RuleBroken(f"The note must be {LONGEST:,} characters or fewer.")
    if due is None:
        raise RuleBroken("Enter the day by which it is to be done.")
    if state == ASKED and check.state == NOT_BEGUN and (why := waits_for_consent(application, check)):
        raise RuleBroken(why)
    if owner_id is not None and owner_id not in {each.id for each in owners_of(desk)}:
        raise RuleBroken("Choose who sees to it from the list.")
    check.state, check.due_on, check.owner_id, check.note = state, due, owner_id, words
    check.changed_at, check.changed_by_id = at, desk.person_id
    note_state(desk, application, kind, state)
    db.session.flush()


def owners_of(desk: Desk) -> list[Person]:
    """Who can see to a check: whoever runs the campaign, or acts for the employer."""
    if desk.campaign is not None:
        ids = [each for each in (desk.campaign.consultant_id, desk.campaign.deputy_id) if each]
    else:
        ids = sorted(employers.people_ids(desk.job.organisation.id))
    return [people.by_id(each) for each in ids]


def open_offer(application: JobApplication) -> Offer:
    """The accepted offer whose checks are open. Raises RuleBroken where there is none."""
    found = queries.standing(application)
    if found is None or application.state != ACCEPTED:
        raise RuleBroken("Checks are open once the offer is accepted, and until its conditions are met or not.")
    return found


def _add(offer: Offer, kind: str, *, at: datetime) -> OfferCheck:
    day = due_on(kind, accepted_on=at.astimezone(LONDON).date(), starts_on=offer.now_starts_on)
    check = OfferCheck(
        offer_id=offer.id, kind=kind, owner_id=offer.made_by_id, due_on=day, state=NOT_BEGUN, note="", changed_at=at
    )
    db.session.add(check)
    return check


def note_state(desk: Desk, application: JobApplication, kind: str, state: str) -> None:
    """Put into the record how far a check is."""
    record(
        "offering.check_noted",
        by=desk.person_id,
        subject=subject_of(application),
        facts={"check": kind, "state": state},
    )
