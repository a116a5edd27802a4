"""Asking, and wanting to hear of answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference
from portal.foundation.text import printable
from portal.questions import queries, telling
from portal.questions.models import Question, QuestionFollower
from portal.recruitment.models import Campaign
from portal.recruitment.moving import subject_of
from portal.web.words import long_time

LONGEST = 1_000
MOST_WAITING = 3


def ask(campaign: Campaign, text: str, *, by: int, at: datetime, tell: bool) -> Question:
    """Put a question to the consultant; nothing of it is public before it is answered. `tell` follows all answers."""
    if not queries.is_open(campaign, at=at):
        last = queries.until(campaign)
        when = f" They were taken until {long_time(last)}." if last else ""
        raise RuleBroken(f"No more questions are taken about this vacancy.{when}")
    words = tidy(text)
    if not words:
        raise RuleBroken("Write your question.")
    if len(words) > LONGEST:
        raise RuleBroken(f"A question has at most {LONGEST:,} characters. Yours has {len(words):,}.")
    if queries.own_waiting(by, campaign) >= MOST_WAITING:
        raise RuleBroken(f"{MOST_WAITING} of your questions wait for an answer. Ask more once they are answered.")
    question = Question(
        reference=new_reference(),
        campaign_id=campaign.id,
        asked_by_id=by,
        asked=words,
        asked_at=at,
        state=queries.WAITING,
        public="",
        answer="",
        because="",
    )
    db.session.add(question)
    db.session.flush()
    # Who asked is nobody's to know, so the record says only that somebody did.
    record("question.asked", subject=subject_of(campaign), facts={"question": question.reference})
    telling.asked(campaign, question)
    if tell:
        follow(campaign, person_id=by, at=at)
    return question


def follow(campaign: Campaign, *, person_id: int, at: datetime) -> None:
    """Tell this person of every answer from now on; asking twice changes nothing."""
    if not queries.follows(person_id, campaign):
        db.session.add(QuestionFollower(campaign_id=campaign.id, person_id=person_id, since=at))
        db.session.flush()


def stop(campaign_id: int, *, person_id: int) -> None:
    """Tell this person no longer."""
    db.session.execute(
        delete(QuestionFollower).where(
            QuestionFollower.campaign_id == campaign_id, QuestionFollower.person_id == person_id
        )
    )


def tidy(text: str) -> str:
    """Lines without what cannot be seen, and no empty ones at the ends."""
    return "\n".join(printable(each).rstrip() for each in text.splitlines()).strip()
