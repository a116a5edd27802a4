"""What a desk may decide about an application now: what is its own where the application stands, as far as the history lets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.moving import as_steps
from portal.applying.states import Step, is_chosen, knows_of_interview
from portal.selecting import queries
from portal.selecting.desks import Desk


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
    return {each.id: _of(desk, each, as_steps(steps.get(each.id, []))) for each in rows}


def _of(desk: Desk, application: JobApplication, history: Sequence[Step]) -> Decisions:
    own = desk.decides(application)
    refusals = {event: why for event in own if (why := _refusal(event, history))}
    return Decisions([each for each in own if each not in refusals], refusals, is_chosen(history))


def _refusal(event: str, history: Sequence[Step]) -> str:
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
        return "They are chosen for the post. Take that back first, with a reason."
    return ""
