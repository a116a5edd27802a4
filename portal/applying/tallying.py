"""Counting equality answers for one vacancy, apart from every application, and saying them only in full tens."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.applying.answers.fairness import NOT_SAID, QUESTIONS
from portal.applying.models import EqualityTally
from portal.database.base import db

TEN = 10
"""Counts are shown for ten people at a time: what two reports differ in is never about fewer (faults.md G-07)."""
SMALLEST = 5
"""A count below this is not shown, and where only one is hidden the next smallest is hidden with it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer in words; `people` is None where it is too few to be shown."""

    words: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its counts."""

    words: str
    answers: tuple[Answered, ...]


def count(posting_id: int, said: Mapping[str, str]) -> None:
    """Add one person's answers, in no order that can be told from. A question that was left counts as not said."""
    answers = [
        (name, said.get(name) if said.get(name) in choices else NOT_SAID) for name, (_, choices) in QUESTIONS.items()
    ]
    random.shuffle(answers)
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for name, answer in answers:
        one = insert(EqualityTally).values(posting_id=posting_id, question=name, answer=answer, waiting=1, shown=0)
        db.session.execute(
            one.on_conflict_do_update(
                index_elements=["posting_id", "question", "answer"], set_={"waiting": EqualityTally.waiting + 1}
            )
        )
    db.session.expire_all()
    if _waiting(posting_id) >= TEN:
        for row in db.session.scalars(select(EqualityTally).where(EqualityTally.posting_id == posting_id)):
            row.shown, row.waiting = row.shown + row.waiting, 0
        db.session.flush()


def _waiting(posting_id: int) -> int:
    first = next(iter(QUESTIONS))
    return (
        db.session.scalar(
            select(func.sum(EqualityTally.waiting)).where(
                EqualityTally.posting_id == posting_id, EqualityTally.question == first
            )
        )
        or 0
    )


def report(posting_id: int) -> tuple[int, tuple[Question, ...]]:
    """How many people the counts are of (0, 10, 20 …), and the counts; none before there are ten."""
    rows = db.session.execute(
        select(EqualityTally.question, EqualityTally.answer, EqualityTally.shown).where(
            EqualityTally.posting_id == posting_id
        )
    ).all()
    found = {(row.question, row.answer): row.shown for row in rows}
    people = sum(number for (question, _), number in found.items() if question == next(iter(QUESTIONS)))
    if not people:
        return 0, ()
    return people, tuple(
        Question(
            words,
            _answers(
                {**choices, NOT_SAID: "Not said"},
                {answer: found.get((name, answer), 0) for answer in (*choices, NOT_SAID)},
            ),
        )
        for name, (words, choices) in QUESTIONS.items()
    )


def _answers(names: Mapping[str, str], counts: Mapping[str, int]) -> tuple[Answered, ...]:
    hidden = hidden_among(counts)
    return tuple(Answered(names[answer], None if answer in hidden else number) for answer, number in counts.items())


def hidden_among(counts: Mapping[str, int]) -> frozenset[str]:
    """The answers whose counts are not shown: those of one to four people, and so many of the next smallest that what is
    hidden comes to ten people or more together, or at least to more than one answer, so that no hidden count can be
    worked out from the total."""
    hidden = [answer for answer, number in counts.items() if 0 < number < SMALLEST]
    rest = sorted((each for each in counts if each not in hidden and counts[each]), key=lambda each: counts[each])
    while hidden and (len(hidden) < 2 or sum(counts[each] for each in hidden) < SMALLEST) and rest:
        hidden.append(rest.pop(0))
    return frozenset(hidden)
