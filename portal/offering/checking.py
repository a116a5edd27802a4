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
from portal.offering import queries, telling
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
    offer = _open(application)
    if kind not in ADDABLE:
        raise RuleBroken("Choose a check of the list.")
    if any(each.kind == kind for each in queries.checks_of(offer)):
        raise RuleBroken(f"“{KINDS[kind].name}” is on the list already.")
    _add(offer, kind, at=at).changed_by_id = desk.person_id
    _record(desk, application, kind, NOT_BEGUN)
    db.session.flush()


def drop(desk: Desk, application: JobApplication, kind: str) -> None:
    """Take a check off that nobody has begun; those that the law asks for stay."""
    check = queries.check_of(_open(application), kind, locked=True)
    if KINDS[kind].by_law:
        raise RuleBroken(f"“{KINDS[kind].name}” is asked for by law before anybody starts.")
    if check.state != NOT_BEGUN:
        raise RuleBroken("Only a check that is not begun can be taken off.")
    db.session.delete(check)
    _record(desk, application, kind, "taken off")
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

    A reference counts as asked for only through `ask_referee`, which keeps to the candidate's wish.
    """
    check = queries.check_of(_open(application), kind, locked=True)
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
    _record(desk, application, kind, state)
    db.session.flush()


def referee_of(application: JobApplication, which: str) -> dict[str, str]:
    """What the candidate wrote of their first or second referee."""
    said = application.answers.get("referees") or {}
    return {part: str(said.get(f"{which}_{part}", "")).strip() for part in ("name", "title", "organisation", "relation", "mail", "phone")}  # fmt: skip


def wants_to_be_told(application: JobApplication) -> bool:
    """Whether they asked to be told before their referees are contacted."""
    return bool((application.answers.get("referees") or {}).get("tell_first"))


def waits_for_consent(application: JobApplication, check: OfferCheck) -> str:
    """Why this referee may not be contacted yet, as a sentence; empty where they may."""
    if check.kind in REFERENCES and wants_to_be_told(application) and check.consented_at is None:
        return "The candidate wants to be told before their referees are contacted. Ask them first, and wait for their yes."
    return ""


def ask_consent(desk: Desk, application: JobApplication, kind: str, *, at: datetime) -> None:
    """Tell the candidate that this referee is about to be contacted, and wait for their yes."""
    check = queries.check_of(_open(application), kind, locked=True)
    if not waits_for_consent(application, check):
        raise RuleBroken("This referee may be contacted.")
    if check.consent_asked_at is not None:
        raise RuleBroken("They have been asked already, and have yet to answer.")
    check.consent_asked_at = check.changed_at = at
    check.changed_by_id = desk.person_id
    _record(desk, application, kind, "consent asked")
    db.session.flush()
    telling.consent_asked(application, desk.job)


def consent(application: JobApplication, kind: str, *, by: int, at: datetime) -> None:
    """The candidate's yes, for one referee."""
    check = queries.check_of(_open(application), kind, locked=True)
    if kind not in REFERENCES or check.consent_asked_at is None or check.consented_at is not None:
        raise RuleBroken("Nothing is asked of you about this referee.")
    check.consented_at = at
    record("offering.consented", by=by, subject=subject_of(application))
    db.session.flush()


def ask_referee(desk: Desk, application: JobApplication, kind: str, *, at: datetime) -> str:
    """Write to the referee, once the candidate's wish allows it; to which address."""
    check = queries.check_of(_open(application), kind, locked=True)
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
    check.state, check.changed_at, check.changed_by_id = ASKED, at, desk.person_id
    check.owner_id = check.owner_id or desk.person_id
    _record(desk, application, kind, ASKED)
    db.session.flush()
    asker = people.by_id(desk.person_id)
    telling.reference_asked(application, desk.job, referee, asker=asker, unique_key=f"reference-asked:{check.id}")
    return referee["mail"]


def owners_of(desk: Desk) -> list[Person]:
    """Who can see to a check: whoever runs the campaign, or acts for the employer."""
    if desk.campaign is not None:
        ids = [each for each in (desk.campaign.consultant_id, desk.campaign.deputy_id) if each]
    else:
        ids = sorted(employers.people_ids(desk.job.organisation.id))
    return [people.by_id(each) for each in ids]


def _open(application: JobApplication) -> Offer:
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


def _record(desk: Desk, application: JobApplication, kind: str, state: str) -> None:
    record(
        "offering.check_noted",
        by=desk.person_id,
        subject=subject_of(application),
        facts={"check": kind, "state": state},
    )
