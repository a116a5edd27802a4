"""A live vacancy as schema.org JobPosting data: only what its page shows, and nobody's personal contact details."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from portal.foundation.markup import plain_text
from portal.vacancies.models import Vacancy
from portal.vacancies.presenting import PLACES_SHOWN, applies_here

UNITS = {"year": "YEAR", "month": "MONTH", "day": "DAY", "hour": "HOUR"}
_TIMES = {"full_time": "FULL_TIME", "part_time": "PART_TIME", "job_share": "PART_TIME", "term_time": "PART_TIME"}
_CONTRACTS = {"fixed_term": "TEMPORARY", "temporary": "TEMPORARY", "bank": "PER_DIEM", "apprenticeship": "OTHER"}
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:\+44|\(?0)[\d\s()-]{8,}\d|\b(?:contact|call|ring|e-?mail|speak (?:to|with)|chat with)\b",
    re.IGNORECASE,
)
"""An e-mail address, a telephone number, or an invitation to get in touch, which is where names of people stand."""


def job_posting(vacancy: Vacancy, *, site: str, whole_text: bool) -> dict[str, Any]:
    """The structured data of a vacancy; `whole_text` where the reader's page shows all of it and not just the extract.

    Required fields without which search engines refuse a posting are always there; what is not known is left out.
    """
    posted = vacancy.posted_at or vacancy.first_seen
    text = plain_text(vacancy.description) if whole_text else vacancy.excerpt
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": vacancy.title,
        "description": "".join(f"<p>{escape(line)}</p>" for line in without_contacts(text) or [vacancy.title]),
        "datePosted": posted.isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": vacancy.employer_name},
        "identifier": {"@type": "PropertyValue", "name": site, "value": vacancy.reference},
        "directApply": applies_here(vacancy),
    }
    if vacancy.closes_at:
        data["validThrough"] = vacancy.closes_at.isoformat()
    if kinds := _employment_types(vacancy):
        data["employmentType"] = kinds
    if pay := _pay(vacancy):
        data["baseSalary"] = pay
    return data | _location(vacancy)


def without_contacts(text: str) -> list[str]:
    """The lines of a text that hold no address, number or invitation to get in touch with somebody."""
    return [line for line in text.split("\n") if line.strip() and not _PERSONAL.search(line)]


def _employment_types(vacancy: Vacancy) -> list[str]:
    kinds = [_TIMES[each] for each in vacancy.pattern if each in _TIMES]
    return list(dict.fromkeys([*kinds, *(_CONTRACTS[each] for each in vacancy.contract if each in _CONTRACTS)]))


def _pay(vacancy: Vacancy) -> dict[str, Any] | None:
    unit = UNITS.get(vacancy.pay_period or "")
    low, high = vacancy.pay_minimum, vacancy.pay_maximum
    if unit is None or (low is None and high is None):
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": unit}
    if low is not None and low == high:
        value["value"] = low / 100
    else:
        value |= {"minValue": low / 100} if low is not None else {}
        value |= {"maxValue": high / 100} if high is not None else {}
    return {"@type": "MonetaryAmount", "currency": "GBP", "value": value}


def _location(vacancy: Vacancy) -> dict[str, Any]:
    country = {"@type": "Country", "name": "United Kingdom"}
    remote = {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": country}
    places = [_place(place) for place in vacancy.places[:PLACES_SHOWN]]
    if vacancy.workplace == "remote":
        return remote | ({"jobLocation": places} if places else {})
    return {
        "jobLocation": places or [{"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": "GB"}}]
    }


def _place(place: dict[str, Any]) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "addressLocality": place.get("name"),
        "addressRegion": place.get("region"),
        "postalCode": place.get("postcode"),
        "addressCountry": "GB",
    }
    return {"@type": "Place", "address": {name: value for name, value in address.items() if value}}
