"""The consultant answers a question once for everybody, or declines it; and says until when questions are taken."""

from __future__ import annotations

from datetime import datetime

from portal.audit.recording import record
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.questions import queries, telling
from portal.questions.asking import tidy
from portal.questions.models import Question
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign
from portal.recruitment.moving import subject_of

LONGEST = 4_000


def answer(campaign: Campaign, question: Question, *, public: str, words: str, by: int, at: datetime) -> None:
    """Make the question, as the consultant words it for the public, and its answer public, and tell who wants to know."""
    asked, said = tidy(public), tidy(words)
    _refuse_decided(question)
    if not asked:
        raise RuleBroken("Enter the question as everybody is to read it.")
    if not said:
        raise RuleBroken("Enter the answer.")
    if max(len(asked), len(said)) > LONGEST:
        raise RuleBroken(f"A question and an answer have at most {LONGEST:,} characters each.")
    question.public, question.answer = asked, said
    _decide(campaign, question, queries.ANSWERED, by=by, at=at)
    telling.answered(campaign, question)


def decline(campaign: Campaign, question: Question, *, because: str, by: int, at: datetime) -> None:
    """Do not answer: it never becomes public, and its asker is told why."""
    _refuse_decided(question)
    if not one_line(because):
        raise RuleBroken("Say why it is not answered: whoever asked is told.")
    question.because = one_line(because, limit=500)
    _decide(campaign, question, queries.DECLINED, by=by, at=at)
    telling.declined(campaign, question)


def set_cut_off(campaign: Campaign, until: datetime | None, *, by: int, at: datetime) -> None:
    """Take questions until then; None for the usual cut-off."""
    posting = campaigns.posting_of(campaign)
    if until is not None and posting is not None and posting.closes_at and until > posting.closes_at:
        raise RuleBroken("Choose a time before the vacancy closes.")
    if until is not None and until <= at:
        raise RuleBroken("Choose a time to come.")
    campaign.questions_until = until
    record("question.cut_off_set", by=by, subject=subject_of(campaign))


def _refuse_decided(question: Question) -> None:
    if question.state != queries.WAITING:
        raise RuleBroken("This question has been answered or declined already.")


def _decide(campaign: Campaign, question: Question, state: str, *, by: int, at: datetime) -> None:
    question.state, question.decided_at, question.decided_by_id = state, at, by
    record(f"question.{state}", by=by, subject=subject_of(campaign), facts={"question": question.reference})
