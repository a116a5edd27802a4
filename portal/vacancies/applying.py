"""Writing a reading into a vacancy, respecting what people have decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from portal.foundation.text import excerpt, one_line, split_labels
from portal.vacancies.drafts import Reading
from portal.vacancies.identity import folded
from portal.vacancies.likeness import Features, fingerprint, title_key
from portal.vacancies.models import Decision, Vacancy
from portal.vacancies.overruling import AUTOMATIC, COLUMNS, facts_of, kept, revived
from portal.vacancies.records import place_record
from portal.vacancies.states import evidence_of, status_for

IMPOSSIBLE = "impossible_dates"
WORTH_REMEMBERING = (
    "title",
    "employer_name",
    "pay_stated",
    "annual_minimum",
    "annual_maximum",
    "grade_text",
    "closes_at",
    "workplace",
    "contract",
    "pattern",
    "status",
)
"""A change of these is kept in the vacancy's history."""


def apply_reading(
    vacancy: Vacancy,
    reading: Reading,
    *,
    decisions: Iterable[Decision] = (),
    at: datetime,
) -> dict[str, tuple[Any, Any]]:
    """Make the vacancy say what the reading says, except where a person decided otherwise.

    Gives back what changed among the fields worth remembering, field to (before, after).
    """
    before = {name: getattr(vacancy, name) for name in WORTH_REMEMBERING}
    _write_words(vacancy, reading)
    _write_employer(vacancy, reading)
    _write_kind(vacancy, reading)
    _write_pay(vacancy, reading)
    _write_terms(vacancy, reading)
    _write_keys(vacancy, reading)
    vacancy.evidence = evidence_of(reading)
    facts = {name: getattr(vacancy, name) for columns in COLUMNS.values() for name in columns}
    vacancy.automatic = kept(facts) | {IMPOSSIBLE: reading.closing.impossible}
    settle(vacancy, decisions=decisions, at=at)
    vacancy.updated_at = at
    return {name: (value, getattr(vacancy, name)) for name, value in before.items() if value != getattr(vacancy, name)}


def settle(vacancy: Vacancy, *, decisions: Iterable[Decision], at: datetime) -> None:
    """Put people's decisions over what the reader found, then work the status out anew."""
    facts = revived(vacancy.automatic)
    impossible = bool(facts.pop(IMPOSSIBLE, False))
    for decision in sorted(decisions, key=lambda each: each.id):
        columns = COLUMNS.get(decision.subject, ())
        facts |= {name: vacancy.automatic[name] for name in columns if name in vacancy.automatic}
        facts |= facts_of(decision.subject, decision.answer, on=decision.decided_at)
        if decision.subject == "closes":
            impossible = decision.answer == AUTOMATIC and bool(vacancy.automatic.get(IMPOSSIBLE))
    for name, value in revived(facts).items():
        setattr(vacancy, name, value)
    if vacancy.status == "merged":
        return
    status, because = status_for(
        ict=vacancy.ict_decision,  # type: ignore[arg-type]
        public_sector=vacancy.public_sector,
        impossible_dates=impossible,
        closes_at=vacancy.closes_at,
        now=at,
        ended=vacancy.ended_because or "",
    )
    vacancy.status, vacancy.status_because = status, because
    vacancy.closed_at = (vacancy.closed_at or at) if status == "closed" else None


def _write_words(vacancy: Vacancy, reading: Reading) -> None:
    advert = reading.advert
    vacancy.title = one_line(advert.title, limit=300)
    vacancy.description = advert.description
    vacancy.excerpt = excerpt(split_labels(reading.text)[1])
    vacancy.address = advert.url


def _write_employer(vacancy: Vacancy, reading: Reading) -> None:
    employer = reading.employer
    vacancy.employer_name = one_line(employer.name, limit=300)
    vacancy.organisation = employer.organisation
    vacancy.organisation_key = employer.organisation_key
    vacancy.on_behalf_of = employer.on_behalf_of
    vacancy.public_sector = employer.public_sector
    vacancy.sector = employer.sector


def _write_kind(vacancy: Vacancy, reading: Reading) -> None:
    vacancy.ict_decision = reading.ict.decision
    vacancy.ict_score = reading.ict.score
    vacancy.role_family = reading.role.family
    vacancy.role_name = reading.role.name
    vacancy.role_level = reading.role.level


def _write_pay(vacancy: Vacancy, reading: Reading) -> None:
    pay = reading.pay
    vacancy.pay_stated = one_line(pay.stated, limit=300)
    vacancy.pay_minimum, vacancy.pay_maximum = pay.minimum, pay.maximum
    vacancy.pay_period, vacancy.pay_basis = pay.period, pay.basis
    vacancy.pay_london_minimum, vacancy.pay_london_maximum = pay.london_minimum, pay.london_maximum
    vacancy.annual_minimum, vacancy.annual_maximum = pay.annual_minimum, pay.annual_maximum
    vacancy.pay_derived = pay.derived
    vacancy.grade_scheme = reading.grade.scheme
    vacancy.grade_text = one_line(reading.grade.text, limit=120) if reading.grade.text else None


def _write_terms(vacancy: Vacancy, reading: Reading) -> None:
    vacancy.closes_at = reading.closing.at
    vacancy.posted_at = reading.posted.at
    vacancy.workplace = reading.terms.workplace
    vacancy.contract = list(reading.terms.contract)
    vacancy.pattern = list(reading.terms.pattern)
    vacancy.clearance = list(reading.terms.clearance)
    vacancy.places = [place_record(place) for place in reading.places]


def _write_keys(vacancy: Vacancy, reading: Reading) -> None:
    places = tuple(place.name for place in reading.places)
    vacancy.title_key = title_key(vacancy.title, places)[:300]
    vacancy.employer_key = (vacancy.organisation_key or folded(vacancy.employer_name))[:300]
    vacancy.publisher_reference = folded(reading.advert.reference)[:80]
    vacancy.fingerprint = list(fingerprint(reading.text))


def features_of(vacancy: Vacancy | Row[Any]) -> Features:
    """What likeness compares of a vacancy, or of a row with these columns of one."""
    return Features(
        title_key=vacancy.title_key,
        employer_key=vacancy.employer_key,
        places=frozenset(folded(place["name"]) for place in vacancy.places if place.get("name")),
        pay=(vacancy.annual_minimum, vacancy.annual_maximum),
        closes_at=vacancy.closes_at,
        grade=folded(vacancy.grade_text or ""),
        reference=vacancy.publisher_reference,
        fingerprint=tuple(vacancy.fingerprint),
    )
