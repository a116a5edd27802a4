"""What a desk may decide about an application now: what is its own where the application stands, as far as the history lets it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.moving import as_steps
from portal.applying.states import INTERVIEW, Step, came_by, is_chosen, knows_of_interview, knows_since
from portal.selecting import queries
from portal.selecting.desks import ROUNDS, Desk

_CHOSEN = "They are chosen for the post. Take that back first, with a reason."
_MADE = {
    "longlist": "The longlisting",
    "shortlist": "The shortlisting",
    "invite": "The invitation",
    "hold_in_reserve": "The place on the reserve list",
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions that can be made, and why those cannot that would be the desk's own otherwise. `chosen` is whether the
    panel wants to appoint them."""

    events: Sequence[str]
    refusals: Mapping[str, str]
    chosen: bool


def of(desk: Desk, application: JobApplication) -> Decisions:
    """What can be decided about one."""
    return of_many(desk, [application])[application.id]


def of_many(
    desk: Desk, rows: Sequence[JobApplication], steps: Mapping[int, Sequence[ApplicationStep]] | None = None
) -> dict[int, Decisions]:
    """The same for many, in a number of questions that is always the same; `steps` are their histories, where they are at hand."""
    steps = queries.steps_of_many([each.id for each in rows]) if steps is None else steps
    begun = queries.rounds_begun([each.id for each in rows])
    return {each.id: _of(desk, each, as_steps(steps.get(each.id, [])), begun.get(each.id, set())) for each in rows}


def _of(desk: Desk, application: JobApplication, history: Sequence[Step], begun: Collection[str]) -> Decisions:
    own = desk.decides(application)
    refusals = {event: why for event in own if (why := _refusal(application.state, event, history, begun))}
    return Decisions([each for each in own if each not in refusals], refusals, is_chosen(history))


def _refusal(state: str, event: str, history: Sequence[Step], begun: Collection[str]) -> str:
    """Why the history forbids a decision that the table of moves has; empty where it does not."""
    chosen = is_chosen(history)
    if event == "take_back_choice":
        return "" if chosen else "They are not chosen, so there is nothing to take back."
    if event == "appoint":
        if chosen:
            return "They are chosen for the post already."
        if not knows_of_interview(history):
            return "They have not been told of an interview, so none can have been held. Tell them first."
    if event in ("refuse", "hold_in_reserve") and chosen:
        return _CHOSEN
    return _stands(state, history, begun) if event == "reverse" else ""


def _stands(state: str, history: Sequence[Step], begun: Collection[str]) -> str:
    """Why the decision that brought somebody further cannot be unmade; empty where it can, and for one against them."""
    event = came_by(state)
    if not event:
        return ""
    if state == INTERVIEW and is_chosen(history):
        return _CHOSEN
    if knows_since(history, event):
        return f"{_MADE[event]} cannot be reversed: the candidate has been told."
    round_ = ROUNDS.get(state, "")
    if round_ in begun:
        return f"{_MADE[event]} cannot be reversed: somebody has begun to score it for the {round_}."
    return ""
