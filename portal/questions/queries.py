"""Questions about questions: what the public reads, what waits for whom, and who may still ask."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select

from portal.database.base import db
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.posting import queries as postings
from portal.questions import cutoff
from portal.questions.models import Question, QuestionFollower
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import LIVE
from portal.recruitment.models import Campaign
from portal.vacancies import queries as vacancies
from portal.vacancies.models import Vacancy

WAITING, ANSWERED, DECLINED = "waiting", "answered", "declined"


def campaign_shown(vacancy_reference: str) -> Campaign:
    """The campaign of a vacancy that the public may know of. Raises NotFound for a vacancy without one."""
    campaign = campaigns.of_vacancy(vacancies.shown(vacancy_reference).id)
    if campaign is None:
        raise NotFound("No questions are taken about this vacancy here.")
    return campaign


def until(campaign: Campaign) -> datetime | None:
    """The cut-off; None before there is a closing time."""
    if campaign.questions_until is not None:
        return campaign.questions_until
    posting = campaigns.posting_of(campaign)
    if posting is None or posting.closes_at is None:
        return None
    return cutoff.usual(posting.closes_at, nation=campaigns.organisation_of(campaign).nation)


def is_open(campaign: Campaign, *, at: datetime) -> bool:
    """Whether a question can be asked now."""
    posting, last = campaigns.posting_of(campaign), until(campaign)
    if campaign.state != LIVE or posting is None or last is None:
        return False
    return at <= last and (posting.closes_at is None or at < posting.closes_at)


def vacancy_of(campaign: Campaign) -> Vacancy | None:
    """Its public vacancy; None before it is published. What the campaign itself is called is not the public’s."""
    posting = campaigns.posting_of(campaign)
    return postings.vacancy_of(posting) if posting else None


def vacancy_reference(campaign: Campaign) -> str:
    """The public reference of its vacancy; empty before it is published."""
    vacancy = vacancy_of(campaign)
    return vacancy.reference if vacancy else ""


def public_title(campaign: Campaign) -> str:
    """What the public reads above it."""
    vacancy = vacancy_of(campaign)
    return vacancy.title if vacancy else ""


def answered(campaign: Campaign) -> list[Question]:
    """What the public reads, the newest answer first."""
    return list(
        db.session.scalars(
            select(Question)
            .where(Question.campaign_id == campaign.id, Question.state == ANSWERED)
            .order_by(Question.decided_at.desc(), Question.id.desc())
        )
    )


def of_campaign(campaign: Campaign) -> list[Question]:
    """Every question, those that wait first, then the newest."""
    found = db.session.scalars(
        select(Question).where(Question.campaign_id == campaign.id).order_by(Question.id.desc())
    ).all()
    return sorted(found, key=lambda each: each.state != WAITING)


def one(campaign: Campaign, reference: str, *, locked: bool = False) -> Question:
    """A question about this campaign's vacancy. Raises NotFound."""
    statement = select(Question).where(
        Question.campaign_id == campaign.id, Question.reference == tidy_reference(reference)
    )
    found = db.session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise NotFound("There is no such question.")
    return found


def number_waiting_for(person_id: int) -> int:
    """How many questions wait for this consultant's answer, for the menu."""
    statement = (
        select(func.count())
        .select_from(Question)
        .join(Campaign, Campaign.id == Question.campaign_id)
        .where(Question.state == WAITING, or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id))
    )
    return db.session.scalar(statement) or 0


def waiting_for(person_id: int) -> list[tuple[Question, Campaign]]:
    """Those questions, the longest waiting first."""
    rows = db.session.execute(
        select(Question, Campaign)
        .join(Campaign, Campaign.id == Question.campaign_id)
        .where(Question.state == WAITING, or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id))
        .order_by(Question.asked_at, Question.id)
    )
    return [(question, campaign) for question, campaign in rows]


def follows(person_id: int, campaign: Campaign) -> bool:
    """Whether this person is told of answers."""
    return (
        db.session.scalar(
            select(QuestionFollower.id).where(
                QuestionFollower.campaign_id == campaign.id, QuestionFollower.person_id == person_id
            )
        )
        is not None
    )


def own_waiting(person_id: int, campaign: Campaign) -> int:
    """How many of this person's questions wait for an answer."""
    return (
        db.session.scalar(
            select(func.count()).where(
                Question.campaign_id == campaign.id,
                Question.asked_by_id == person_id,
                Question.state == WAITING,
            )
        )
        or 0
    )
