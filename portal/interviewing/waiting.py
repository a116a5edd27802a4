"""What waits for whoever arranges the interviews of a vacancy."""

from __future__ import annotations

from datetime import datetime

from portal.interviewing import knowing, queries, schedule
from portal.interviewing.presenting import Line, line_of
from portal.interviewing.queries import Held
from portal.interviewing.states import ATTENDED, INVITED, UNSUITED
from portal.selecting.desks import Desk


def to_do(desk: Desk, *, at: datetime) -> list[tuple[Line, str]]:
    """The interviews of this vacancy at which something waits for whoever arranges them, each with what."""
    found = []
    for each in queries.seen_by(desk, queries.held_of([it.id for it in schedule.rounds_of(desk.job.posting.id)])):
        if words_ := _waits_for(each, at=at):
            found.append((line_of(desk, each), words_))
    return found


def _waits_for(held: Held, *, at: datetime) -> str:
    interview = held.interview
    if queries.has_begun(interview, at):
        return "Say whether they came"
    if interview.state == UNSUITED:
        return "No time suits: give them one"
    if interview.state == INVITED and held.round.choose_by < at:
        return "Did not choose in time: give them one"
    if interview.state == ATTENDED and interview.feedback_told_at is None and knowing.is_owed_feedback(held):
        return "Tell the feedback" if interview.feedback else "Write feedback"
    return ""
