"""Who may be found for a campaign, and how well each fits.

Found are members in standing who agreed, on this day. Left out are: whoever has applied for the vacancy or was approached
for it; who rests (MOST_A_MONTH); who takes part in the campaign; whom their own employer would find, unless they allow
that; and who wants to be kept from this employer. Who is left out for what reason is never said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select, true

from portal.accounts.models import Person
from portal.accounts.secrets import keyed_hash
from portal.applying.models import JobApplication
from portal.config import Settings
from portal.database.base import db
from portal.employers import domains
from portal.employers import queries as employers
from portal.employers.models import Organisation, OrganisationDomain, OrganisationName, Seat
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import ALPHABET, LENGTH, tidy_reference
from portal.introducing import matching
from portal.introducing.matching import Job, Match, Seeker, Spot
from portal.introducing.models import Approach, FoundConsent, FoundProfile, KeptFrom
from portal.introducing.saying import OWN
from portal.membership.models import Application, Membership
from portal.membership.standing_in_queries import belongs
from portal.posting import queries as postings
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import LIVE
from portal.recruitment.models import Campaign, CampaignContact, PanelMember
from portal.vacancies.models import Vacancy
from portal.vacancies.presenting import applies_here, open_at
from portal.web.words import name_of

MOST_A_MONTH = 3
"""How many approaches a member gets in 30 days, of all campaigns together."""
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Found:
    """A member who may fit: what they are called in this campaign, and how well. Who it is stays in this room."""

    called: str
    match: Match
    person_id: int


def vacancy_of(campaign: Campaign, *, at: datetime) -> Vacancy | None:
    """The vacancy to which members can be led now: live, and with applications by a form here; else None."""
    posting = campaigns.posting_of(campaign)
    vacancy = postings.vacancy_of(posting) if posting is not None and campaign.state == LIVE else None
    return vacancy if vacancy is not None and applies_here(vacancy) and open_at(vacancy, at) else None


def found(campaign: Campaign, *, at: datetime, person_id: int | None = None) -> list[Found]:
    """Everybody, the best first; in a number of questions that does not grow with them. `person_id` for one alone."""
    vacancy = vacancy_of(campaign, at=at)
    if vacancy is None:
        return []
    rows = _members(campaign, _looking_for(vacancy.role_family), at=at, person_id=person_id)
    called = {called_in(campaign, each.reference): each for each in rows}
    ranked = matching.matches(
        job_of(vacancy), (_seeker(name, each) for name, each in called.items()), today=clock.today(), names=_Names()
    )
    return [Found(each.key, each, called[each.key].person_id) for each in ranked]


def one(campaign: Campaign, called: str, *, at: datetime) -> Found:
    """The member who is called that in this campaign. Raises NotFound for who is not in its search (any more)."""
    wanted = tidy_reference(called)
    agreed = select(Person.id, Person.reference).join(FoundConsent, FoundConsent.person_id == Person.id)
    for person_id, reference in db.session.execute(agreed.where(FoundConsent.withdrawn_at.is_(None))):
        if called_in(campaign, reference) == wanted:
            for each in found(campaign, at=at, person_id=person_id):
                return each
    raise NotFound("There is no such member in this search.")


def called_in(campaign: Campaign, person_reference: str) -> str:
    """What a member is called in one campaign: nobody else can make it, and another campaign has another for them."""
    settings: Settings = current_app.config["SETTINGS"]
    number = int(keyed_hash(settings.secret_key, "introducing.called", campaign.reference, person_reference), 16)
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def job_of(vacancy: Vacancy) -> Job:
    """What the advert says."""
    return Job(
        family=vacancy.role_family,
        level=vacancy.role_level,
        pays_from=_pounds(vacancy.annual_minimum),
        pays_to=_pounds(vacancy.annual_maximum),
        workplace=vacancy.workplace,
        places=_spots(vacancy.places),
        clearance=tuple(vacancy.clearance),
        patterns=tuple(vacancy.pattern),
    )


def number_in_a_month(person_id: int, *, at: datetime) -> int:
    """How many approaches a member has had in the last 30 days."""
    return db.session.scalar(select(func.count()).where(Approach.person_id == person_id, Approach.sent_at > at - MONTH)) or 0  # fmt: skip


def _looking_for(family: str | None) -> ColumnElement[bool]:
    """Who looks for this kind of work, or for any: what matching.looks_for says, so that others are not even read."""
    if family is None:
        return true()
    said = cast(FoundProfile.families, Text)
    return or_(said == "[]", said.contains(json.dumps(family), autoescape=True))


def _members(campaign: Campaign, looking: ColumnElement[bool], *, at: datetime, person_id: int | None) -> list[Any]:
    """Rows of what each says, with their reference and address: columns alone, which takes half the time of whole rows."""
    family = employers.related_ids(campaign.organisation_id)
    statement = (
        select(Person.reference, Person.email, *FoundProfile.__table__.columns)
        .join(FoundProfile, FoundProfile.person_id == Person.id)
        .join(FoundConsent, FoundConsent.person_id == Person.id)
        .where(
            FoundConsent.withdrawn_at.is_(None),
            looking,
            belongs(Person.id, on=clock.today()),
            *employers.USABLE,
            Person.id.not_in(_beside(campaign)),
            Person.id.not_in(select(JobApplication.person_id).where(JobApplication.posting_id == campaign.posting_id, JobApplication.person_id.is_not(None))),
            Person.id.not_in(select(Approach.person_id).where(Approach.campaign_id == campaign.id)),
            Person.id.not_in(_resting(at)),
            Person.id.not_in(_kept_from(campaign, family, own=False)),
            or_(FoundProfile.shown_to_own.is_(True), ~_works_for(campaign, family)),
        )
    )  # fmt: skip
    if person_id is not None:
        statement = statement.where(Person.id == person_id)
    theirs = _domains(family)
    return [
        each
        for each in db.session.execute(statement)
        if each.shown_to_own or theirs.isdisjoint(domains.proving(each.email or ""))
    ]


def _beside(campaign: Campaign) -> ColumnElement[Any]:
    """Who takes part in the campaign: who runs it, its contacts, its panel."""
    run = select(Campaign.consultant_id).where(Campaign.id == campaign.id, Campaign.consultant_id.is_not(None))
    deputy = select(Campaign.deputy_id).where(Campaign.id == campaign.id, Campaign.deputy_id.is_not(None))
    contacts = select(CampaignContact.person_id).where(CampaignContact.campaign_id == campaign.id)
    panel = select(PanelMember.person_id).where(
        PanelMember.campaign_id == campaign.id, PanelMember.person_id.is_not(None)
    )
    return run.union_all(deputy, contacts, panel)  # type: ignore[return-value]


def _resting(at: datetime) -> Select[int]:
    return (
        select(Approach.person_id)
        .where(Approach.sent_at > at - MONTH)
        .group_by(Approach.person_id)
        .having(func.count() >= MOST_A_MONTH)
    )


def _works_for(campaign: Campaign, family: Iterable[int]) -> ColumnElement[bool]:
    """By a seat, a membership or an application for one, or by what they say; addresses are compared beside this."""
    return or_(
        Person.id.in_(select(Seat.person_id).where(Seat.organisation_id.in_(family))),
        Person.id.in_(_of_organisation(Membership, family)),
        Person.id.in_(_of_organisation(Application, family)),
        Person.id.in_(_kept_from(campaign, family, own=True)),
    )


def _of_organisation(model: Any, family: Iterable[int]) -> Select[Any]:
    return select(model.person_id).where(model.organisation_id.in_(family), model.person_id.is_not(None))


def _kept_from(campaign: Campaign, family: Iterable[int], *, own: bool) -> Select[int]:
    """Who named this client, or a part or the whole of it, as their employer or as one to be kept from."""
    organisation = select(Organisation.key).where(Organisation.id.in_(family), Organisation.key.is_not(None))
    names = (
        select(Organisation.name_key)
        .where(Organisation.id.in_(family))
        .union_all(
            select(OrganisationName.name_key).where(
                OrganisationName.organisation_id.in_(family), OrganisationName.standing != "refused"
            )
        )
    )
    return select(KeptFrom.person_id).where(
        (KeptFrom.why == OWN) if own else (KeptFrom.why != OWN),
        or_(
            KeptFrom.organisation_id.in_(family),
            KeptFrom.organisation_key.in_(organisation),
            KeptFrom.name_key.in_(names),
        ),
    )


def _domains(family: Iterable[int]) -> frozenset[str]:
    return frozenset(
        db.session.scalars(
            select(OrganisationDomain.domain).where(
                OrganisationDomain.organisation_id.in_(family), OrganisationDomain.standing != "refused"
            )
        )
    )


def _seeker(called: str, said: Any) -> Seeker:
    return Seeker(
        key=called,
        families=tuple(said.families),
        levels=tuple(said.levels),
        places=_spots(said.places),
        miles=said.miles,
        workplaces=tuple(said.workplaces),
        least_pounds=said.least_pounds,
        clearance=tuple(said.clearance),
        patterns=tuple(said.patterns),
        free_from=said.free_from,
    )


def _spots(places: Iterable[Mapping[str, Any]]) -> tuple[Spot, ...]:
    return tuple(
        (str(each["name"]), float(each["lat"]), float(each["lon"]))
        for each in places
        if each.get("lat") is not None and each.get("lon") is not None
    )


def _pounds(pence: int | None) -> int | None:
    return None if pence is None else pence // 100


class _Names(dict[str, str]):
    """Every value in people's words."""

    def get(self, value: str, _default: Any = None) -> str:  # type: ignore[override]
        return name_of(value)
