"""What was asked and answered: public questions, and messages between candidates and consultants."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.applying.models import ApplicationMessage
from portal.database.base import db
from portal.evidence.applications import Gathered
from portal.evidence.packs import Section, Table
from portal.evidence.sights import Sight
from portal.questions import queries as questions
from portal.recruitment.models import Campaign
from portal.web.words import counted


def public_questions(campaign: Campaign, found: Gathered, sight: Sight) -> Section:
    rows = questions.of_campaign(campaign)
    answered = sorted((each for each in rows if each.state == questions.ANSWERED), key=lambda each: each.id)
    declined = sum(each.state == questions.DECLINED for each in rows)
    table = tuple((each.asked_at, each.public, each.answer, each.decided_at) for each in answered)
    said = (f"{counted(declined, 'question was', 'questions were')} declined.",) if declined and sight.is_ours else ()
    return Section(
        "Public questions and answers",
        said,
        (Table("questions", ("Asked", "Question", "Answer", "Answered"), table),),
        none="Nobody asked.",
    )


def messages(found: Gathered, sight: Sight) -> Section:
    """Between candidates and consultants: the client is no part of them."""
    rows: list[tuple[Any, ...]] = []
    if sight.is_ours:
        numbers = {each.id: each.number for each in found.rows}
        written = db.session.scalars(
            select(ApplicationMessage).where(ApplicationMessage.application_id.in_(list(numbers)))
        ).all()
        found.people |= accounts.names_of(
            {each.author_id for each in written if each.author_id and not each.from_candidate}
        )
        rows = [
            (
                numbers[each.application_id],
                each.at,
                "The candidate" if each.from_candidate else found.who(each.author_id),
                found.redactor.of(each.application_id, each.body),
            )
            for each in sorted(written, key=lambda each: (numbers[each.application_id] or 0, each.at, each.id))
        ]
    none = "Nobody wrote." if sight.is_ours else "Messages are between candidates and the consultants."
    return Section(
        "Messages", (), (Table("messages", ("Application", "When", "Who", "Words"), tuple(rows)),), none=none
    )
