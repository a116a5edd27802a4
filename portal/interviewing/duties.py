"""What interviews ask of a consultant, as rows of the queue (recruitment.duties)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from portal.interviewing import agenda
from portal.recruitment.duties import Duty, Load
from portal.web import words

FEEDBACK_WITHIN = timedelta(days=5)
"""Feedback is late five days after the interview, when who came still knows what was said."""
ANSWER_WITHIN = timedelta(days=1)
"""Whoever finds no time that suits waits a day at most for others."""


def today(load: Load) -> Iterator[Duty]:
    """Interviews of today, until somebody has said whether the candidate came."""
    for each in agenda.today(load.person_id):
        yield Duty(
            campaign=each.campaign,
            title=f"{each.title}, {each.client}",
            whom=f"Application {each.number}",
            what=f"{each.round} today at {words.time_of_day(each.starts_at)}",
            since=each.starts_at,
            due=each.ends_at,
            act="Look at it, or say whether they came",
            address=_interview(each.campaign, each.interview),
        )


def unmarked(load: Load) -> Iterator[Duty]:
    """Interviews of earlier days of which nobody has said whether the candidate came."""
    for each in agenda.unmarked(load.person_id):
        yield Duty(
            campaign=each.campaign,
            title=f"{each.title}, {each.client}",
            whom=f"Application {each.number}",
            what=f"{each.round}: did they come?",
            since=each.ends_at,
            due=each.ends_at,
            act="Say whether they came",
            address=_interview(each.campaign, each.interview, "outcome"),
        )


def unsuited(load: Load) -> Iterator[Duty]:
    """Candidates whom none of the times suits, or who wait for one to choose from."""
    for each in agenda.waiting_for_a_time(load.person_id):
        yield Duty(
            campaign=each.campaign,
            title=f"{each.title}, {each.client}",
            whom=f"Application {each.number}",
            what=f"{each.round}: {'no time suits' if each.said else 'no time was chosen'}",
            since=each.since,
            due=each.since + ANSWER_WITHIN,
            act="Find another time",
            address=_interview(each.campaign, each.interview, "place"),
            note=each.said,
        )


def feedback_owed(load: Load) -> Iterator[Duty]:
    """Whoever came, was not chosen, knows it, and has had no feedback."""
    for each in agenda.feedback_owed(load.person_id):
        if each.may_be_told:
            yield Duty(
                campaign=each.campaign,
                title=f"{each.title}, {each.client}",
                whom=f"Application {each.number}",
                what="Feedback on the interview",
                since=each.held_at,
                due=each.held_at + FEEDBACK_WITHIN,
                act="Give it to them" if each.written else "Write it",
                address=_interview(each.campaign, each.interview, "tell_feedback" if each.written else "feedback"),
            )


def _interview(campaign: str, interview: str, page: str = "show") -> str:
    return url_for(f"consultant.interviews_desk.{page}", campaign=campaign, interview=interview)


SOURCES = (today, unmarked, unsuited, feedback_owed)
