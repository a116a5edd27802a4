"""What staff decide about vacancies: each act recorded, taken back as one, and never done over another's head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import tidy_reference
from portal.vacancies import deciding
from portal.vacancies.models import Decision, LikelyPair, Vacancy
from portal.vacancies.overruling import AUTOMATIC
from portal.web import words

NO_REASON = "No reason given."
MOST_AT_ONCE = 200
"""How many vacancies one decision may reach at once: enough for an employer's whole list, few enough for one writer."""


def answer(
    reference: str,
    answers: Mapping[str, str],
    *,
    because: str,
    by: int,
    seen: int,
    at: datetime,
    also: Sequence[str] = (),
) -> int:
    """Decide these subjects (vacancies.overruling) of a vacancy, and of the held ones with the references in `also`.

    Gives the id of the first decision, by which all of it can be taken back. `seen` is the newest decision that the person saw (0: none). Raises RuleBroken when there is a newer one: two
    people at work on one queue must not overrule each other unawares.
    """
    person = db.session.get_one(Person, by)
    vacancy = _locked(reference)
    newest = _newest_decision(vacancy.id)
    if newest is not None and newest.id != seen:
        who = "You" if newest.decided_by == _mark(person) else "Somebody else"
        raise RuleBroken(
            f"{who} decided about “{vacancy.title}” at {words.long_time(newest.decided_at)}, after this page was opened. "
            "Nothing was changed. Look at what was decided, and decide again if it is wrong."
        )
    others = [_locked(each) for each in list(dict.fromkeys(also))[:MOST_AT_ONCE]]
    reached = [vacancy, *(each for each in others if each.status == "held" and each.id != vacancy.id)]
    first = 0
    for each in reached:
        for subject, given in answers.items():
            made = deciding.decide(
                each, subject=subject, answer=given, because=because.strip() or NO_REASON, by=_mark(person), at=at
            )
            first = first or made.id
        _note("vacancies.decided", by, each, subjects=sorted(answers))
    if not first:
        raise RuleBroken("Say what to decide.")
    return first


def take_back(decision_id: int, *, by: int, at: datetime) -> Vacancy:
    """Take back everything that was decided in the same moment by the same person: what counted before counts again.

    Raises RuleBroken when something of it has been decided anew since.
    """
    person = db.session.get_one(Person, by)
    decision = db.session.get(Decision, decision_id)
    if decision is None:
        raise NotFound("There is no such decision.")
    act = db.session.scalars(
        select(Decision)
        .where(Decision.decided_by == decision.decided_by, Decision.decided_at == decision.decided_at)
        .order_by(Decision.id)
    ).all()
    for each in act:
        vacancy = db.session.get_one(Vacancy, each.vacancy_id, with_for_update=True)
        before = _of_subject(each)
        if before[0].id != each.id:
            raise RuleBroken(
                f"“{vacancy.title}” has been decided again since, so this cannot be taken back. Decide on its own page."
            )
        earlier = next((one.answer for one in before[1:]), AUTOMATIC)
        deciding.decide(vacancy, subject=each.subject, answer=earlier, because="Taken back.", by=_mark(person), at=at)
        _note("vacancies.taken_back", by, vacancy, subjects=[each.subject])
    return db.session.get_one(Vacancy, decision.vacancy_id)


def decide_pair(pair_id: int, *, same: bool, by: int, at: datetime) -> None:
    """Say of an open pair that it is one job or two; raises RuleBroken when somebody has said so already."""
    pair = _pair(pair_id)
    if pair.state != "open":
        raise RuleBroken(
            "Somebody else has decided about this pair already: "
            f"{'the same job' if pair.state == 'same' else 'two different jobs'}. Nothing was changed."
        )
    first, second = (db.session.get_one(Vacancy, each) for each in (pair.first_id, pair.second_id))
    deciding.decide_pair(first, second, same=same, at=at)
    record("vacancies.pair_decided", by=by, subject=f"pair:{pair.id}", facts={"same": same, "first": first.reference, "second": second.reference})  # fmt: skip


def take_back_pair(pair_id: int, *, by: int, at: datetime) -> None:
    """Put a pair before staff again; where it had been made one job, it is two again."""
    pair = _pair(pair_id)
    if pair.state == "open":
        raise RuleBroken("This pair waits for a decision already.")
    deciding.reopen_pair(pair, at=at)
    record("vacancies.pair_reopened", by=by, subject=f"pair:{pair.id}")


def _pair(pair_id: int) -> LikelyPair:
    pair = db.session.scalar(
        select(LikelyPair).where(LikelyPair.id == pair_id).with_for_update().execution_options(populate_existing=True)
    )
    if pair is None:
        raise NotFound("There is no such pair.")
    return pair


def _locked(reference: str) -> Vacancy:
    vacancy = db.session.scalar(
        select(Vacancy)
        .where(Vacancy.reference == tidy_reference(reference))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if vacancy is None:
        raise NotFound(f"There is no vacancy {reference}.")
    return vacancy


def _newest_decision(vacancy_id: int) -> Decision | None:
    newest = select(func.max(Decision.id)).where(Decision.vacancy_id == vacancy_id).scalar_subquery()
    return db.session.scalar(select(Decision).where(Decision.id == newest))


def _of_subject(decision: Decision) -> Sequence[Decision]:
    """What was ever decided of the same vacancy and subject, the newest first."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.vacancy_id == decision.vacancy_id, Decision.subject == decision.subject)
        .order_by(Decision.id.desc())
    ).all()


def _mark(person: Person) -> str:
    """How a decision names who made it: by reference, so that a name does not outlive its erasure."""
    return f"person:{person.reference}"


def _note(action: str, by: int, vacancy: Vacancy, *, subjects: Sequence[str]) -> None:
    record(action, by=by, subject=f"vacancy:{vacancy.reference}", facts={"subjects": list(subjects), "status": vacancy.status})  # fmt: skip
