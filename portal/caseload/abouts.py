"""Whom a note, a call or a follow-up is about: a candidate by their application, a person of the client, or nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.accounts import queries as people
from portal.accounts.models import Person
from portal.applying.models import JobApplication
from portal.applying.states import UNSENT
from portal.database.base import db
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.recruitment import contacts
from portal.recruitment.models import Campaign

CANDIDATE, CONTACT = "application", "contact"


@dataclass(frozen=True, slots=True)
class About:
    """`key` is how an address names it: "application:REFERENCE", "contact:REFERENCE", or nothing for the campaign.
    Candidates are called by their number here, whether names are hidden or not."""

    key: str = ""
    called: str = "The campaign"
    application_id: int | None = None
    contact_id: int | None = None


THE_CAMPAIGN = About()


def of_key(campaign: Campaign, key: str) -> About:
    """What the key names. Raises NotFound for a candidate or a person that has nothing to do with this campaign."""
    kind, _, reference = key.partition(":")
    if not key:
        return THE_CAMPAIGN
    if kind == CANDIDATE:
        found = db.session.execute(
            select(JobApplication.id, JobApplication.number, JobApplication.reference).where(
                JobApplication.posting_id == campaign.posting_id,
                JobApplication.reference == tidy_reference(reference),
                JobApplication.state.not_in(UNSENT),
            )
        ).one_or_none()
        if found is not None:
            return About(f"{CANDIDATE}:{found.reference}", f"Application {found.number}", application_id=found.id)
    elif kind == CONTACT:
        for person in contacts.of(campaign):
            if person.reference == tidy_reference(reference):
                return About(f"{CONTACT}:{person.reference}", person.name, contact_id=person.id)
    raise NotFound("There is no such application or person in this campaign.")


def choices(campaign: Campaign, chosen: About) -> list[tuple[str, str]]:
    """The campaign, what is chosen, and every person of the client; candidates are come to by their own page."""
    found = [("", THE_CAMPAIGN.called)]
    if chosen.application_id is not None:
        found.append((chosen.key, chosen.called))
    return [*found, *((f"{CONTACT}:{each.reference}", each.name) for each in contacts.of(campaign))]


def called_of_many(pairs: Sequence[tuple[int | None, int | None]]) -> dict[tuple[int | None, int | None], About]:
    """Whom these pairs of application and contact mean, in two questions. Somebody who has left is still somebody."""
    numbers = {
        each.id: each
        for each in db.session.execute(
            select(JobApplication.id, JobApplication.number, JobApplication.reference).where(
                JobApplication.id.in_({application for application, _ in pairs if application})
            )
        )
    }
    wanted = {contact for _, contact in pairs if contact}
    names = people.names_of(wanted)
    references = _references(wanted)
    found = {}
    for application, contact in pairs:
        if application in numbers:
            row = numbers[application]
            about = About(f"{CANDIDATE}:{row.reference}", f"Application {row.number}", application_id=application)
        elif contact:
            known = references.get(contact, "")
            about = About(f"{CONTACT}:{known}", names.get(contact, people.SOMEBODY), contact_id=contact)
        else:
            about = THE_CAMPAIGN
        found[application, contact] = about
    return found


def _references(person_ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(Person.id, Person.reference).where(Person.id.in_(person_ids)))
    return {row.id: row.reference for row in rows}
