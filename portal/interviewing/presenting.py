"""Interviews as their readers see them: every word ready, nothing left for a template to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from portal.accounts import queries as accounts
from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.applying.states import INTERVIEW, may_withdraw
from portal.foundation.clock import LONDON
from portal.interviewing import choosing, concluding, inviting, knowing, queries, schedule, wording
from portal.interviewing.agenda import Asking, Coming, Owed
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot
from portal.interviewing.queries import Held
from portal.interviewing.reading import WAYS
from portal.interviewing.states import (
    ATTENDED,
    BOOKED,
    CANCELLED,
    CANDIDATE,
    DECLINED,
    INVITED,
    NAMES,
    TO_CANDIDATES,
    TO_COME,
    UNSUITED,
    follow,
    may,
    words_of,
)
from portal.interviewing.times import caution, london_day
from portal.recruitment import panels
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
class SlotLine:
    """A time: whose it is, if anybody's, who of the panel can come, and what to think about."""

    reference: str
    day: date
    times: str
    room: str
    caution: str
    is_past: bool
    can: Sequence[str]
    cannot: Sequence[str]
    silent: Sequence[str]
    held: Line | None


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with its times and its people."""

    reference: str
    name: str
    facts: Sequence[tuple[str, str]]
    days: Sequence[tuple[str, str, Sequence[SlotLine]]]
    without_time: Sequence[Line]
    over: Sequence[Line]
    fixed: int
    free: int
    waiting: int
    to_invite: int
    to_tell: int
    may_arrange: bool
    may_remove: bool


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


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of a consultant's day: where it is acted on, what for, who, when, and what else to know."""

    address: str
    what: str
    who: str
    when: str
    note: str


def day_of(at: datetime) -> str:
    """Tuesday 15 December 2026, in London."""
    local = at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}"


def times_of(starts_at: datetime, ends_at: datetime) -> str:
    """10:00am to 10:45am."""
    return f"{words.time_of_day(starts_at)} to {words.time_of_day(ends_at)}"


def option_of(slot: InterviewSlot) -> tuple[str, str]:
    """A time to choose."""
    room = f", {slot.room}" if slot.room else ""
    return slot.reference, f"{day_of(slot.starts_at)}, {times_of(slot.starts_at, slot.ends_at)}{room}"


def when_of(interview: Interview) -> str:
    """When it is, or was to be."""
    starts, ends = interview.starts_at, interview.ends_at
    return wording.when(starts, ends) if starts and ends else ""


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
        when=when_of(interview) if has_time else "",
        facts=facts,
        link=round_.link if has_time else "",
        has_time=has_time,
        may_choose=may_choose,
        options=[option_of(each) for each in choosing.on_offer(held, at=at)] if may_choose else [],
        until=_until(held) if interview.state in TO_COME else "",
        may_decline=known and may(interview.state, "decline") and not _has_begun(interview, at),
        may_say_none=may_choose and may(interview.state, "suits_none"),
    )


def _until(held: Held) -> str:
    last = choosing.changes_until(held)
    if last is not None:
        return f"You can change it until {words.long_time(last)}."
    return f"You can choose until {words.long_time(held.round.choose_by)}."


def _has_begun(interview: Interview, at: datetime) -> bool:
    return interview.state == BOOKED and interview.starts_at is not None and interview.starts_at <= at


def own_line(held: Held, *, at: datetime) -> OwnLine:
    """The same in a few words."""
    interview = held.interview
    has_time = interview.slot_id is not None
    told = interview.feedback_told_at
    is_to_come = interview.state in TO_COME and not _has_begun(interview, at)
    begun = "This interview has begun or is over." if _has_begun(interview, at) else TO_CANDIDATES[interview.state]
    return OwnLine(
        reference=interview.reference,
        application=held.application.reference,
        round=held.round.name,
        state_name=SHORT_FOR_CANDIDATES[interview.state],
        tag=TAGS[interview.state],
        sentence=begun,
        when=when_of(interview) if has_time else "",
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


def line_of(desk: Desk, held: Held) -> Line:
    """An interview in a list of this desk."""
    interview, application = held.interview, held.application
    return Line(
        reference=interview.reference,
        called=selecting.called(application),
        name=selecting.name_of(desk, application),
        state=interview.state,
        state_name=NAMES[interview.state],
        tag=TAGS[interview.state],
        said=interview.said if desk.kind != "panel" else "",
        needs=bool(selecting.adjustments_of(desk, application)),
        aside=chosen.stands_aside(desk.person_id, application) is not None,
    )


def round_facts(round_: InterviewRound) -> list[tuple[str, str]]:
    """How a round is held."""
    members = list(schedule.names_of_interviewers(round_).values())
    found = [
        ("How", wording.way_of(round_)),
        ("Where", wording.where(round_, None, for_candidate=False) if round_.way != "telephone" else ""),
        ("Length", words.counted(round_.minutes, "minute")),
        ("Of the panel", words.listed(members, most=12)),
        ("Candidates read", round_.who),
        ("To prepare", round_.prepare),
        ("Candidates choose until", words.long_time(round_.choose_by)),
        ("And change until", f"{words.counted(round_.notice, 'hour')} before the interview"),
    ]
    return [(label, said) for label, said in found if said]


def round_page(desk: Desk, round_: InterviewRound, *, at: datetime) -> RoundPage:
    """Everything that the page of a round says."""
    held = _seen(desk, queries.held_of([round_.id]))
    told, waiting = inviting.to_invite(desk, round_) if desk.kind != "panel" else ([], [])
    slots = slot_lines(desk, [round_], held, at=at)
    lines = [line_of(desk, each) for each in held if each.interview.slot_id is None]
    without = [each for each in lines if each.state in TO_COME]
    may_arrange = desk.kind != "panel" and not desk.is_over
    return RoundPage(
        reference=round_.reference,
        name=round_.name,
        facts=round_facts(round_),
        days=_by_day(slots),
        without_time=without,
        over=[each for each in lines if each.state not in TO_COME],
        fixed=sum(1 for each in slots if each.held is not None),
        free=sum(1 for each in slots if each.held is None and not each.is_past),
        waiting=len(without),
        to_invite=len(told),
        to_tell=len(waiting),
        may_arrange=may_arrange,
        may_remove=may_arrange and not any(each.interview.state in TO_COME for each in held),
    )


def _seen(desk: Desk, held: Sequence[Held]) -> list[Held]:
    """Those that the desk may see."""
    known = {each.id for each in chosen.every(desk)}
    return [each for each in held if each.application.id in known]


def slot_lines(desk: Desk, rounds: Sequence[InterviewRound], held: Sequence[Held], *, at: datetime) -> list[SlotLine]:
    """The times of these rounds, the earliest first."""
    slots = schedule.slots_of([each.id for each in rounds])
    taken = schedule.taken_in([each.id for each in slots])
    shown = {each.interview.slot_id: line_of(desk, each) for each in held if each.interview.slot_id is not None}
    answers = schedule.answers_of([each.id for each in slots])
    members = {each.id: schedule.names_of_interviewers(each) for each in rounds}
    nation = nation_of(desk)
    found = []
    for slot in slots:
        if slot.id in taken and slot.id not in shown:
            continue
        said = {each.person_id: each.can for each in answers.get(slot.id, [])}
        names = members[slot.round_id]
        found.append(
            SlotLine(
                reference=slot.reference,
                day=london_day(slot.starts_at),
                times=times_of(slot.starts_at, slot.ends_at),
                room=slot.room,
                caution=caution(london_day(slot.starts_at), nation),
                is_past=slot.starts_at <= at,
                can=[name for person, name in names.items() if said.get(person) is True],
                cannot=[name for person, name in names.items() if said.get(person) is False],
                silent=[name for person, name in names.items() if person not in said],
                held=shown.get(slot.id),
            )
        )
    return found


def nation_of(desk: Desk) -> str | None:
    """Whose bank holidays count: those of the place where the job is, or of the employer's nation."""
    places = desk.job.vacancy.places or []
    return next((each["nation"] for each in places if each.get("nation")), desk.job.organisation.nation)


def _by_day(slots: Sequence[SlotLine]) -> list[tuple[str, str, Sequence[SlotLine]]]:
    days = dict.fromkeys(each.day for each in slots)
    return [
        (
            f"{day:%A} {words.day_in_words(day)}",
            next(each.caution for each in slots if each.day == day),
            [each for each in slots if each.day == day],
        )
        for day in days
    ]


def times_to_answer(desk: Desk, *, at: datetime) -> list[tuple[str, Sequence[tuple[str, str, bool]]]]:
    """The times to come of the rounds that this member of the panel holds, by day: each with whether they said that they
    cannot come."""
    rounds = [
        each
        for each in schedule.rounds_of(desk.job.posting.id)
        if desk.person_id in {it.person_id for it in schedule.interviewers_of(each)}
    ]
    names = {each.id: each.name for each in rounds}
    slots = [each for each in schedule.slots_of(names) if each.starts_at > at]
    answers = schedule.answers_of([each.id for each in slots])
    days: dict[str, list[tuple[str, str, bool]]] = {}
    for slot in slots:
        cannot = any(it.person_id == desk.person_id and not it.can for it in answers.get(slot.id, []))
        label = ", ".join(
            filter(None, (times_of(slot.starts_at, slot.ends_at), names[slot.round_id].lower(), slot.room))
        )
        days.setdefault(day_of(slot.starts_at), []).append((slot.reference, label, cannot))
    return list(days.items())


def to_do(desk: Desk, *, at: datetime) -> list[tuple[Line, str]]:
    """The interviews of this vacancy at which something waits for whoever arranges them, each with what."""
    found = []
    for each in _seen(desk, queries.held_of([it.id for it in schedule.rounds_of(desk.job.posting.id)])):
        if words_ := _waits_for(each, at=at):
            found.append((line_of(desk, each), words_))
    return found


def _waits_for(held: Held, *, at: datetime) -> str:
    interview = held.interview
    if _has_begun(interview, at):
        return "Say whether they came"
    if interview.state == UNSUITED:
        return "No time suits: give them one"
    if interview.state == INVITED and held.round.choose_by < at:
        return "Did not choose in time: give them one"
    if interview.state == ATTENDED and interview.feedback_told_at is None and knowing.is_owed_feedback(held):
        return "Tell the feedback" if interview.feedback else "Write feedback"
    return ""


def timetable(desk: Desk, *, at: datetime, mine: bool) -> list[tuple[str, Sequence[tuple[str, str, str, str, Line]]]]:
    """Every interview that has a time, by day: times, round, where and whose; a panel member's own where `mine`."""
    rounds = {each.id: each for each in schedule.rounds_of(desk.job.posting.id)}
    if mine and desk.kind == "panel":
        rounds = {
            number: each
            for number, each in rounds.items()
            if desk.person_id in {it.person_id for it in schedule.interviewers_of(each)}
        }
    held = [each for each in _seen(desk, queries.held_of(rounds)) if each.interview.slot_id is not None]
    days: dict[str, list[tuple[str, str, str, str, Line]]] = {}
    for each in held:
        starts, ends = each.interview.starts_at, each.interview.ends_at
        if starts is None or ends is None:
            continue
        place = wording.where(each.round, each.slot, for_candidate=False)
        days.setdefault(day_of(starts), []).append(
            (times_of(starts, ends), each.round.name, wording.way_of(each.round), place, line_of(desk, each))
        )
    return list(days.items())


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
        when=when_of(interview) if interview.slot_id is not None else "",
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
        reference, label = option_of(slot)
        cannot = [names[it.person_id] for it in answers.get(slot.id, []) if not it.can and it.person_id in names]
        found.append((reference, f"{label} (cannot come: {words.listed(cannot, most=4)})" if cannot else label))
    return found


def coming_of(row: Coming) -> DayLine:
    """An interview in a consultant's day."""
    return DayLine(
        address=_desk_address(row.campaign, row.interview),
        what=f"{row.title}, {row.client}",
        who=_who(row.number, row.name),
        when=times_of(row.starts_at, row.ends_at) if row.is_today else wording.when(row.starts_at, row.ends_at),
        note=f"{row.round}, {WAYS[row.way].lower()}",
    )


def asking_of(row: Asking) -> DayLine:
    """A candidate who waits for a time."""
    return DayLine(
        address=_desk_address(row.campaign, row.interview),
        what=f"{row.title}, {row.client}",
        who=_who(row.number, row.name),
        when=f"Since {words.short_day(row.since)}",
        note=row.said or "Did not choose in time.",
    )


def owed_of(row: Owed) -> DayLine:
    """Somebody who waits for feedback."""
    waits = "" if row.may_be_told else "Tell them the outcome first."
    return DayLine(
        address=_desk_address(row.campaign, row.interview),
        what=f"{row.title}, {row.client}",
        who=_who(row.number, row.name),
        when=f"Came on {words.short_day(row.held_at)}",
        note=" ".join(filter(None, ("Written, and not told yet." if row.written else "Not written yet.", waits))),
    )


def _desk_address(campaign: str, interview: str) -> str:
    return url_for("consultant.interviews_desk.show", campaign=campaign, interview=interview)


def _who(number: int | None, name: str) -> str:
    return ", ".join(filter(None, (f"Application {number}", name)))


def members_to_choose(desk: Desk) -> list[tuple[str, str]]:
    """The panel's members who have joined it, by reference."""
    if desk.campaign is None:
        return []
    joined = [each for each in panels.of(desk.campaign) if each.taken_up_at and each.person_id]
    names = accounts.names_of({each.person_id for each in joined if each.person_id})
    return [(each.reference, names.get(each.person_id or 0, accounts.SOMEBODY)) for each in joined]


def typed_of(round_: InterviewRound) -> dict[str, Any]:
    """A round as its form shows it."""
    day = london_day(round_.choose_by)
    return {
        "name": round_.name,
        "way": round_.way,
        "address": round_.address,
        "link": round_.link,
        "minutes": str(round_.minutes),
        "notice": str(round_.notice),
        "who": round_.who,
        "prepare": round_.prepare,
        "interviewers": list(round_.interviewers),
        "choose_by": [str(day.day), str(day.month), str(day.year)],
    }


def invitees(desk: Desk, rows: Sequence[JobApplication]) -> list[tuple[str, str]]:
    """Candidates to choose from, by number and name."""
    return [
        (each.reference, ", ".join(filter(None, (selecting.called(each), selecting.name_of(desk, each)))))
        for each in rows
    ]
