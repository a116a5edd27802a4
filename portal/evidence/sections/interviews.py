"""Interviews: their rounds and times, who came to which, what happened to each, and the feedback that was told.

Left out are who of the panel could come when, where and by which link one meets, what candidates wrote of the times, and
feedback that nobody was told. A client sees no history of an interview, here as on its pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.database.base import db
from portal.evidence.applications import Gathered
from portal.evidence.packs import Entry, Section, Table
from portal.evidence.sights import Sight
from portal.interviewing import wording
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot, InterviewStep
from portal.interviewing.schedule import names_of_interviewers
from portal.interviewing.states import CANDIDATE, NAMES, follow, words_of
from portal.posting.models import Posting
from portal.web.words import counted, listed, long_time


def of_interviews(posting: Posting, found: Gathered, sight: Sight) -> Section:
    """Those of every round, also of one that was taken away."""
    rounds = _rounds(posting)
    names = {each.id: found.redactor.of(None, each.name) for each in rounds}
    held = _held(found, rounds)
    steps = _steps([each for several in held.values() for each in several]) if sight.is_ours else {}
    acted = {each.by_id for several in steps.values() for each in several if each.by_id and not _is_theirs(each)}
    found.people |= accounts.names_of(acted)
    pairs = [(row, each) for row in found.rows for each in held.get(row.id, ())]
    told = Table(
        "interviews",
        ("Application", "Round", "State", "From", "To", "Feedback told", "Feedback"),
        tuple(
            (row.number, names[each.round_id], NAMES[each.state], each.starts_at, each.ends_at, each.feedback_told_at, _feedback(found, row, each))
            for row, each in pairs
        ),
        printed=False,
    )  # fmt: skip
    history = Table(
        "interview-history",
        ("Application", "Round", "When", "What", "Who", "Why"),
        tuple(
            (row.number, names[each.round_id], step.at, words_of(step.event, step.before), _by(found, step), _why(found, row, step))
            for row, each in pairs
            for step in steps.get(each.id, ())
        ),
        printed=False,
    )  # fmt: skip
    return Section(
        "Interviews",
        (f"{counted(len(held), 'candidate was', 'candidates were')} invited.",) if rounds else (),
        (_table(rounds, names), _times(names, found, held), told, *([history] if sight.is_ours else [])),
        tuple(
            Entry(f"{found.called(row)}: {names[each.round_id]}", tuple(_lines(found, row, each, steps.get(each.id, ()))))
            for row, each in pairs
        ),
        none="No interviews were arranged here.",
    )  # fmt: skip


def _rounds(posting: Posting) -> Sequence[InterviewRound]:
    return db.session.scalars(
        select(InterviewRound).where(InterviewRound.posting_id == posting.id).order_by(InterviewRound.number)
    ).all()


def _held(found: Gathered, rounds: Sequence[InterviewRound]) -> Mapping[int, list[Interview]]:
    """Each application's, in the order of the rounds."""
    order = {each.id: each.number for each in rounds}
    rows = db.session.scalars(select(Interview).where(Interview.application_id.in_([each.id for each in found.rows])))
    held: dict[int, list[Interview]] = {}
    for each in sorted(rows, key=lambda row: (order[row.round_id], row.id)):
        held.setdefault(each.application_id, []).append(each)
    return held


def _steps(held: Sequence[Interview]) -> Mapping[int, list[InterviewStep]]:
    statement = select(InterviewStep).where(InterviewStep.interview_id.in_([each.id for each in held]))
    found: dict[int, list[InterviewStep]] = {}
    for each in db.session.scalars(statement.order_by(InterviewStep.id)):
        found.setdefault(each.interview_id, []).append(each)
    return found


def _table(rounds: Sequence[InterviewRound], names: Mapping[int, str]) -> Table:
    rows = tuple(
        (
            names[each.id],
            wording.way_of(each),
            each.minutes,
            listed(list(names_of_interviewers(each).values()), most=12),
            each.choose_by,
            each.removed_at,
        )
        for each in rounds
    )
    columns = ("Round", "How", "Minutes", "Held by", "To choose by", "Taken away")
    return Table("interview-rounds", columns, rows)


def _times(names: Mapping[int, str], found: Gathered, held: Mapping[int, list[Interview]]) -> Table:
    """Every time that was offered and not taken away, with whose it is among those who may be told of."""
    numbers = {each.id: each.number for each in found.rows}
    whose = {each.slot_id: numbers[application] for application, several in held.items() for each in several}
    slots = db.session.scalars(
        select(InterviewSlot)
        .where(InterviewSlot.round_id.in_(list(names)), InterviewSlot.removed_at.is_(None))
        .order_by(InterviewSlot.starts_at, InterviewSlot.id)
    )
    rows = tuple((names[each.round_id], each.starts_at, each.ends_at, whose.get(each.id)) for each in slots)
    return Table("interview-times", ("Round", "From", "To", "Application"), rows, printed=False)


def _lines(found: Gathered, row: JobApplication, interview: Interview, steps: Sequence[InterviewStep]) -> Iterator[str]:
    if interview.starts_at and interview.ends_at:
        yield f"{NAMES[interview.state]}: {wording.when(interview.starts_at, interview.ends_at)}."
    else:
        yield f"{NAMES[interview.state]}."
    for step in steps:
        why = _why(found, row, step)
        said = f"{long_time(step.at)}: {words_of(step.event, step.before)}. {_by(found, step)}."
        yield f"{said} Why: {why}" if why else said
    if interview.feedback_told_at:
        words = " ".join(_feedback(found, row, interview).split())
        yield f"Feedback, told at {long_time(interview.feedback_told_at)}: “{words}”"


def _by(found: Gathered, step: InterviewStep) -> str:
    return "The candidate" if _is_theirs(step) else found.who(step.by_id)


def _why(found: Gathered, row: JobApplication, step: InterviewStep) -> str:
    return "" if _is_theirs(step) else found.redactor.of(row.id, step.note)


def _is_theirs(step: InterviewStep) -> bool:
    return follow(step.before, step.event).who == CANDIDATE


def _feedback(found: Gathered, row: JobApplication, interview: Interview) -> str:
    return found.redactor.of(row.id, interview.feedback) if interview.feedback_told_at else ""
