"""Who runs a campaign: its consultant, and a deputy who may do whatever the consultant may."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, select, update

from portal.accounts.models import Person, PersonRole
from portal.accounts.roles import roles_of
from portal.database.base import db
from portal.employers import queries as employers
from portal.foundation.errors import RuleBroken
from portal.recruitment import moving, telling
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign

CONSULTANT = "consultant"


def consultants() -> list[Person]:
    """Everybody who can run a campaign, by name."""
    return list(
        db.session.scalars(
            select(Person)
            .join(PersonRole, PersonRole.person_id == Person.id)
            .where(PersonRole.role == CONSULTANT, *employers.USABLE)
            .order_by(Person.name, Person.id)
        )
    )


def refuse_unfit(organisation_id: int, person_id: int) -> None:
    """Raise RuleBroken for whoever is no consultant, or acts for the client themselves."""
    person = db.session.get(Person, person_id)
    if person is None or not person.is_usable or CONSULTANT not in roles_of(person_id):
        raise RuleBroken("Choose one of the society’s consultants.")
    if employers.every_role(person_id, organisation_id):
        name = employers.any_by_id(organisation_id).name
        raise RuleBroken(f"{person.name} acts for {name}, so somebody else has to run this campaign.")


def take(campaign: Campaign, *, by: int, at: datetime) -> None:
    """A consultant takes what waits in the queue. Of two at the same time one gets it."""
    refuse_unfit(campaign.organisation_id, by)
    _refuse_over(campaign)
    taken = db.session.execute(
        update(Campaign)
        .where(Campaign.id == campaign.id, Campaign.consultant_id.is_(None))
        .values(consultant_id=by)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(taken, CursorResult)
    if not taken.rowcount:
        raise RuleBroken("Another consultant has just taken this campaign.")
    campaign.consultant_id = by
    moving.note(campaign, "assign", by=by, at=at, about=by, words="Taken from the queue")
    telling.consultant_named(campaign)


def assign(campaign: Campaign, *, consultant_id: int, deputy_id: int | None, by: int, at: datetime) -> None:
    """Name who runs the campaign from now on. Both are told, unless they did it themselves."""
    _refuse_over(campaign)
    if deputy_id == consultant_id:
        raise RuleBroken("Choose somebody else as the deputy, or nobody.")
    for each in filter(None, (consultant_id, deputy_id)):
        refuse_unfit(campaign.organisation_id, each)
    before = {campaign.consultant_id, campaign.deputy_id}
    if (campaign.consultant_id, campaign.deputy_id) == (consultant_id, deputy_id):
        raise RuleBroken("Nothing is different: these two run it already.")
    is_new = campaign.consultant_id != consultant_id
    campaign.consultant_id, campaign.deputy_id = consultant_id, deputy_id
    moving.note(campaign, "assign", by=by, at=at, about=consultant_id, words="With a deputy" if deputy_id else "")
    for person_id in {consultant_id, deputy_id} - before - {by, None}:
        telling.assigned(campaign, to=person_id)
    if is_new:
        telling.consultant_named(campaign)


def let_go(person_id: int, *, at: datetime) -> None:
    """An account was closed: its campaigns go to the deputy, or back to the queue."""
    for campaign in db.session.scalars(
        select(Campaign).where(
            (Campaign.consultant_id == person_id) | (Campaign.deputy_id == person_id), Campaign.state.not_in(OVER)
        )
    ):
        if campaign.consultant_id == person_id:
            campaign.consultant_id = campaign.deputy_id
        campaign.deputy_id = None
        moving.note(campaign, "assign", by=None, at=at, words="Its consultant has left")


def _refuse_over(campaign: Campaign) -> None:
    if campaign.state in OVER:
        raise RuleBroken("This campaign is over.")
