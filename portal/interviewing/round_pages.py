"""A round as a desk sees it: how it is held, its times and its people, and what its forms offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.interviewing import inviting, queries, schedule, wording
from portal.interviewing.models import InterviewRound
from portal.interviewing.presenting import Line, lines_of
from portal.interviewing.states import TO_COME
from portal.interviewing.times import caution, london_day
from portal.recruitment import panels
from portal.selecting import presenting as selecting
from portal.selecting.desks import Desk
from portal.web import words


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A time: whose it is, if anybody's, who of the panel can come, and what to think about. One that everybody who
    holds the round has refused is offered to no candidate."""

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
    is_refused: bool = False


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


def round_page(desk: Desk, round_: InterviewRound, *, at: datetime) -> RoundPage:
    """Everything that the page of a round says."""
    held = queries.seen_by(desk, queries.held_of([round_.id]))
    told, waiting = inviting.to_invite(desk, round_) if desk.kind != "panel" else ([], [])
    lines, members = lines_of(desk, held), schedule.names_of_interviewers(round_)
    taken = {each.interview.slot_id: lines[each.interview.id] for each in held if each.interview.slot_id is not None}
    slots = slot_lines(desk, round_, taken, members, at=at)
    rest = [lines[each.interview.id] for each in held if each.interview.slot_id is None]
    without = [each for each in rest if each.state in TO_COME]
    may_arrange = desk.kind != "panel" and not desk.is_over
    return RoundPage(
        reference=round_.reference,
        name=round_.name,
        facts=round_facts(round_, members),
        days=_by_day(slots),
        without_time=without,
        over=[each for each in rest if each.state not in TO_COME],
        fixed=sum(1 for each in slots if each.held is not None),
        free=sum(1 for each in slots if each.held is None and not each.is_past and not each.is_refused),
        waiting=len(without),
        to_invite=len(told),
        to_tell=len(waiting),
        may_arrange=may_arrange,
        may_remove=may_arrange and not any(each.interview.state in TO_COME for each in held),
    )


def round_facts(round_: InterviewRound, members: Mapping[int, str]) -> list[tuple[str, str]]:
    """How a round is held."""
    found = [
        ("How", wording.way_of(round_)),
        ("Where", wording.where(round_, None, for_candidate=False) if round_.way != "telephone" else ""),
        ("Length", words.counted(round_.minutes, "minute")),
        ("Of the panel", words.listed(list(members.values()), most=12)),
        ("Candidates read", round_.who),
        ("To prepare", round_.prepare),
        ("Candidates choose until", words.long_time(round_.choose_by)),
        ("And change until", f"{words.counted(round_.notice, 'hour')} before the interview"),
    ]
    return [(label, said) for label, said in found if said]


def slot_lines(
    desk: Desk, round_: InterviewRound, shown: Mapping[int, Line], members: Mapping[int, str], *, at: datetime
) -> list[SlotLine]:
    """The times of this round, the earliest first; those of interviews that the desk may not see are left out. `shown`
    are the lines of the others by time."""
    slots = schedule.slots_of([round_.id])
    taken = schedule.taken_in([each.id for each in slots])
    answers = schedule.answers_of([each.id for each in slots])
    refused = schedule.without_interviewer(round_, [each.id for each in slots])
    nation = nation_of(desk)
    found = []
    for slot in slots:
        if slot.id in taken and slot.id not in shown:
            continue
        said = {each.person_id: each.can for each in answers.get(slot.id, [])}
        found.append(
            SlotLine(
                reference=slot.reference,
                day=london_day(slot.starts_at),
                times=wording.times_of(slot.starts_at, slot.ends_at),
                room=slot.room,
                caution=caution(london_day(slot.starts_at), nation),
                is_past=slot.starts_at <= at,
                can=[name for person, name in members.items() if said.get(person) is True],
                cannot=[name for person, name in members.items() if said.get(person) is False],
                silent=[name for person, name in members.items() if person not in said],
                held=shown.get(slot.id),
                is_refused=slot.id in refused,
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
    names = selecting.names_of_many(desk, rows)
    return [(each.reference, ", ".join(filter(None, (selecting.called(each), names[each.id])))) for each in rows]
