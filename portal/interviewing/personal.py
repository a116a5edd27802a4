"""What this room holds of a person: their interviews with what was said of them, and what they did with those of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from portal.applying.models import JobApplication
from portal.applying.personal import ABOUT_ANOTHER, DELIBERATION
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.interviewing.models import Interview, InterviewRound, InterviewStep, SlotAnswer
from portal.interviewing.states import CANDIDATE, CLOCK, MOVES
from portal.recruitment.personal import THE_CLIENTS

NOT_TOLD = "what those who choose wrote and have not told you yet"
_WORDS = ("said", "because", "feedback")
_TIMES = ("starts_at", "ends_at", "fixed_at", "reminded_at", "panel_reminded_at", "updated_at")
_NUMBERS = ("id", "round_id", "application_id", "slot_id", "sequence")
_OF_STEP = ("id", "interview_id", "by_id")
_READ_BY_CANDIDATES = tuple(
    {each.event for each in MOVES if each.who in (CANDIDATE, CLOCK)} | {"invite", "place", "move", "cancel"}
)


def _mine() -> Callable[[Whom], ColumnElement[bool]]:
    return lambda whom: Interview.application_id.in_(
        select(JobApplication.id).where(JobApplication.person_id == whom.person_id)
    )


def _told(is_told: bool) -> Callable[[Whom], ColumnElement[bool]]:
    column = Interview.feedback_told_at
    known = column.is_not(None) if is_told else column.is_(None)
    return lambda whom: and_(_mine()(whom), known)


def _steps_of_mine(*more: ColumnElement[bool]) -> Callable[[Whom], ColumnElement[bool]]:
    return lambda whom: and_(InterviewStep.interview_id.in_(select(Interview.id).where(_mine()(whom))), *more)


def _acted(column: Any, interview: Any) -> Callable[[Whom], ColumnElement[bool]]:
    return lambda whom: and_(column == whom.person_id, interview.not_in(select(Interview.id).where(_mine()(whom))))


HOLDINGS = (
    Holding(
        "Rounds of interviews that you arranged",
        InterviewRound,
        of(InterviewRound.made_by_id),
        exported=("reference", "name", "way", "minutes", "notice", "choose_by", "made_at", "removed_at"),
        withheld={
            A_NUMBER: ("id", "posting_id", "number", "made_by_id"),
            THE_CLIENTS: ("address", "link", "who", "prepare", "interviewers"),
        },
        kept={
            LINKS: ("id", "reference", "posting_id", "number", "made_by_id", "interviewers"),
            STATE: ("way", "minutes", "notice", "choose_by", "made_at", "removed_at"),
            THE_CLIENTS: ("name", "address", "link", "who", "prepare"),
        },
    ),
    Holding(
        "When you said that you could interview",
        SlotAnswer,
        of(SlotAnswer.person_id),
        exported=("can", "at"),
        withheld={A_NUMBER: ("id", "slot_id", "person_id")},
        deleted=True,
    ),
    Holding(
        "Your interviews",
        Interview,
        _told(True),
        exported=("reference", "state", *_TIMES, *_WORDS, "feedback_told_at"),
        withheld={A_NUMBER: _NUMBERS, WHO_ACTED: ("feedback_by_id",)},
        blanked=dict.fromkeys(_WORDS, ""),
        kept={
            LINKS: (*_NUMBERS, "reference", "feedback_by_id"),
            STATE: ("state", *_TIMES, "feedback_told_at"),
        },
    ),
    Holding(
        "Your interviews on which you were given no feedback",
        Interview,
        _told(False),
        exported=("reference", "state", *_TIMES, "said", "because", "feedback_told_at"),
        withheld={A_NUMBER: _NUMBERS, WHO_ACTED: ("feedback_by_id",), NOT_TOLD: ("feedback",)},
        blanked=dict.fromkeys(_WORDS, ""),
        kept={
            LINKS: (*_NUMBERS, "reference", "feedback_by_id"),
            STATE: ("state", *_TIMES, "feedback_told_at"),
        },
    ),
    Holding(
        "Feedback that you wrote for candidates",
        Interview,
        _acted(Interview.feedback_by_id, Interview.id),
        exported=("feedback_told_at",),
        withheld={
            A_NUMBER: (*_NUMBERS, "feedback_by_id"),
            ABOUT_ANOTHER: ("reference", "state", *_TIMES, *_WORDS),
        },
        kept={
            LINKS: (*_NUMBERS, "reference", "feedback_by_id"),
            STATE: ("state", *_TIMES, "feedback_told_at"),
            ABOUT_ANOTHER: _WORDS,
        },
    ),
    Holding(
        "What happened with your interviews",
        InterviewStep,
        _steps_of_mine(InterviewStep.event.in_(_READ_BY_CANDIDATES)),
        exported=("event", "before", "after", "at", "note"),
        withheld={A_NUMBER: ("id", "interview_id"), WHO_ACTED: ("by_id",)},
        blanked={"note": ""},
        kept={LINKS: _OF_STEP, STATE: ("event", "before", "after", "at")},
    ),
    Holding(
        "What was noted of whether you came to your interviews",
        InterviewStep,
        _steps_of_mine(InterviewStep.event.not_in(_READ_BY_CANDIDATES)),
        exported=("event", "before", "after", "at"),
        withheld={A_NUMBER: ("id", "interview_id"), WHO_ACTED: ("by_id",), DELIBERATION: ("note",)},
        blanked={"note": ""},
        kept={LINKS: _OF_STEP, STATE: ("event", "before", "after", "at")},
    ),
    Holding(
        "What you did with interviews of others",
        InterviewStep,
        _acted(InterviewStep.by_id, InterviewStep.interview_id),
        exported=("event", "at"),
        withheld={A_NUMBER: _OF_STEP, ABOUT_ANOTHER: ("before", "after", "note")},
        kept={LINKS: _OF_STEP, STATE: ("event", "before", "after", "at"), ABOUT_ANOTHER: ("note",)},
    ),
)
