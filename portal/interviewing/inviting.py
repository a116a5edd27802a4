"""Inviting candidates to a round, and giving, moving and taking away their times: what those who arrange it do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from portal.applying.models import JobApplication
from portal.applying.states import INTERVIEW
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.foundation.text import printable
from portal.interviewing import knowing, moving, queries, schedule, telling
from portal.interviewing.arranging import require_arranger
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot
from portal.interviewing.queries import Held
from portal.interviewing.states import BOOKED, follow
from portal.selecting import queries as chosen
from portal.selecting.desks import Desk

LONGEST = 1_000
TAKEN = "Somebody has just taken this time. Choose another one."


def to_invite(desk: Desk, round_: InterviewRound) -> tuple[list[JobApplication], list[JobApplication]]:
    """Who stands at an interview and is not in this round yet: those who know of it, and those to be told first."""
    known = {each.application.id for each in queries.held_of([round_.id])}
    waiting = [each for each in chosen.every(desk, state=INTERVIEW) if each.id not in known]
    told = knowing.told_among(waiting)
    return [each for each in waiting if each.id in told], [each for each in waiting if each.id not in told]


def invite(
    desk: Desk, round_: InterviewRound, references: Collection[str], *, by_mail: bool = True, at: datetime
) -> int:
    """Ask these candidates to choose a time, all or none; how many they were. Without a mail they are only put into the
    round, for whoever arranges it to give them their times."""
    require_arranger(desk)
    found = chosen.some(desk, references, locked=True)
    if not found:
        raise RuleBroken("Choose at least one candidate.")
    if round_.choose_by <= at:
        raise RuleBroken("The day until which candidates choose has passed. Change it on the round first.")
    if not schedule.slots_to_choose(round_, after=at):
        raise RuleBroken("Add times first: there is none to choose at which somebody can hold it.")
    known = {each.application.id for each in queries.held_of([round_.id])}
    for application in found:
        knowing.require_told(application)
        if application.id in known:
            raise RuleBroken(f"Application {application.number} is in this round already. Nobody was invited.")
        interview = Interview(
            reference=new_reference(), round_id=round_.id, application_id=application.id, state="invited", updated_at=at
        )
        moving.begin(interview, by=desk.person_id, at=at)
        if by_mail:
            telling.choose_a_time(Held(interview, round_, application))
    return len(found)


def place(desk: Desk, held: Held, slot: str, *, because: str, at: datetime) -> None:
    """Give a candidate this time, or move them to it; who is moved is told why. `held` is to be locked."""
    require_arranger(desk)
    knowing.require_told(held.application)
    event = "move" if held.interview.state == BOOKED else "place"
    reason = _tidy(because)
    follow(held.interview.state, event)
    if event == "move" and not reason:
        raise RuleBroken("Say why the time is moved. The candidate reads it.")
    chosen_slot = offered(held, slot)
    if chosen_slot.id == held.interview.slot_id:
        raise RuleBroken("The candidate has this time already.")
    if chosen_slot.starts_at <= at:
        raise RuleBroken("This time has passed. Choose another one.")
    if schedule.taken_in([chosen_slot.id]):
        raise RuleBroken(TAKEN)
    moving.move(
        held.interview,
        event,
        by=desk.person_id,
        at=at,
        note=reason,
        because=reason,
        said="",
        **moving.at_slot(chosen_slot, at=at),
    )
    now = Held(held.interview, held.round, held.application, chosen_slot)
    if event == "move":
        telling.changed(now, because=reason, by=desk.person_id)
    else:
        telling.fixed(now, by=desk.person_id)


def offered(held: Held, slot: str) -> InterviewSlot:
    """A time of the interview's round, held until the transaction ends. Raises RuleBroken for one that is gone."""
    try:
        return schedule.slot_of(held.round, slot, locked=True)
    except NotFound as gone:
        raise RuleBroken("This time is no longer offered. Choose another one.") from gone


def cancel(desk: Desk, held: Held, *, because: str, at: datetime) -> None:
    """Cancel it; the time is free again, and the candidate is told why."""
    require_arranger(desk)
    reason = _tidy(because)
    follow(held.interview.state, "cancel")
    if not reason:
        raise RuleBroken("Say why it is cancelled. The candidate reads it.")
    was_fixed = held.interview.state == BOOKED
    moving.move(held.interview, "cancel", by=desk.person_id, at=at, note=reason, because=reason, slot_id=None)
    telling.cancelled(held, because=reason, by=desk.person_id, was_fixed=was_fixed)


def invite_again(desk: Desk, held: Held, *, at: datetime) -> None:
    """Ask somebody to choose again whose interview was cancelled or declined, or whom no time suited."""
    require_arranger(desk)
    knowing.require_told(held.application)
    follow(held.interview.state, "invite_again")
    if held.round.choose_by <= at:
        raise RuleBroken("The day until which candidates choose has passed. Change it on the round first.")
    if not schedule.slots_to_choose(held.round, after=at):
        raise RuleBroken("Add times first: there is none to choose at which somebody can hold it.")
    moving.move(held.interview, "invite_again", by=desk.person_id, at=at, because="", said="", slot_id=None)
    telling.choose_a_time(held)


def _tidy(words: str) -> str:
    tidy = "\n".join(printable(each).rstrip() for each in words.replace("\r\n", "\n").split("\n")).strip()
    if len(tidy) > LONGEST:
        raise RuleBroken(f"The reason must be {LONGEST:,} characters or fewer.")
    return tidy
