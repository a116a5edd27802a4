"""Timetables by day: the interviews that have a time, and the times of which a member of the panel says whether they can come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.interviewing import queries, schedule, wording
from portal.interviewing.presenting import Line, lines_of
from portal.selecting.desks import Desk


def timetable(desk: Desk, *, at: datetime, mine: bool) -> list[tuple[str, Sequence[tuple[str, str, str, str, Line]]]]:
    """Every interview that has a time, by day: times, round, where and whose; a panel member's own where `mine`."""
    own = mine and desk.kind == "panel"
    rounds = schedule.rounds_held_by(desk) if own else schedule.rounds_of(desk.job.posting.id)
    held = queries.seen_by(desk, queries.held_of([each.id for each in rounds]))
    held = [each for each in held if each.interview.slot_id is not None]
    lines = lines_of(desk, held)
    days: dict[str, list[tuple[str, str, str, str, Line]]] = {}
    for each in held:
        starts, ends = each.interview.starts_at, each.interview.ends_at
        if starts is None or ends is None:
            continue
        place = wording.where(each.round, each.slot, for_candidate=False)
        days.setdefault(wording.day_of(starts), []).append(
            (
                wording.times_of(starts, ends),
                each.round.name,
                wording.way_of(each.round),
                place,
                lines[each.interview.id],
            )
        )
    return list(days.items())


def times_to_answer(desk: Desk, *, at: datetime) -> list[tuple[str, Sequence[tuple[str, str, bool]]]]:
    """The times to come of the rounds that this member of the panel holds, by day: each with whether they said that they
    cannot come."""
    rounds = schedule.rounds_held_by(desk)
    names = {each.id: each.name for each in rounds}
    slots = [each for each in schedule.slots_of(names) if each.starts_at > at]
    answers = schedule.answers_of([each.id for each in slots])
    days: dict[str, list[tuple[str, str, bool]]] = {}
    for slot in slots:
        cannot = any(it.person_id == desk.person_id and not it.can for it in answers.get(slot.id, []))
        label = ", ".join(
            filter(None, (wording.times_of(slot.starts_at, slot.ends_at), names[slot.round_id].lower(), slot.room))
        )
        days.setdefault(wording.day_of(slot.starts_at), []).append((slot.reference, label, cannot))
    return list(days.items())
