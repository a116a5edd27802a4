"""What waits for whoever arranges the interviews of a vacancy."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from portal.interviewing import knowing, queries, schedule
from portal.interviewing.presenting import Line, lines_of
from portal.interviewing.queries import Held
from portal.interviewing.states import ATTENDED, INVITED, UNSUITED
from portal.selecting.desks import Desk


def to_do(desk: Desk, *, at: datetime) -> list[tuple[Line, str]]:
    """The interviews of this vacancy at which something waits for whoever arranges them, each with what."""
    held = queries.seen_by(desk, queries.held_of([each.id for each in schedule.rounds_of(desk.job.posting.id)]))
    owed = knowing.owed_feedback(held)
    waits = [(each, words) for each in held if (words := _waits_for(each, owed, at=at))]
    lines = lines_of(desk, [each for each, _ in waits])
    return [(lines[each.interview.id], words) for each, words in waits]


def _waits_for(held: Held, owed: Collection[int], *, at: datetime) -> str:
    interview = held.interview
    if queries.has_begun(interview, at):
        return "Say whether they came"
    if interview.state == UNSUITED:
        return "No time suits: give them one"
    if interview.state == INVITED and held.round.choose_by < at:
        return "Did not choose in time: give them one"
    if interview.state == ATTENDED and interview.feedback_told_at is None and interview.id in owed:
        return "Tell the feedback" if interview.feedback else "Write feedback"
    return ""
