"""A person overrules an automatic decision; the overruling outlives later fetches."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import tidy_reference
from portal.vacancies import changes
from portal.vacancies.applying import WORTH_REMEMBERING, settle
from portal.vacancies.models import Advert, Decision, LikelyPair, Vacancy, VacancyVersion
from portal.vacancies.overruling import facts_of
from portal.vacancies.storing import decisions_of

FOLDED, PAIRS = "adverts", "pairs"
"""Under which names a vacancy's history keeps the ids of the adverts and pairs that went with it when it was folded."""


def by_reference(reference: str) -> Vacancy:
    """The vacancy of this reference as a person may have typed it; raises NotFound."""
    vacancy = db.session.scalar(select(Vacancy).where(Vacancy.reference == tidy_reference(reference)))
    if vacancy is None:
        raise NotFound(f"There is no vacancy {reference}. References look like K7MT2XQ9.")
    return vacancy


def decide(vacancy: Vacancy, *, subject: str, answer: str, because: str, by: str, at: datetime) -> Decision:
    """Record what a person decided (subjects and answers: vacancies.overruling) and let it take effect."""
    facts_of(subject, answer, on=at)
    if not because.strip():
        raise RuleBroken("Say why, so that the next person understands the decision.")
    decision = Decision(
        vacancy_id=vacancy.id,
        subject=subject,
        answer=answer,
        because=because.strip()[:500],
        decided_by=by,
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    before = {name: getattr(vacancy, name) for name in WORTH_REMEMBERING}
    settle(vacancy, decisions=decisions_of(vacancy), at=at)
    _close_again_if_unlisted(vacancy, at=at)
    for advert in vacancy.adverts:
        if advert.outcome in ("vacancy", "counted", "held"):
            advert.outcome = vacancy.status if vacancy.status in ("counted", "held") else "vacancy"
            advert.reason = vacancy.status_because
    after = {name: getattr(vacancy, name) for name in WORTH_REMEMBERING}
    changes.remember(
        vacancy, {name: (before[name], after[name]) for name in after if before[name] != after[name]}, at=at
    )
    changes.note_change(vacancy, at=at)
    return decision


def _close_again_if_unlisted(vacancy: Vacancy, *, at: datetime) -> None:
    if vacancy.origin == "posted":
        return
    if vacancy.status == "live" and vacancy.adverts and all(each.missing_since for each in vacancy.adverts):
        vacancy.status, vacancy.closed_at = "closed", vacancy.closed_at or at
        vacancy.status_because = "No source lists it any longer."


def decide_pair(first: Vacancy, second: Vacancy, *, same: bool, at: datetime) -> Vacancy:
    """Say of two vacancies that they are the same job (one is merged into the other) or that they are not.

    Gives back the vacancy that is kept: the one that its employer posted here, else the elder.
    """
    if first.id == second.id:
        raise RuleBroken("Name two different vacancies.")
    elder, younger = sorted((first, second), key=lambda each: each.id)
    pair = db.session.scalar(
        select(LikelyPair).where(LikelyPair.first_id == elder.id, LikelyPair.second_id == younger.id)
    )
    if pair is None:
        pair = LikelyPair(first_id=elder.id, second_id=younger.id, likeness=0.0, evidence=[], found_at=at)
        db.session.add(pair)
    pair.state = "same" if same else "different"
    kept, folded = sorted((elder, younger), key=lambda each: each.origin != "posted")
    if same:
        _fold(folded, kept, at=at)
    return kept


def _fold(younger: Vacancy, elder: Vacancy, *, at: datetime) -> None:
    moved = list(db.session.scalars(select(Advert).where(Advert.vacancy_id == younger.id)))
    for advert in moved:
        advert.vacancy_id, advert.outcome = elder.id, "folded"
    others = list(
        db.session.scalars(
            select(LikelyPair).where(
                LikelyPair.state == "open", or_(LikelyPair.first_id == younger.id, LikelyPair.second_id == younger.id)
            )
        )
    )
    for other in others:
        other.state = "same"
    changes.remember(
        younger,
        {
            "status": (younger.status, "merged"),
            FOLDED: ([each.id for each in moved], []),
            PAIRS: ([each.id for each in others], []),
        },
        at=at,
    )
    younger.status, younger.merged_into_id = "merged", elder.id
    younger.status_because = f"The same job as {elder.reference}."
    db.session.flush()
    db.session.expire(elder, ["adverts"])
    if elder.status == "closed":
        settle(elder, decisions=decisions_of(elder), at=at)
        _close_again_if_unlisted(elder, at=at)
    changes.note_change(younger, at=at)
    changes.note_change(elder, at=at)


def reopen_pair(pair: LikelyPair, *, at: datetime) -> None:
    """Let a pair wait for a decision again; the vacancy that was folded for it stands on its own again."""
    first, second = db.session.get_one(Vacancy, pair.first_id), db.session.get_one(Vacancy, pair.second_id)
    for folded, kept in ((first, second), (second, first)):
        if pair.state == "same" and folded.merged_into_id == kept.id:
            _unfold(folded, kept, at=at)
    pair.state = "open"


def _unfold(younger: Vacancy, elder: Vacancy, *, at: datetime) -> None:
    """Give back the adverts that came with the folding; what was seen of the job since then stays with the elder."""
    kept = next(
        (
            version
            for version in db.session.scalars(
                select(VacancyVersion).where(VacancyVersion.vacancy_id == younger.id).order_by(VacancyVersion.id.desc())
            )
            if FOLDED in version.changes
        ),
        None,
    )
    if kept is None:
        raise RuleBroken(f"{younger.reference} was folded before this was kept track of, and cannot be unfolded.")
    for advert in db.session.scalars(
        select(Advert).where(Advert.id.in_(kept.changes[FOLDED][0]), Advert.vacancy_id == elder.id)
    ):
        advert.vacancy_id = younger.id
    for other in db.session.scalars(select(LikelyPair).where(LikelyPair.id.in_(kept.changes[PAIRS][0]))):
        other.state = "open"
    younger.merged_into_id, younger.status = None, "held"
    db.session.flush()
    for each in (younger, elder):
        db.session.expire(each, ["adverts"])
        settle(each, decisions=decisions_of(each), at=at)
        _close_again_if_unlisted(each, at=at)
        changes.note_change(each, at=at)
    for advert in younger.adverts:
        advert.outcome = younger.status if younger.status in ("counted", "held") else "vacancy"
        advert.reason = younger.status_because
    changes.remember(younger, {"status": ("merged", younger.status)}, at=at)
