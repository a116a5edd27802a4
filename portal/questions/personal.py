"""What this room holds of a person: what they asked, of which answers they want to hear, and which they gave."""

from __future__ import annotations

from sqlalchemy import delete

from portal.database.base import db
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.questions.models import Question, QuestionFollower
from portal.questions.queries import WAITING

PUBLIC = "a question and its answer for everybody, without a name; they stand as long as the vacancy"
_STATE = ("reference", "asked_at", "state", "decided_at")

HOLDINGS = (
    Holding(
        "Questions that you asked about a vacancy",
        Question,
        of(Question.asked_by_id),
        exported=("asked", "public", "answer", "because", *_STATE),
        withheld={A_NUMBER: ("id", "campaign_id", "asked_by_id"), WHO_ACTED: ("decided_by_id",)},
        blanked={"asked": "", "because": "", "asked_by_id": None},
        kept={PUBLIC: ("public", "answer"), LINKS: ("id", "campaign_id", "decided_by_id"), STATE: _STATE},
    ),
    Holding(
        "Questions that you answered as a consultant",
        Question,
        of(Question.decided_by_id),
        exported=("public", "answer", "because", "state", "decided_at"),
        withheld={
            A_NUMBER: ("id", "reference", "campaign_id", "decided_by_id"),
            "what somebody else wrote, whom nobody is to know": ("asked_by_id", "asked", "asked_at"),
        },
        kept={
            PUBLIC: ("public", "answer", "because"),
            LINKS: ("id", "reference", "campaign_id", "decided_by_id"),
            STATE: ("state", "decided_at"),
            "another person’s, to be erased with theirs": ("asked_by_id", "asked", "asked_at"),
        },
    ),
    Holding(
        "Vacancies of whose answers you want to hear",
        QuestionFollower,
        of(QuestionFollower.person_id),
        exported=("since",),
        withheld={A_NUMBER: ("id", "campaign_id", "person_id")},
        deleted=True,
    ),
)


def settle(whom: Whom) -> None:
    """Take back what waits for an answer: nobody is there to hear it."""
    if whom.person_id:
        db.session.execute(delete(Question).where(Question.asked_by_id == whom.person_id, Question.state == WAITING))
