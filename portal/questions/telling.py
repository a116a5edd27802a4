"""Who is told what of questions: the consultants of new ones, the asker of the outcome, followers of every answer."""

from __future__ import annotations

from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.accounts.writing_to import write_to
from portal.config import Settings
from portal.database.base import db
from portal.questions import queries, stopping
from portal.questions.models import Question, QuestionFollower
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign


def asked(campaign: Campaign, question: Question) -> None:
    """To the consultant and the deputy, without a word of who asked."""
    for person_id in (campaign.consultant_id, campaign.deputy_id):
        page = f"/consultant/campaigns/{campaign.reference}/questions/{question.reference}"
        _post("asked", campaign, question, person_id, address=page)


def answered(campaign: Campaign, question: Question) -> None:
    """To the asker, and to everybody who asked to be told, once each."""
    followers = db.session.scalars(
        select(QuestionFollower).where(QuestionFollower.campaign_id == campaign.id).order_by(QuestionFollower.id)
    ).all()
    for each in followers:
        _post("answered", campaign, question, each.person_id, stop=f"/questions/stop/{stopping.token_of(each)}")
    if question.asked_by_id not in {each.person_id for each in followers}:
        _post("answered", campaign, question, question.asked_by_id, stop="")


def declined(campaign: Campaign, question: Question) -> None:
    """To the asker alone."""
    _post("declined", campaign, question, question.asked_by_id)


def _post(
    template: str,
    campaign: Campaign,
    question: Question,
    person_id: int | None,
    *,
    address: str = "",
    stop: str = "",
    **facts: Any,
) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    write_to(
        person_id,
        f"questions/mail/{template}.txt",
        unsubscribe=f"{settings.base_url}{stop}" if stop else None,
        title=queries.public_title(campaign),
        organisation=campaigns.organisation_of(campaign).name,
        question=question,
        address=address or f"/vacancies/{queries.vacancy_reference(campaign)}",
        stop=stop,
        **facts,
    )
