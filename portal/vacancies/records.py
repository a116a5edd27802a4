"""The contract's shape of a reading, for `flask vacancies read`, and of an advert coming in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.vacancies.drafts import Advert, Pay, Place, Reading


def advert_from(given: Mapping[str, Any]) -> Advert:
    """An Advert from a JSON object with any of the contract's fields; others are ignored, non-texts are spelt out."""

    def text(name: str) -> str:
        value = given.get(name)
        if value is None:
            return ""
        if isinstance(value, list | tuple):
            return ", ".join(str(part) for part in value)
        return str(value)

    location = given.get("location")
    many = tuple(str(part) for part in location) if isinstance(location, list | tuple) else (text("location"),)
    return Advert(
        id=text("id"),
        title=text("title"),
        employer=text("employer"),
        locations=tuple(filter(None, many)),
        salary=text("salary"),
        description=text("description"),
        url=text("url"),
        posted=text("posted"),
        closing=text("closing"),
        employment_type=text("employment_type"),
        contract=text("contract"),
        pattern=text("pattern"),
        workplace=text("workplace"),
        category=text("category"),
    )


def record_of(reading: Reading) -> dict[str, Any]:
    """The reading as contract.md gives it: pounds as numbers, times as ISO UTC, unknown as None or []."""
    return {
        "id": reading.advert.id,
        "ict": {
            "decision": reading.ict.decision,
            "score": round(reading.ict.score, 3),
            "evidence": list(reading.ict.evidence),
        },
        "employer": {
            "name": reading.employer.name,
            "public_sector": reading.employer.public_sector,
            "sector": reading.employer.sector,
            "organisation": reading.employer.organisation,
            "on_behalf_of": reading.employer.on_behalf_of,
            "evidence": list(reading.employer.evidence),
        },
        "role": {"family": reading.role.family, "name": reading.role.name, "level": reading.role.level},
        "pay": pay_record(reading.pay),
        "grade": {"scheme": reading.grade.scheme, "text": reading.grade.text},
        "closes": iso(reading.closing.at),
        "posted": iso(reading.posted.at),
        "places": [place_record(place) for place in reading.places],
        "workplace": reading.terms.workplace,
        "contract": list(reading.terms.contract),
        "pattern": list(reading.terms.pattern),
        "clearance": list(reading.terms.clearance),
    }


def pay_record(pay: Pay) -> dict[str, Any]:
    return {
        "stated": pay.stated,
        "min": pounds(pay.minimum),
        "max": pounds(pay.maximum),
        "period": pay.period,
        "basis": pay.basis,
        "london": [pounds(pay.london_minimum), pounds(pay.london_maximum)],
        "annual": [pounds(pay.annual_minimum), pounds(pay.annual_maximum)],
        "derived": pay.derived,
        "evidence": list(pay.evidence),
    }


def place_record(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "postcode": place.postcode,
        "lat": place.lat,
        "lon": place.lon,
        "nation": place.nation,
        "region": place.region,
    }


def pounds(pence: int | None) -> float | None:
    """Pence as pounds for the contract's JSON, the one place where pay leaves whole pence."""
    return None if pence is None else pence / 100


def iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
