"""Four thousand of the large example's members who agreed to be found by consultants, each with what they look for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.examples.bulk import Bulk
from portal.introducing import consent
from portal.introducing.models import FoundConsent, FoundProfile, KeptFrom
from portal.introducing.saying import OWN

FOUND = 4_000
"""How many of the members, if there are so many."""
FAMILIES = ("software_development", "it_operations", "cyber_security", "data", "architecture", "product_delivery")
LEVELS = ("mid", "senior", "lead_manager", "head_director")
PLACES = (
    ("Leeds", 53.797, -1.547),
    ("Sheffield", 53.383, -1.466),
    ("York", 53.959, -1.082),
    ("Manchester", 53.48, -2.244),
    ("Birmingham", 52.48, -1.9),
    ("Bristol", 51.454, -2.588),
    ("Cardiff", 51.48, -3.18),
    ("Edinburgh", 55.953, -3.188),
)
EMPLOYERS = (("Bristol City Council", "bristol-city-council"), ("Sheffield City Council", "sheffield-city-council"))


def gather(bulk: Bulk, people: Sequence[int]) -> None:
    """What they say, that they agreed, and by whom they do not want to be found."""
    them = people[:FOUND]
    bulk.write(FoundProfile, (_profile(bulk, number, each) for number, each in enumerate(them)), "members to be found")
    words = "\n".join(consent.FOUND)
    given = {"given_at": bulk.now, "version": consent.FOUND_VERSION, "words": words}
    bulk.write(FoundConsent, ({"person_id": each, **given} for each in them))
    bulk.write(KeptFrom, (_employer(number, each) for number, each in enumerate(them) if number % 10 == 0))


def _profile(bulk: Bulk, number: int, person: int) -> dict[str, Any]:
    near, far = PLACES[number % len(PLACES)], PLACES[number * 3 % len(PLACES)]
    spots = {name: {"name": name, "lat": lat, "lon": lon} for name, lat, lon in (near, far)}
    return {
        "person_id": person,
        "families": list({FAMILIES[number % len(FAMILIES)]: 0, FAMILIES[number // 7 % len(FAMILIES)]: 0}),
        "levels": [LEVELS[number % len(LEVELS)]],
        "places": list(spots.values()),
        "miles": (10, 25, 50, 100)[number % 4],
        "workplaces": ["remote"] if number % 9 == 0 else [],
        "least_pounds": 38_000 + number % 30 * 1_000 if number % 3 else None,
        "clearance": [("BPSS", "SC", "DV")[number % 3]] if number % 2 else [],
        "patterns": ["full_time"] if number % 2 else [],
        "shown_to_own": number % 20 == 0,
        "updated_at": bulk.now,
    }


def _employer(number: int, person: int) -> dict[str, Any]:
    name, key = EMPLOYERS[number // 10 % len(EMPLOYERS)]
    return {"person_id": person, "why": OWN, "name": name, "name_key": name.lower(), "organisation_key": key}
