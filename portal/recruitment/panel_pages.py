"""What somebody who is asked on to a panel, or on one, is shown: nothing of what consultants and the client keep apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.accounts.models import Person
from portal.employers import queries as employers
from portal.posting import queries as postings
from portal.recruitment import panels, planning, queries, weighing
from portal.recruitment.campaign_states import NAMES
from portal.recruitment.models import Campaign, PanelMember
from portal.recruitment.weighing import Criterion
from portal.web import words


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation."""

    reference: str
    title: str
    client: str
    until: datetime


@dataclass(frozen=True, slots=True)
class PanelPage:
    """A campaign for a member of its panel."""

    reference: str
    title: str
    client: str
    facts: Sequence[tuple[str, str]]
    public_address: str
    members: Sequence[str]
    criteria: Sequence[Criterion]


def invitations_of(person: Person, *, at: datetime) -> list[Invitation]:
    """What this person can join."""
    return [
        Invitation(
            member.reference,
            campaign.title,
            queries.organisation_of(campaign).name,
            member.invited_at + panels.LASTS,
        )
        for member, campaign in panels.invited(person, at=at)
    ]


def panels_of(person_id: int) -> list[tuple[str, str, str]]:
    """The panels that this person is on: title, address, client and state."""
    found = panels.sat_on(person_id)
    clients = {each: employers.any_by_id(each).name for each in {campaign.organisation_id for campaign in found}}
    return [
        (
            each.title,
            url_for("employer.panels.show", campaign=each.reference),
            f"{clients[each.organisation_id]}, {NAMES[each.state].lower()}",
        )
        for each in found
    ]


def page_of(campaign: Campaign, member: PanelMember, *, at: datetime) -> PanelPage:
    """The campaign's page for this member."""
    posting = queries.posting_of(campaign)
    vacancy = postings.vacancy_of(posting) if posting else None
    names = queries.names_of_people([campaign])
    facts = [
        ("State", NAMES[campaign.state]),
        ("Consultant", names.get(campaign.consultant_id or 0, "Nobody yet")),
        ("You", "Chair of the panel" if member.is_chair else "Member of the panel"),
        ("Closes", words.long_time(posting.closes_at) if posting and posting.closes_at else "Not published yet"),
        *((label, words.day_in_words(day)) for label, day in planning.planned(campaign)),
    ]
    return PanelPage(
        reference=campaign.reference,
        title=campaign.title,
        client=queries.organisation_of(campaign).name,
        facts=facts,
        public_address=f"/vacancies/{vacancy.reference}" if vacancy else "",
        members=[
            f"{each.name}{' (chair)' if each.is_chair else ''}" for each in panels.of(campaign) if each.taken_up_at
        ],
        criteria=weighing.criteria_of(campaign, at=at),
    )
