"""The people of the client who see a campaign."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from portal.accounts import queries as people
from portal.accounts.models import Person
from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.seats import OWNER
from portal.foundation.errors import NotFound, RuleBroken
from portal.recruitment import farewells, moving
from portal.recruitment.models import Campaign, CampaignContact


def may_be(campaign: Campaign, person_id: int) -> bool:
    """Whether this person acts for the client today, in any role."""
    return bool(employers.roles_in(person_id, campaign.organisation_id))


def of(campaign: Campaign) -> list[Person]:
    """Those who count: with a seat and an account in use, first named first."""
    rows = db.session.scalars(
        select(Person)
        .join(CampaignContact, CampaignContact.person_id == Person.id)
        .where(CampaignContact.campaign_id == campaign.id, *employers.USABLE)
        .order_by(CampaignContact.id)
    )
    return [each for each in rows if may_be(campaign, each.id)]


def written_to(campaign: Campaign) -> list[int]:
    """Who of the client is written to: those who count, or the owners where there is nobody."""
    return [each.id for each in of(campaign)] or employers.owners(campaign.organisation_id)


def candidates(campaign: Campaign) -> list[Person]:
    """People of the client who could be added, by name."""
    known = {each.id for each in of(campaign)}
    wanted = employers.people_ids(campaign.organisation_id) - known
    rows = db.session.scalars(
        select(Person).where(Person.id.in_(wanted), *employers.USABLE).order_by(Person.name, Person.id)
    )
    return [each for each in rows if may_be(campaign, each.id)]


def put(campaign: Campaign, person_id: int, *, by: int | None, at: datetime) -> bool:
    """Let this person see the campaign; False where they did already. The caller has decided that they may."""
    known = db.session.scalar(
        select(CampaignContact.id).where(
            CampaignContact.campaign_id == campaign.id, CampaignContact.person_id == person_id
        )
    )
    if known is not None:
        return False
    db.session.add(CampaignContact(campaign_id=campaign.id, person_id=person_id, added_at=at, added_by_id=by))
    db.session.flush()
    return True


def add(campaign: Campaign, person_reference: str, *, by: int, at: datetime) -> None:
    """Add a person of the client by their reference."""
    person = people.by_reference(person_reference)
    if not person.is_usable or not may_be(campaign, person.id):
        raise RuleBroken("Choose somebody who acts for the organisation. Its owners can invite more people.")
    if not put(campaign, person.id, by=by, at=at):
        raise RuleBroken(f"{person.name} sees this campaign already.")
    moving.note(campaign, "contacts", by=by, at=at, about=person.id, words="Somebody was added")


def one(campaign: Campaign, person_reference: str) -> Person:
    """The contact of this reference. Raises NotFound."""
    person = people.by_reference(person_reference)
    if person.id not in {each.id for each in of(campaign)}:
        raise NotFound("There is no such contact.")
    return person


def owns(campaign: Campaign, person_id: int) -> bool:
    """Whether the person sees it as an owner of the client, contact or not."""
    return employers.has_role(person_id, campaign.organisation_id, OWNER)


def remove(campaign: Campaign, person_reference: str, *, by: int, at: datetime) -> None:
    """Take a person off; the last contact stays, since somebody has to answer for the client."""
    person = one(campaign, person_reference)
    if len(of(campaign)) == 1:
        raise RuleBroken("Add another person of the client first: somebody has to answer for it.")
    db.session.execute(
        delete(CampaignContact).where(
            CampaignContact.campaign_id == campaign.id, CampaignContact.person_id == person.id
        )
    )
    moving.note(campaign, "contacts", by=by, at=at, about=person.id, words="Somebody was taken off")
    farewells.taken_off_contacts(campaign, person.id, still_sees=owns(campaign, person.id))
