"""What the worker does about interviews each minute: it ends what is outdated, and reminds on the day before, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.applying.states import WITHDRAWN
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.interviewing import following, queries, schedule, telling
from portal.interviewing.models import Interview, InterviewRound
from portal.interviewing.queries import Held
from portal.interviewing.states import BOOKED
from portal.interviewing.telling import Reader
from portal.interviewing.times import london_day
from portal.web.words import day_in_words, time_of_day

BEFORE = timedelta(days=1)


def end_outdated(*, at: datetime) -> int:
    """End interviews of candidates who were told another outcome; says how many."""
    with clock.as_of(at), transaction():
        return following.end_outdated()


def remind(*, at: datetime, limit: int = 200) -> tuple[int, int]:
    """Remind candidates and those who hold interviews; how many of each. A time that was fixed less than a day before
    it needs no reminder: whoever comes has just been told of it."""
    with transaction():
        due = _due(at, limit)
        told = 0
        for held in due:
            interview = held.interview
            interview.reminded_at = at
            if _was_fixed_before(held):
                telling.remind_candidate(held)
                told += 1
        return told, _remind_holders(due, at=at)


def _was_fixed_before(held: Held) -> bool:
    fixed, starts = held.interview.fixed_at, held.interview.starts_at
    return fixed is not None and starts is not None and fixed <= starts - BEFORE


def _due(at: datetime, limit: int) -> list[Held]:
    rows = db.session.scalars(
        select(Interview.reference)
        .where(
            Interview.state == BOOKED,
            Interview.reminded_at.is_(None),
            Interview.starts_at > at,
            Interview.starts_at <= at + BEFORE,
        )
        .order_by(Interview.starts_at, Interview.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return [held for held in map(queries.by_reference, rows) if held.application.state != WITHDRAWN]


def _remind_holders(due: Iterable[Held], *, at: datetime) -> int:
    """One mail a person, vacancy and day, with everything of that day; those who were just told of a time know it."""
    told = 0
    for held in due:
        if held.interview.panel_reminded_at is not None or held.interview.starts_at is None:
            continue
        if not _was_fixed_before(held):
            held.interview.panel_reminded_at = at
            continue
        day = london_day(held.interview.starts_at)
        of_day = [
            each for each in _of_day(held.round, day) if each.interview.starts_at and each.interview.starts_at > at
        ]
        readers: dict[int, tuple[Reader, list[Held]]] = {}
        for each in of_day:
            each.interview.panel_reminded_at = at
            for reader in telling.holders_of(each.round, each.application):
                readers.setdefault(reader.person_id, (reader, []))[1].append(each)
        for reader, theirs in readers.values():
            key = (
                f"interview-day:{held.round.posting_id}:{day:%Y%m%d}:{reader.person_id}:{theirs[0].interview.reference}"
            )
            telling.remind_holder(
                reader, day_in_words(day), [_line(each) for each in theirs], round_=held.round, unique_key=key
            )
            told += 1
    return told


def _of_day(round_: InterviewRound, day: date) -> list[Held]:
    rounds = [each.id for each in schedule.rounds_of(round_.posting_id)]
    return [
        each
        for each in queries.held_of(rounds)
        if each.interview.state == BOOKED and each.interview.starts_at and london_day(each.interview.starts_at) == day
    ]


def _line(held: Held) -> str:
    starts, ends = held.interview.starts_at, held.interview.ends_at
    assert starts is not None and ends is not None
    room = f", {held.slot.room}" if held.slot and held.slot.room else ""
    return f"{time_of_day(starts)} to {time_of_day(ends)}: application {held.application.number}, {held.round.name.lower()}{room}"
