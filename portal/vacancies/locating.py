"""What a person types as a place: found, or near names to offer."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from portal.vacancies.drafts import Place
from portal.vacancies.gazetteer import fold, load_gazetteer
from portal.vacancies.naming_places import Meant, candidates, place_of


def locate(words: str) -> Place | None:
    """What a person typed as "near": a full postcode, an outward code or a place; None when it is not known or not one."""
    gazetteer = load_gazetteer()
    typed = words.strip().upper()
    code = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})?", typed)
    if code and code.group(1) in gazetteer.outcodes:
        spot = gazetteer.outcodes[code.group(1)]
        return Place(spot.name, typed, spot.lat, spot.lon, spot.nation, spot.region)
    parts = [part for part in re.split(r"[,]", words) if part.strip()]
    spots = candidates(parts[0], gazetteer) if parts else ()
    if not spots:
        return None
    near = candidates(parts[1], gazetteer) if len(parts) > 1 else ()
    return place_of(Meant(gazetteer, None, "").choose(spots, (near,) if near else ()) or spots[0])


def suggest_places(words: str, limit: int = 5) -> tuple[str, ...]:
    """Names that a mistyped place may mean, the likeliest and biggest first."""
    gazetteer = load_gazetteer()
    key = fold(words)
    if len(key) < 3:
        return ()
    found = process.extract(key, list(gazetteer.names), scorer=fuzz.ratio, limit=limit * 3, score_cutoff=78)
    ranked = sorted(found, key=lambda each: (-round(each[1] / 5), -gazetteer.names[each[0]][0].population))
    return tuple(gazetteer.names[name][0].name for name, _, _ in ranked[:limit])
