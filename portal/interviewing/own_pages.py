"""Interviews as their candidates see them: the page of one, and its line on the page of the application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.applying import queries as applications
from portal.applying.states import may_withdraw
from portal.interviewing import choosing, knowing, queries, wording
from portal.interviewing.presenting import TAGS
from portal.interviewing.queries import Held
from portal.interviewing.states import (
    ATTENDED,
    BOOKED,
    CANCELLED,
    DECLINED,
    INVITED,
    TO_CANDIDATES,
    TO_COME,
    UNSUITED,
    may,
)
from portal.web import words

SHORT_FOR_CANDIDATES: Mapping[str, str] = {
    INVITED: "Choose a time",
    BOOKED: "Time fixed",
    UNSUITED: "Waits for another time",
    DECLINED: "Declined",
    CANCELLED: "Cancelled",
    ATTENDED: "Held",
    "absent": "Not attended",
}


@dataclass(frozen=True, slots=True)
class OwnPage:
    """An interview for its candidate. `until` says until when a time can be chosen or changed; `seen` is how it stands."""

    reference: str
    seen: str
    application: str
    title: str
    employer: str
    round: str
    state_name: str
    tag: str
    sentence: str
    because: str
    said: str
    when: str
    facts: Sequence[tuple[str, str]]
    link: str
    has_time: bool
    may_choose: bool
    options: Sequence[tuple[str, str]]
    until: str
    may_decline: bool
    may_say_none: bool


@dataclass(frozen=True, slots=True)
class OwnLine:
    """An interview on the page of an application."""

    reference: str
    application: str
    round: str
    state_name: str
    tag: str
    sentence: str
    when: str
    where: str
    feedback: str
    feedback_at: datetime | None
    is_to_come: bool
    link_words: str


def own_page(held: Held, *, at: datetime) -> OwnPage:
    """Everything that the candidate's page says."""
    interview, round_, job = held.interview, held.round, applications.job_of(held.application)
    has_time = interview.slot_id is not None
    may_choose = choosing.may_choose(held, at=at)
    known = knowing.is_told(held.application) and may_withdraw(applications.steps_of(held.application))
    facts = [("How", wording.way_of(round_))]
    place = wording.where(round_, held.slot, for_candidate=True)
    if place and not round_.link:
        facts.append(("Where" if round_.way == "in_person" else "Then", place))
    facts += [("Length", words.counted(round_.minutes, "minute"))] if not has_time else []
    facts += [(label, said) for label, said in (("You meet", round_.who), ("To prepare", round_.prepare)) if said]
    return OwnPage(
        reference=interview.reference,
        seen=str(interview.sequence),
        application=held.application.reference,
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        round=round_.name,
        state_name=SHORT_FOR_CANDIDATES[interview.state],
        tag=TAGS[interview.state],
        sentence=TO_CANDIDATES[interview.state],
        because=interview.because,
        said=interview.said,
        when=wording.when_of(interview) if has_time else "",
        facts=facts,
        link=round_.link if has_time else "",
        has_time=has_time,
        may_choose=may_choose,
        options=[wording.option_of(each) for each in choosing.on_offer(held, at=at)] if may_choose else [],
        until=until_says(held) if interview.state in TO_COME else "",
        may_decline=known and may(interview.state, "decline") and not queries.has_begun(interview, at),
        may_say_none=may_choose and may(interview.state, "suits_none"),
    )


def until_says(held: Held) -> str:
    """Until when the candidate can change their time, or choose one."""
    last = choosing.changes_until(held)
    if last is not None:
        return f"You can change it until {words.long_time(last)}."
    return f"You can choose until {words.long_time(held.round.choose_by)}."


def own_line(held: Held, *, at: datetime) -> OwnLine:
    """The same in a few words."""
    interview = held.interview
    has_time = interview.slot_id is not None
    told = interview.feedback_told_at
    is_to_come = interview.state in TO_COME and not queries.has_begun(interview, at)
    begun = (
        "This interview has begun or is over." if queries.has_begun(interview, at) else TO_CANDIDATES[interview.state]
    )
    return OwnLine(
        reference=interview.reference,
        application=held.application.reference,
        round=held.round.name,
        state_name=SHORT_FOR_CANDIDATES[interview.state],
        tag=TAGS[interview.state],
        sentence=f"{begun} {until_says(held)}"
        if interview.state == INVITED and choosing.may_choose(held, at=at)
        else begun,
        when=wording.when_of(interview) if has_time else "",
        where=wording.where(held.round, held.slot, for_candidate=True) if has_time and is_to_come else "",
        feedback=interview.feedback if told else "",
        feedback_at=told,
        is_to_come=is_to_come,
        link_words="Choose a time"
        if interview.state == INVITED
        else "See it, change it or put it in your calendar"
        if interview.state == BOOKED and is_to_come
        else "See it",
    )
