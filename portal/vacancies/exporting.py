"""Every vacancy with everything known about it, and what happened to items that could not be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.vacancies.models import Advert, Decision, LikelyPair, Vacancy
from portal.vacancies.records import iso, pounds

STATUSES = ("live", "closed", "held", "counted", "rejected", "all")
PAGE = 200


def as_record(vacancy: Vacancy) -> dict[str, Any]:
    """The contract's shape of a stored vacancy: the reader's fields, with reference, status, title, sources, origin."""
    return {
        "reference": vacancy.reference,
        "status": vacancy.status,
        "status_because": vacancy.status_because or None,
        "title": vacancy.title,
        "origin": vacancy.origin,
        "excerpt": vacancy.excerpt,
        "address": vacancy.address or None,
        "ict": {
            "decision": vacancy.ict_decision,
            "score": round(vacancy.ict_score, 3),
            "evidence": vacancy.evidence.get("ict", []),
        },
        "employer": {
            "name": vacancy.employer_name,
            "public_sector": vacancy.public_sector,
            "sector": vacancy.sector,
            "organisation": vacancy.organisation,
            "on_behalf_of": vacancy.on_behalf_of,
            "evidence": vacancy.evidence.get("employer", []),
        },
        "role": {"family": vacancy.role_family, "name": vacancy.role_name, "level": vacancy.role_level},
        "pay": {
            "stated": vacancy.pay_stated,
            "min": pounds(vacancy.pay_minimum),
            "max": pounds(vacancy.pay_maximum),
            "period": vacancy.pay_period,
            "basis": vacancy.pay_basis,
            "london": [pounds(vacancy.pay_london_minimum), pounds(vacancy.pay_london_maximum)],
            "annual": [pounds(vacancy.annual_minimum), pounds(vacancy.annual_maximum)],
            "derived": vacancy.pay_derived,
            "evidence": vacancy.evidence.get("pay", []),
        },
        "grade": {"scheme": vacancy.grade_scheme, "text": vacancy.grade_text},
        "closes": iso(vacancy.closes_at),
        "posted": iso(vacancy.posted_at),
        "places": vacancy.places,
        "workplace": vacancy.workplace,
        "contract": vacancy.contract,
        "pattern": vacancy.pattern,
        "clearance": vacancy.clearance,
        "sources": [
            {
                "name": advert.source.name,
                "address": advert.address,
                "first_seen": iso(advert.first_seen),
                "last_seen": iso(advert.seen_at),
            }
            for advert in vacancy.adverts
        ],
        "first_seen": iso(vacancy.first_seen),
        "last_seen": iso(vacancy.last_seen),
        "closed": iso(vacancy.closed_at),
    }


def rejected_record(advert: Advert) -> dict[str, Any]:
    """An item that could not be used, with the reason, and the item as its source gave it."""
    return {
        "reference": None,
        "status": "rejected",
        "title": advert.title,
        "reason": advert.reason,
        "sources": [
            {
                "name": advert.source.name,
                "address": advert.address,
                "first_seen": iso(advert.first_seen),
                "last_seen": iso(advert.seen_at),
            }
        ],
        "item": advert.raw,
    }


def export(status: str) -> Iterator[dict[str, Any]]:
    """Records of every vacancy in this status (`all`: every one, and the rejected items), eldest first."""
    if status not in STATUSES:
        raise RuleBroken(f"Say one of {', '.join(STATUSES)} for the status.")
    if status != "rejected":
        yield from _vacancies(status)
    if status in ("rejected", "all"):
        yield from _rejected()


def _vacancies(status: str) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        query = (
            select(Vacancy)
            .where(Vacancy.id > after)
            .order_by(Vacancy.id)
            .limit(PAGE)
            .options(selectinload(Vacancy.adverts).selectinload(Advert.source))
        )
        page = list(db.session.scalars(query if status == "all" else query.where(Vacancy.status == status)))
        if not page:
            return
        after = page[-1].id
        yield from (as_record(vacancy) for vacancy in page)


def _rejected() -> Iterator[dict[str, Any]]:
    query = select(Advert).where(Advert.outcome == "rejected").order_by(Advert.id).options(selectinload(Advert.source))
    for advert in db.session.scalars(query):
        yield rejected_record(advert)


def explain(vacancy: Vacancy) -> dict[str, Any]:
    """Each automatic decision with its evidence, where it was seen, and what people decided over it."""
    answers: dict[str, Any] = {
        "ict": f"{vacancy.ict_decision} ({vacancy.ict_score:.2f})",
        "employer": f"{vacancy.organisation or vacancy.employer_name}: public sector {vacancy.public_sector}, {vacancy.sector}",
        "role": " · ".join(filter(None, [vacancy.role_family, vacancy.role_name, vacancy.role_level])) or "none",
        "pay": vacancy.pay_stated or "not stated",
        "grade": vacancy.grade_text or "not stated",
        "closing": iso(vacancy.closes_at) or "not stated",
        "terms": ", ".join([*vacancy.contract, *vacancy.pattern, *vacancy.clearance]) or "not stated",
    }
    overruled = db.session.scalars(select(Decision).where(Decision.vacancy_id == vacancy.id).order_by(Decision.id))
    return {
        "reference": vacancy.reference,
        "status": vacancy.status,
        "status_because": vacancy.status_because,
        "decisions": {
            subject: {"answer": answer, "evidence": vacancy.evidence.get(subject, [])}
            for subject, answer in answers.items()
        },
        "adverts": [
            {
                "source": advert.source.name,
                "address": advert.address,
                "outcome": advert.outcome,
                "reason": advert.reason,
            }
            for advert in vacancy.adverts
        ],
        "overruled": [
            {
                "subject": each.subject,
                "answer": each.answer,
                "because": each.because,
                "by": each.decided_by,
                "at": iso(each.decided_at),
            }
            for each in overruled
        ],
    }


def likely_lines() -> Iterator[str]:
    """One line a pair that waits for a person, the likeliest first."""
    pairs = db.session.scalars(
        select(LikelyPair).where(LikelyPair.state == "open").order_by(LikelyPair.likeness.desc())
    )
    for pair in pairs:
        first, second = db.session.get_one(Vacancy, pair.first_id), db.session.get_one(Vacancy, pair.second_id)
        yield f"{first.reference} {second.reference} {pair.likeness:.2f} {first.title} / {second.title}: " + ", ".join(
            pair.evidence
        )
