"""A vacancy as the search index keeps it: what is searched, filtered, counted and sorted by, nothing personal."""

from __future__ import annotations

from datetime import datetime

from portal.foundation.markup import plain_text
from portal.foundation.text import split_labels
from portal.vacancies.models import Vacancy
from search_index.documents import VacancyDocument

INDEXED_CHARACTERS = 12_000
"""Of a description; beyond this adverts repeat their policies."""


def document_of(vacancy: Vacancy) -> VacancyDocument:
    """The index's document of a live or closed vacancy."""
    places = vacancy.places or []
    return VacancyDocument(
        reference=vacancy.reference,
        title=vacancy.title,
        employer=_employer_words(vacancy),
        description=_description(vacancy),
        keywords=" ".join(
            filter(
                None,
                [vacancy.role_name, *(word for place in places for word in (place["name"], place.get("postcode")))],
            )
        ),
        sector=vacancy.sector,
        family=vacancy.role_family,
        role=vacancy.role_name,
        level=vacancy.role_level,
        nations=_distinct(place.get("nation") for place in places),
        regions=_distinct(place.get("region") for place in places),
        grade_scheme=vacancy.grade_scheme,
        workplace=vacancy.workplace,
        employer_key=vacancy.organisation_key or vacancy.employer_key or None,
        contract=tuple(vacancy.contract),
        pattern=tuple(vacancy.pattern),
        clearance=tuple(vacancy.clearance),
        status="live" if vacancy.status == "live" else "closed",
        pay_minimum=_pounds(vacancy.annual_minimum, vacancy.annual_maximum),
        pay_maximum=_pounds(vacancy.annual_maximum, vacancy.annual_minimum),
        posted=_epoch(vacancy.posted_at or vacancy.first_seen),
        first_seen=_epoch(vacancy.first_seen),
        closing=_epoch(vacancy.closes_at),
        coordinates=tuple(
            (place["lat"], place["lon"])
            for place in places
            if place.get("lat") is not None and place.get("lon") is not None
        ),
    )


def _description(vacancy: Vacancy) -> str:
    """The words of the advert, its labelled lines last, so that extracts begin with a sentence."""
    labels, rest = split_labels(plain_text(vacancy.description))
    return f"{rest}\n{labels}".strip()[:INDEXED_CHARACTERS]


def _employer_words(vacancy: Vacancy) -> str:
    names = [vacancy.employer_name, vacancy.organisation, vacancy.on_behalf_of]
    return " · ".join(dict.fromkeys(name for name in names if name))


def _distinct(values: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))  # type: ignore[attr-defined]


def _pounds(pence: int | None, otherwise: int | None) -> int | None:
    amount = pence if pence is not None else otherwise
    return None if amount is None else round(amount / 100)


def _epoch(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None
