"""Questions about approaches and introductions; who may ask is decided here, afresh each time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from portal.accounts.models import Person
from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.moving import as_steps
from portal.applying.states import is_past
from portal.database.base import db
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.introducing.models import Approach, Introduction
from portal.posting import queries as postings
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign

_NO_APPROACH = "There is no such message."


@dataclass(frozen=True, slots=True)
class Whom:
    """Who was introduced, as long as that stands and the account is in use."""

    name: str
    email: str


def of_campaign(campaign: Campaign) -> list[Approach]:
    """Every approach for a campaign, the newest first."""
    return list(
        db.session.scalars(
            select(Approach).where(Approach.campaign_id == campaign.id).order_by(Approach.sent_at.desc(), Approach.id.desc())
        )
    )  # fmt: skip


def one(campaign: Campaign, reference: str, *, locked: bool = False) -> Approach:
    """An approach for this campaign. Raises NotFound."""
    statement = select(Approach).where(
        Approach.campaign_id == campaign.id, Approach.reference == tidy_reference(reference)
    )
    return _approach(db.session.scalar(statement.with_for_update() if locked else statement))


def of_person(person_id: int) -> list[Approach]:
    """Every approach to this person, the newest first."""
    return list(
        db.session.scalars(
            select(Approach).where(Approach.person_id == person_id).order_by(Approach.sent_at.desc(), Approach.id.desc())
        )
    )  # fmt: skip


def own(person_id: int, reference: str, *, locked: bool = False) -> Approach:
    """An approach to this person. Raises NotFound."""
    statement = select(Approach).where(Approach.person_id == person_id, Approach.reference == tidy_reference(reference))
    return _approach(db.session.scalar(statement.with_for_update() if locked else statement))


def number_unanswered(person_id: int) -> int:
    """How many approaches this person has not answered, for the menu."""
    return len(db.session.scalars(select(Approach.id).where(Approach.person_id == person_id, Approach.answer == "")).all())  # fmt: skip


def introductions(campaign: Campaign) -> list[Introduction]:
    """Everybody who was introduced for a campaign, the newest first, those taken back too."""
    return list(
        db.session.scalars(
            select(Introduction).where(Introduction.campaign_id == campaign.id).order_by(Introduction.id.desc())
        )
    )


def introductions_of(person_id: int) -> list[Introduction]:
    """Every introduction of this person, the newest first."""
    return list(
        db.session.scalars(
            select(Introduction).where(Introduction.person_id == person_id).order_by(Introduction.id.desc())
        )
    )


def own_introduction(person_id: int, reference: str, *, locked: bool = False) -> Introduction:
    """An introduction of this person. Raises NotFound."""
    statement = select(Introduction).where(
        Introduction.person_id == person_id, Introduction.reference == tidy_reference(reference)
    )
    found = db.session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise NotFound("There is no such introduction.")
    return found


def standing_introduction(approach: Approach) -> Introduction | None:
    """The introduction that came of an approach, while it is not taken back."""
    return db.session.scalar(
        select(Introduction).where(
            Introduction.campaign_id == approach.campaign_id,
            Introduction.person_id == approach.person_id,
            Introduction.withdrawn_at.is_(None),
        )
    )


def introduced_people(rows: Collection[Introduction]) -> dict[int, Whom]:
    """Who they are, by the introduction's number: of those that stand, with an account in use, alone."""
    standing = [each for each in rows if each.withdrawn_at is None]
    people = {
        person.id: person
        for person in db.session.scalars(select(Person).where(Person.id.in_([each.person_id for each in standing])))
        if person.is_usable
    }
    return {
        each.id: Whom(people[each.person_id].name, people[each.person_id].email or "")
        for each in standing
        if each.person_id in people
    }


def shortlisted(campaign: Campaign, person_ids: Collection[int]) -> frozenset[int]:
    """Those of these people whose applications came to this campaign's shortlist, and were not taken off it as a mistake: the
    client may know their names."""
    rows = db.session.execute(
        select(JobApplication.person_id, ApplicationStep)
        .join(ApplicationStep, ApplicationStep.application_id == JobApplication.id)
        .where(JobApplication.posting_id == campaign.posting_id, JobApplication.person_id.in_(person_ids))
        .order_by(ApplicationStep.id)
    )
    steps: dict[int, list[ApplicationStep]] = {}
    for person_id, step in rows:
        steps.setdefault(person_id or 0, []).append(step)
    return frozenset(each for each, theirs in steps.items() if is_past(as_steps(theirs), "shortlist"))


def title_of(campaign: Campaign) -> str:
    """What the public reads above the vacancy; before there is one, what the campaign is called."""
    posting = campaigns.posting_of(campaign)
    vacancy = postings.vacancy_of(posting) if posting else None
    return vacancy.title if vacancy else campaign.title


def vacancy_reference(campaign: Campaign) -> str:
    """The public reference of its vacancy; empty where it is not public."""
    posting = campaigns.posting_of(campaign)
    vacancy = postings.vacancy_of(posting) if posting else None
    return vacancy.reference if vacancy and vacancy.status in ("live", "closed") else ""


def _approach(found: Approach | None) -> Approach:
    if found is None:
        raise NotFound(_NO_APPROACH)
    return found
