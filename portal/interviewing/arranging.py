"""Making rounds and their times. Who may is decided by the desk: whoever runs the recruitment."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.interviewing import queries, schedule, telling
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot, SlotAnswer
from portal.interviewing.states import BOOKED, TO_COME
from portal.interviewing.times import Span, first_overlap
from portal.recruitment import panels
from portal.selecting.desks import Desk
from portal.web.words import long_time

MOST_ROUNDS, MOST_SLOTS = 10, 200
KNOWN_TO_CANDIDATES = ("name", "way", "address", "link", "who", "prepare")


def require_arranger(desk: Desk) -> None:
    """Raise RuleBroken for a panel, and where the recruitment is over."""
    if desk.kind == "panel":
        raise RuleBroken("Whoever runs the recruitment arranges the interviews.")
    if desk.is_over:
        raise RuleBroken("This campaign is over, so nothing is arranged any more.")


def require_shown(desk: Desk) -> None:
    """Raise NotFound where there is nothing to arrange: the page is not there."""
    if desk.kind == "panel" or desk.is_over:
        raise NotFound("Nothing is arranged here any more.")


def make_round(desk: Desk, facts: Mapping[str, Any], *, at: datetime) -> InterviewRound:
    """Begin a round; `facts` as reading.round_of gives them."""
    require_arranger(desk)
    known = schedule.rounds_of(desk.job.posting.id, locked=True)
    if len(known) >= MOST_ROUNDS:
        raise RuleBroken(f"A vacancy has at most {MOST_ROUNDS} rounds of interviews.")
    highest = select(func.max(InterviewRound.number)).where(InterviewRound.posting_id == desk.job.posting.id)
    row = InterviewRound(
        reference=new_reference(),
        posting_id=desk.job.posting.id,
        number=(db.session.scalar(highest) or 0) + 1,
        made_at=at,
        made_by_id=desk.person_id,
        **{**facts, "interviewers": _members(desk, facts.get("interviewers") or ())},
    )
    db.session.add(row)
    db.session.flush()
    record("interview.round_made", by=desk.person_id, subject=subject_of(row))
    return row


def mark_of(round_: InterviewRound) -> str:
    """A short mark of how a round is held, to be given back when it is changed."""
    held = [
        str(getattr(round_, name)) for name in (*KNOWN_TO_CANDIDATES, "minutes", "notice", "interviewers", "choose_by")
    ]
    return hashlib.sha256("\0".join(held).encode()).hexdigest()[:16]


def change_round(
    desk: Desk, round_: InterviewRound, facts: Mapping[str, Any], *, opened: str = "", at: datetime
) -> int:
    """Change how a round is held. Whoever has a time is told where it changes what they know; how many those were. Times
    that there are keep their length. `opened` is the mark of the round as it was when the form was opened."""
    require_arranger(desk)
    if opened and opened != mark_of(round_):
        raise RuleBroken("A colleague has changed this round since you opened it. Look at it again before you save.")
    matters = any(getattr(round_, name) != facts[name] for name in KNOWN_TO_CANDIDATES)
    for name, value in facts.items():
        setattr(round_, name, _members(desk, value or ()) if name == "interviewers" else value)
    db.session.flush()
    record("interview.round_changed", by=desk.person_id, subject=subject_of(round_))
    if not matters:
        return 0
    told = [
        each
        for each in queries.held_of([round_.id])
        if each.interview.state == BOOKED and each.interview.starts_at and each.interview.starts_at > at
    ]
    for each in told:
        db.session.execute(
            update(Interview)
            .where(Interview.id == each.interview.id)
            .values(sequence=Interview.sequence + 1, updated_at=at)
            .execution_options(synchronize_session=False)
        )
        db.session.refresh(each.interview)
        telling.changed(each, because="What you should know about the interview has changed.", by=desk.person_id)
    return len(told)


def remove_round(desk: Desk, round_: InterviewRound, *, at: datetime) -> None:
    """Take a round away in which nobody is invited any more, with its times."""
    require_arranger(desk)
    held = queries.held_of([round_.id])
    if any(each.interview.state in TO_COME for each in held):
        raise RuleBroken("Somebody is invited to this round. Cancel their interviews first.")
    round_.removed_at = at
    for slot in schedule.slots_of([round_.id]):
        slot.removed_at = at
    record("interview.round_removed", by=desk.person_id, subject=subject_of(round_))


def add_slots(
    desk: Desk, round_: InterviewRound, spans: Sequence[Span], *, room: str, beside: bool, at: datetime
) -> list[InterviewSlot]:
    """Add times, all or none. `beside` says that they may lie beside others: there is another room or panel.

    Every round of the vacancy is held, so that of two who add overlapping times at once the second is told.
    """
    require_arranger(desk)
    rounds = {each.id: each for each in schedule.rounds_of(desk.job.posting.id, locked=True)}
    known = schedule.slots_of(rounds)
    if not spans:
        raise RuleBroken("There is no time to add.")
    if any(each.starts_at <= at for each in spans):
        raise RuleBroken("A time that has passed cannot be offered.")
    if len([each for each in known if each.round_id == round_.id]) + len(spans) > MOST_SLOTS:
        raise RuleBroken(f"A round has at most {MOST_SLOTS} times.")
    clash = first_overlap(spans, [Span(each.starts_at, each.ends_at) for each in known])
    if clash and not beside:
        raise RuleBroken(
            f"{long_time(clash[0].starts_at)} overlaps the interview at {long_time(clash[1].starts_at)}. Say below that there is "
            "another room or panel, or choose another time."
        )
    same_room = [Span(each.starts_at, each.ends_at) for each in known if _same(each.room, room)]
    if beside and room and (twice := first_overlap(spans, same_room)):
        raise RuleBroken(f"{room} is taken at {long_time(twice[1].starts_at)}. Name another room.")
    made = [
        InterviewSlot(
            reference=new_reference(), round_id=round_.id, starts_at=each.starts_at, ends_at=each.ends_at, room=room
        )
        for each in spans
    ]
    db.session.add_all(made)
    db.session.flush()
    record("interview.times_added", by=desk.person_id, subject=subject_of(round_), facts={"times": len(made)})
    return made


def remove_slot(desk: Desk, round_: InterviewRound, reference: str, *, at: datetime) -> None:
    """Take a time away that nobody has."""
    require_arranger(desk)
    slot = schedule.slot_of(round_, reference, locked=True)
    if schedule.taken_in([slot.id]):
        raise RuleBroken("A candidate has this time. Move or cancel their interview first.")
    slot.removed_at = at
    record("interview.time_removed", by=desk.person_id, subject=subject_of(round_))


def answer_times(desk: Desk, shown: Collection[str], cannot: Collection[str], *, at: datetime) -> None:
    """A member of the panel says of the times that they were shown at which they cannot come."""
    if desk.kind != "panel":
        raise RuleBroken("Members of the panel say when they can come.")
    rounds = schedule.rounds_held_by(desk)
    slots = [each for each in schedule.slots_of([it.id for it in rounds]) if each.reference in shown]
    given = {
        each.slot_id: each for all_ in schedule.answers_of([it.id for it in slots]).values() for each in all_
        if each.person_id == desk.person_id
    }  # fmt: skip
    for slot in slots:
        answer = given.get(slot.id)
        if answer is None:
            answer = SlotAnswer(slot_id=slot.id, person_id=desk.person_id)
            db.session.add(answer)
        answer.can, answer.at = slot.reference not in cannot, at
    db.session.flush()
    if rounds:
        record("interview.times_answered", by=desk.person_id, subject=subject_of(rounds[0]))


def subject_of(round_: InterviewRound) -> str:
    """How the audit record names a round."""
    return f"interview_round:{round_.reference}"


def _members(desk: Desk, references: Collection[str]) -> list[str]:
    """Those of these references that are members of this campaign's panel."""
    known = [each.reference for each in panels.of(desk.campaign)] if desk.campaign else []
    return [each for each in known if each in references]


def _same(room: str, other: str) -> bool:
    return room.casefold() == other.casefold()
