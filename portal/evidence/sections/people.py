"""Who took part, who stood aside, and who saw a name before the shortlist."""

from __future__ import annotations

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.database.base import db
from portal.evidence.applications import Gathered
from portal.evidence.packs import Section, Table
from portal.recruitment import contacts, panels
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign
from portal.selecting.models import Interest, Unhiding
from portal.web.words import counted


def took_part(campaign: Campaign, found: Gathered) -> Section:
    members = panels.of(campaign)
    runs = campaigns.names_of_people([campaign])
    panel = tuple(
        (each.name or accounts.SOMEBODY, each.is_chair, each.invited_at, each.taken_up_at) for each in members
    )
    numbers = {each.id: each.number for each in found.rows}
    interests = db.session.scalars(
        select(Interest).where(Interest.application_id.in_(list(numbers))).order_by(Interest.at, Interest.id)
    ).all()
    names = accounts.names_of({each.person_id for each in interests})
    conflicts = tuple(
        (
            numbers[each.application_id],
            names.get(each.person_id, accounts.SOMEBODY),
            each.at,
            found.redactor.of(each.application_id, each.note),
            each.ended_at,
        )
        for each in interests
    )
    return Section(
        "Who took part, and who stood aside",
        (
            f"Consultant: {runs.get(campaign.consultant_id or 0, 'nobody')}. Deputy: {runs.get(campaign.deputy_id or 0, 'nobody')}.",
            f"People of the client: {', '.join(each.name for each in contacts.of(campaign)) or 'its owners'}.",
            f"{counted(len(conflicts), 'conflict was', 'conflicts were')} declared.",
        ),
        (
            Table("panel", ("Panel", "Chair", "Invited", "Joined"), panel),
            Table("conflicts", ("Application", "Who", "When", "What they said", "Taken back"), conflicts),
        ),
    )


def names_seen(found: Gathered) -> Section:
    numbers = {each.id: each.number for each in found.rows}
    seen = db.session.scalars(
        select(Unhiding).where(Unhiding.application_id.in_(list(numbers))).order_by(Unhiding.at, Unhiding.id)
    ).all()
    names = accounts.names_of({each.by_id for each in seen})
    rows = tuple(
        (
            numbers[each.application_id],
            each.at,
            names.get(each.by_id, accounts.SOMEBODY),
            found.redactor.of(each.application_id, each.because),
        )
        for each in seen
    )
    return Section(
        "Names that were seen before the shortlist",
        (),
        (Table("names-seen", ("Application", "When", "Who", "Why"), rows),),
        none="None was.",
    )
