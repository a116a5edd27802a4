"""Questions about campaigns; who may ask is decided here, afresh each time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import Found, page_of
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.employers.seats import BUYING, OWNER
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.posting.models import Posting
from portal.posting.states import DRAFT
from portal.posting.states import LIVE as PUBLIC
from portal.recruitment.campaign_states import BEFORE, CLOSED, LIVE, OFFER, OVER, SELECTION
from portal.recruitment.models import Campaign, CampaignContact, CampaignStep
from portal.recruitment.moving import words_of
from portal.recruitment.sold_services import ASSISTED
from portal.web.listing import Asked

_NONE = "There is no such campaign."
STAGES = {
    "before": ("Being prepared", BEFORE),
    "live": ("Live", (LIVE,)),
    "choosing": ("Choosing", (CLOSED, SELECTION, OFFER)),
    "over": ("Over", OVER),
}
"""The tabs of the consultants' list: their names and states."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history: what happened, when, by whom, and the note that was left."""

    at: datetime
    words: str
    by: str
    note: str


def for_consultant(person_id: int, reference: str, *, locked: bool = False) -> Campaign:
    """A campaign of which the person is consultant or deputy. Raises NotFound."""
    return _one(reference, _run_by(person_id), locked=locked)


def waiting(reference: str, *, locked: bool = False) -> Campaign:
    """A campaign for which no consultant is named yet. Raises NotFound."""
    return _one(reference, Campaign.consultant_id.is_(None), Campaign.state.not_in(OVER), locked=locked)


def for_staff(reference: str, *, locked: bool = False) -> Campaign:
    """Any campaign. Raises NotFound."""
    return _one(reference, locked=locked)


def for_client(
    person_id: int, organisation: str, reference: str, *, locked: bool = False
) -> tuple[Organisation, Campaign]:
    """A campaign of which the person is a contact, or whose organisation they own. Raises NotFound."""
    owner = employers.for_someone_of(person_id, organisation)
    found = _one(reference, Campaign.organisation_id == owner.id, locked=locked)
    if not employers.has_role(person_id, owner.id, OWNER) and not _is_contact(found, person_id):
        raise NotFound(_NONE)
    return owner, found


def for_binder(
    person_id: int, organisation: str, reference: str, *, locked: bool = False
) -> tuple[Organisation, Campaign]:
    """The same for who may agree, order and cancel for the client. Raises NotFound for others."""
    owner, found = for_client(person_id, organisation, reference, locked=locked)
    if not may_bind(person_id, found):
        raise NotFound(_NONE)
    return owner, found


def may_bind(person_id: int, campaign: Campaign) -> bool:
    """Whether the person may agree to terms, order and cancel for the client: an owner or a recruiter."""
    return bool(employers.roles_in(person_id, campaign.organisation_id) & BUYING)


def of_client(person_id: int, organisation: Organisation) -> list[Campaign]:
    """The organisation's campaigns that this person sees, the newest first."""
    statement = select(Campaign).where(Campaign.organisation_id == organisation.id).order_by(Campaign.id.desc())
    if not employers.has_role(person_id, organisation.id, OWNER):
        statement = statement.where(Campaign.id.in_(_contact_of(person_id)))
    return list(db.session.scalars(statement))


def organisations_with(person_id: int) -> list[tuple[Organisation, int]]:
    """The organisations that the person acts for, each with how many of its campaigns they see."""
    return [(each, len(of_client(person_id, each))) for each, _ in employers.organisations_of(person_id)]


def by_id(campaign_id: int) -> Campaign:
    """The campaign of this number. Raises NotFound."""
    found = db.session.get(Campaign, campaign_id)
    if found is None:
        raise NotFound(_NONE)
    return found


def of_posting(posting_id: int) -> Campaign | None:
    """The campaign that fills this vacancy of an employer."""
    return db.session.scalar(select(Campaign).where(Campaign.posting_id == posting_id))


def of_vacancy(vacancy_id: int) -> Campaign | None:
    """The campaign that fills this public vacancy."""
    return db.session.scalar(
        select(Campaign).join(Posting, Posting.id == Campaign.posting_id).where(Posting.vacancy_id == vacancy_id)
    )


def organisation_of(campaign: Campaign) -> Organisation:
    """The client."""
    return employers.any_by_id(campaign.organisation_id)


def posting_of(campaign: Campaign, *, locked: bool = False) -> Posting | None:
    """The vacancy that it fills, as its employer has it."""
    if campaign.posting_id is None:
        return None
    statement = select(Posting).where(Posting.id == campaign.posting_id)
    return db.session.scalar(statement.with_for_update() if locked else statement)


def postings_to_choose(campaign: Campaign) -> list[Posting]:
    """The client's vacancies that this campaign could fill: drafts, and live ones for a service without the advert."""
    states = (DRAFT, PUBLIC) if campaign.service == ASSISTED else (DRAFT,)
    taken = select(Campaign.posting_id).where(Campaign.posting_id.is_not(None))
    return list(
        db.session.scalars(
            select(Posting)
            .where(
                Posting.organisation_id == campaign.organisation_id,
                Posting.state.in_(states),
                Posting.id.not_in(taken),
                Posting.order_reference == "",
            )
            .order_by(Posting.updated_at.desc(), Posting.id.desc())
        )
    )


def listed(asked: Asked, *, stage: str = "", consultant_id: int | None = None) -> Found:
    """Campaigns as rows of (Campaign, organisation's name, consultant's name); a consultant's own, or all for staff."""
    runs = aliased(Person)
    statement = (
        select(Campaign, Organisation.name, runs.name)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .outerjoin(runs, runs.id == Campaign.consultant_id)
    )
    if consultant_id is not None:
        statement = statement.where(_run_by(consultant_id))
    if stage in STAGES:
        statement = statement.where(Campaign.state.in_(STAGES[stage][1]))
    if state := asked.chosen.get("state"):
        statement = statement.where(Campaign.state == state)
    if asked.chosen.get("consultant") == "none":
        statement = statement.where(Campaign.consultant_id.is_(None), Campaign.state.not_in(OVER))
    for word in asked.words.split():
        reference = Campaign.reference == tidy_reference(word)
        statement = statement.where(holds(Campaign.title, word) | holds(Organisation.name, word) | reference)
    column = {"title": func.lower(Campaign.title), "client": func.lower(Organisation.name)}.get(
        asked.sort, Campaign.updated_at
    )
    order = column.desc() if asked.descending else column.asc()
    return page_of(statement, order=(order, Campaign.id.desc()), page=asked.page, per_page=asked.per_page)


def numbers_by_stage(consultant_id: int) -> dict[str, int]:
    """How many campaigns the consultant has behind each tab."""
    rows = db.session.execute(
        select(Campaign.state, func.count()).where(_run_by(consultant_id)).group_by(Campaign.state)
    )
    counts = {state: number for state, number in rows}
    return {stage: sum(counts.get(each, 0) for each in states) for stage, (_, states) in STAGES.items()}


def unassigned() -> list[tuple[Campaign, str]]:
    """What waits for a consultant, with the client's name, the longest waiting first."""
    rows = db.session.execute(
        select(Campaign, Organisation.name)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .where(Campaign.consultant_id.is_(None), Campaign.state.not_in(OVER))
        .order_by(Campaign.begun_at, Campaign.id)
    )
    return [(campaign, name) for campaign, name in rows]


def number_unassigned() -> int:
    """How many those are, for the menu."""
    statement = select(func.count()).where(Campaign.consultant_id.is_(None), Campaign.state.not_in(OVER))
    return db.session.scalar(statement) or 0


def history(campaign: Campaign) -> list[Told]:
    """What happened to it, the newest first."""
    steps: Sequence[CampaignStep] = db.session.scalars(
        select(CampaignStep).where(CampaignStep.campaign_id == campaign.id).order_by(CampaignStep.id.desc())
    ).all()
    names = accounts.names_of({each.by_id for each in steps if each.by_id})
    return [
        Told(
            each.at,
            words_of(each.event, each.before),
            names.get(each.by_id, accounts.SOMEBODY) if each.by_id else "The portal",
            each.note,
        )
        for each in steps
    ]


def names_of_people(campaigns: Collection[Campaign]) -> dict[int, str]:
    """The names of whoever runs these campaigns."""
    wanted = {each.consultant_id for each in campaigns} | {each.deputy_id for each in campaigns}
    return accounts.names_of({each for each in wanted if each})


def _run_by(person_id: int) -> ColumnElement[bool]:
    return or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id)


def _contact_of(person_id: int) -> Select[int]:
    return select(CampaignContact.campaign_id).where(CampaignContact.person_id == person_id)


def _is_contact(campaign: Campaign, person_id: int) -> bool:
    return (
        db.session.scalar(
            select(CampaignContact.id).where(
                CampaignContact.campaign_id == campaign.id, CampaignContact.person_id == person_id
            )
        )
        is not None
    )


def _one(reference: str, *conditions: ColumnElement[bool], locked: bool = False) -> Campaign:
    statement = select(Campaign).where(Campaign.reference == tidy_reference(reference), *conditions)
    found = db.session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise NotFound(_NONE)
    return found
