"""An interview as a desk sees it: its line in lists and its page, every word ready, nothing left for a template to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts import queries as accounts
from portal.applying.states import INTERVIEW
from portal.interviewing import concluding, queries, schedule, wording
from portal.interviewing.models import Interview
from portal.interviewing.queries import Held
from portal.interviewing.states import (
    ATTENDED,
    BOOKED,
    CANCELLED,
    CANDIDATE,
    DECLINED,
    INVITED,
    NAMES,
    TO_COME,
    UNSUITED,
    follow,
    may,
    words_of,
)
from portal.selecting import presenting as selecting
from portal.selecting import queries as chosen
from portal.selecting.desks import Desk
from portal.web import words

TAGS: Mapping[str, str] = {
    INVITED: "govuk-tag--yellow",
    BOOKED: "govuk-tag--green",
    UNSUITED: "govuk-tag--orange",
    DECLINED: "govuk-tag--grey",
    CANCELLED: "govuk-tag--grey",
    ATTENDED: "govuk-tag--blue",
    "absent": "govuk-tag--red",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An interview in the lists of those who arrange and hold it. `name` is empty where it may not be known."""

    reference: str
    called: str
    name: str
    state: str
    state_name: str
    tag: str
    said: str
    needs: bool
    aside: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A line of an interview's history."""

    at: datetime
    words: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Page:
    """One interview for one desk; `seen` is how it stands."""

    reference: str
    seen: str
    application: str
    called: str
    name: str
    round: str
    round_reference: str
    state_name: str
    tag: str
    when: str
    has_time: bool
    facts: Sequence[tuple[str, str]]
    said: str
    adjustments: str
    aside: bool
    standing: str
    is_outdated: bool
    scores: bool
    may_place: bool
    may_move: bool
    may_cancel: bool
    may_invite_again: bool
    may_conclude: bool
    may_correct: bool
    may_write_feedback: bool
    may_tell_feedback: bool
    tell_waits_for: str
    feedback: str
    feedback_told_at: datetime | None
    history: Sequence[Told]


def lines_of(desk: Desk, held: Sequence[Held]) -> dict[int, Line]:
    """Interviews in a list of this desk, each by its id, in as many questions for many as for one."""
    applications = [each.application for each in held]
    names = selecting.names_of_many(desk, applications)
    aside = chosen.stood_aside_of_many(desk.person_id, [each.id for each in applications])
    return {
        each.interview.id: Line(
            reference=each.interview.reference,
            called=selecting.called(each.application),
            name=names[each.application.id],
            state=each.interview.state,
            state_name=NAMES[each.interview.state],
            tag=TAGS[each.interview.state],
            said=each.interview.said if desk.kind != "panel" else "",
            needs=bool(selecting.adjustments_of(desk, each.application)),
            aside=each.application.id in aside,
        )
        for each in held
    }


def page_of(desk: Desk, held: Held, *, at: datetime) -> Page:
    """Everything that the page of an interview says to this desk."""
    interview, round_, application = held.interview, held.round, held.application
    arranges = desk.kind != "panel" and not desk.is_over
    state = interview.state
    begun = interview.starts_at is not None and interview.starts_at <= at
    return Page(
        reference=interview.reference,
        seen=str(interview.sequence),
        application=application.reference,
        called=selecting.called(application),
        name=selecting.name_of(desk, application),
        round=round_.name,
        round_reference=round_.reference,
        state_name=NAMES[state],
        tag=TAGS[state],
        when=wording.when_of(interview) if interview.slot_id is not None else "",
        has_time=interview.slot_id is not None,
        facts=_facts(held),
        said=interview.said if desk.kind != "panel" else "",
        adjustments=selecting.adjustments_of(desk, application),
        aside=chosen.stands_aside(desk.person_id, application) is not None,
        standing=selecting.state_name_of(application),
        is_outdated=arranges
        and state in TO_COME
        and application.state != INTERVIEW
        and not (state == BOOKED and begun),
        scores=desk.round_of(application) == "interview",
        may_place=arranges and may(state, "place"),
        may_move=arranges and may(state, "move"),
        may_cancel=arranges and may(state, "cancel"),
        may_invite_again=arranges and may(state, "invite_again"),
        may_conclude=arranges and state == BOOKED and begun,
        may_correct=arranges and may(state, "correct") and interview.feedback_told_at is None,
        may_write_feedback=concluding.may_write_feedback(desk, held),
        may_tell_feedback=concluding.may_tell(desk, held) == "",
        tell_waits_for=concluding.may_tell(desk, held) if desk.kind != "panel" else "",
        feedback=interview.feedback,
        feedback_told_at=interview.feedback_told_at,
        history=_history(interview) if desk.kind != "panel" else (),
    )


def _facts(held: Held) -> list[tuple[str, str]]:
    place = wording.where(held.round, held.slot, for_candidate=False)
    found = [
        ("How", wording.way_of(held.round)),
        ("Where", place if held.round.way != "telephone" else ""),
        ("Of the panel", words.listed(list(schedule.names_of_interviewers(held.round).values()), most=12)),
        ("Candidates prepare", held.round.prepare),
    ]
    return [(label, said) for label, said in found if said]


def _history(interview: Interview) -> list[Told]:
    """The newest first. A candidate's own acts are the candidate's, by no name."""
    steps = queries.steps_of(interview)
    names = accounts.names_of({each.by_id for each in steps if each.by_id})

    def by(step: Any) -> str:
        if follow(step.before, step.event).who == CANDIDATE:
            return "The candidate"
        return names.get(step.by_id, accounts.SOMEBODY) if step.by_id else "The portal"

    return [Told(each.at, words_of(each.event, each.before), by(each), each.note) for each in steps[::-1]]


def slots_to_place(held: Held, *, at: datetime) -> list[tuple[str, str]]:
    """The times that whoever arranges it can give, with what the panel said of them."""
    slots = schedule.free_slots(held.round, after=at)
    answers = schedule.answers_of([each.id for each in slots])
    names = schedule.names_of_interviewers(held.round)
    found = []
    for slot in slots:
        reference, label = wording.option_of(slot)
        cannot = [names[it.person_id] for it in answers.get(slot.id, []) if not it.can and it.person_id in names]
        found.append((reference, f"{label} (cannot come: {words.listed(cannot, most=4)})" if cannot else label))
    return found
