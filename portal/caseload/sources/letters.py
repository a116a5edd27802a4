"""Who waits for an answer: questions about vacancies, and messages of candidates."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import func, select

from portal.applying.models import ApplicationMessage, JobApplication
from portal.caseload.sources.lines import ANSWER_WITHIN, duty
from portal.database.base import db
from portal.questions.models import Question
from portal.questions.queries import WAITING
from portal.recruitment.duties import Duty, Load
from portal.web import words


def questions_asked(load: Load) -> Iterator[Duty]:
    """Questions about vacancies that wait for an answer, together for each campaign."""
    rows = db.session.execute(
        select(Question.campaign_id, func.count(), func.min(Question.asked_at))
        .where(Question.campaign_id.in_(load.running), Question.state == WAITING)
        .group_by(Question.campaign_id)
    )
    for campaign, number, since in rows:
        each = load.running[campaign]
        waits = words.counted(number, "question waits", "questions wait")
        address = url_for("consultant.questions.show", campaign=each.campaign.reference)
        due = since + ANSWER_WITHIN
        yield duty(each, "Whoever asked", f"{waits} for an answer", since, "Answer", address, due=due)


def messages_unread(load: Load) -> Iterator[Duty]:
    """Messages of candidates that nobody has answered or marked as read, also when the campaign is over; the
    candidate is a number, never a name."""
    by_posting = load.by_any_posting
    rows = db.session.execute(
        select(
            JobApplication.posting_id,
            JobApplication.reference,
            JobApplication.number,
            func.count(),
            func.min(ApplicationMessage.at),
        )
        .join(JobApplication, JobApplication.id == ApplicationMessage.application_id)
        .where(
            JobApplication.posting_id.in_(by_posting),
            ApplicationMessage.from_candidate.is_(True),
            ApplicationMessage.read_at.is_(None),
        )
        .group_by(JobApplication.posting_id, JobApplication.reference, JobApplication.number)
    )
    for posting, reference, number, count, since in rows:
        each = by_posting[posting]
        yield duty(
            each,
            f"Application {number}",
            f"{words.counted(count, 'message')} without an answer",
            since,
            "Read and answer",
            url_for("consultant.desk.messages", campaign=each.campaign.reference, application=reference),
            due=since + ANSWER_WITHIN,
        )
