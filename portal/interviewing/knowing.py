"""What a candidate has been told, and what they are therefore owed: no interview is how they learn of a decision."""

from __future__ import annotations

from collections.abc import Sequence

from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.applying.states import INTERVIEW, RESERVE, UNSUCCESSFUL, Step, seen
from portal.foundation.errors import RuleBroken
from portal.interviewing import queries
from portal.interviewing.queries import Held
from portal.selecting import queries as chosen


def is_told(application: JobApplication) -> bool:
    """Whether the candidate knows of an interview: a time must never be how they learn of it."""
    return seen(applications.steps_of(application)) == INTERVIEW


def told_among(rows: Sequence[JobApplication]) -> set[int]:
    """The ids of those of these applications whose candidates know of an interview."""
    histories = chosen.histories_of_many([each.id for each in rows])
    return {each.id for each in rows if seen(histories.get(each.id, [])) == INTERVIEW}


def require_told(application: JobApplication) -> None:
    """Raise RuleBroken for whoever is not invited to an interview, or has not been told that they are."""
    if application.state != INTERVIEW:
        raise RuleBroken(f"Application {application.number} does not stand at “Interview”.")
    if not is_told(application):
        raise RuleBroken(
            f"The candidate of application {application.number} has not been told of it yet. Do that first."
        )


def knows_outcome(application: JobApplication) -> bool:
    """Whether the candidate has been told what came of the interview, so that feedback tells them nothing sooner."""
    return knows_from(application, applications.steps_of(application))


def knows_from(application: JobApplication, steps: Sequence[Step]) -> bool:
    """The same, from its history."""
    return bool(steps) and seen(steps) == application.state != INTERVIEW


def owed_feedback(held: Sequence[Held]) -> set[int]:
    """The ids of those interviews that are the last to which somebody came who was not chosen after it, where none of
    theirs was answered."""
    waiting = {each.application.id for each in held if each.application.state in (UNSUCCESSFUL, RESERVE)}
    found = set()
    for came in queries.attended_of_many(waiting).values():
        last = max(came, key=lambda each: (each.starts_at or each.updated_at, each.id))
        if not any(each.feedback_told_at for each in came):
            found.add(last.id)
    return found & {each.interview.id for each in held}
