"""Where a job is: names and postcodes of an advert resolved to coordinates, region and nation. When unsure: blank."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from portal.vacancies.drafts import Place
from portal.vacancies.gazetteer import Gazetteer, Spot, fold, load_gazetteer, miles_between

MAX_PLACES = 40
NEAR_MILES = 30.0
"""A name that several places share is taken to be the one this near to the postcode printed beside it."""
DOMINANT = 8
"""Or the one with this many times the people of the next."""
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)(?:\s*(\d[A-Z]{2}))?\b")
_SPLIT = re.compile(r"\s*(?:[,;|\n/]|\s[-–:]\s|\bor\b|\band\b|\s&\s|(?<=\w)\(|\))\s*", re.IGNORECASE)
_NOT_A_PLACE = {
    "",
    "uk",
    "united kingdom",
    "gb",
    "great britain",
    "england",
    "scotland",
    "wales",
    "northern ireland",
    "national",
    "nationwide",
    "various",
    "remote",
    "home",
    "homebased",
    "home based",
    "hybrid",
    "flexible",
    "other",
    "north",
    "south",
    "east",
    "west",
    "central",
    "trust",
    "community",
    "office",
    "street",
    "road",
    "hospital",
    "city",
    "county",
    "park",
    "the",
    "trust wide",
    "ward",
    "agile",
    "multiple locations",
    "of",
    "hall",
    "wide",
    "green",
    "mark",
    "battle",
    "church",
    "bank",
    "hope",
    "well",
    "ash",
    "over",
    "rugby league",
    "wing",
    "rose",
    "eye",
    "hook",
    "deal",
    "old",
    "marsh",
    "beer",
    "send",
}
_REGION_NAMES = {
    "north east": "North East",
    "north west": "North West",
    "yorkshire and the humber": "Yorkshire and The Humber",
    "east midlands": "East Midlands",
    "west midlands": "West Midlands",
    "east of england": "East of England",
    "south east": "South East",
    "south west": "South West",
}
_ALIASES = {
    "newcastle": "newcastle upon tyne",
    "newcastle-upon-tyne": "newcastle upon tyne",
    "hull": "hull",
    "kingston upon hull": "hull",
    "stratford": "stratford",
    "central london": "london",
    "greater london": "london",
    "city of london": "london",
    "london region": "london",
    "st leonards": "st leonards on sea",
    "stoke": "stoke on trent",
    "caerdydd": "cardiff",
    "abertawe": "swansea",
    "durham city": "durham",
    "bury st edmonds": "bury st edmunds",
    "southend": "southend on sea",
    "ashton": "ashton under lyne",
    "londonderry": "derry",
    "derry londonderry": "derry",
    "brighton and hove": "brighton",
    "bournemouth christchurch and poole": "bournemouth",
    "telford and wrekin": "telford",
    "county durham": "durham",
    "inner london": "london",
}
_HEADING = re.compile(
    r"^Locations?(?: of post)?[:\s]*\n(?!About the job|Contents|Benefits)(.+?)(?=\n(?:About the job|Job summary|Contents|Benefits)\b)",
    re.MULTILINE | re.DOTALL,
)
_LABELLED = re.compile(
    r"^(?:Job |Work |Office )?(?:Location|Base|Place of work|Town|City)s?(?:\(s\))?\s*[:\-]\s*(\S.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:based (?:\w+ly )?(?:in|at|within|out of)(?: (?:the|our))?|located (?:in|at)|location\s*[:\-]|base\s*[:\-]|work(?:ing)? (?:from|at) our|office in|offices in)\s+([A-Z][^.\n;]{2,80})"
)
_WORD_RUN = re.compile(r"[A-Z][\w'’-]*(?:[ -](?:upon|on|le|the|under|in|of|by|with|next|and|[A-Z][\w'’-]*)){0,4}")


def read_places(
    *,
    locations: tuple[str, ...] = (),
    description: str = "",
    title: str = "",
    extra: tuple[tuple[str, str], ...] = (),
    employer_nation: str | None = None,
    employer: str = "",
) -> tuple[Place, ...]:
    """The places of the post, in the order given: from its fields, else its labelled part, else where the text says it is based.

    Each postcode and each known name is a place; a name beside a postcode is one place with both. Coordinates are of the
    outward code, else of the town; a name that several towns share has none unless something decides.
    """
    gazetteer = load_gazetteer()
    fields = [
        *locations,
        *(
            value
            for label, value in extra
            if re.search(r"^(?:location|town|city|base|postcode)\b", label, re.IGNORECASE)
        ),
    ]
    found = _all(fields, gazetteer, employer_nation, whole=True)
    if found:
        return found
    labelled = [match.group(1) for match in _LABELLED.finditer(description[:6_000])][:3]
    found = _all(labelled, gazetteer, employer_nation, whole=True)
    if found:
        return found
    heading = _HEADING.search(description[:12_000])
    if heading:
        lines = re.sub(r"(?<=[a-z,])\n(?=[a-z(])", " ", heading.group(1))
        found = _all([lines], gazetteer, employer_nation, whole=True)
        if found:
            return found
    said = [match.group(1) for match in _SAID.finditer(description[:8_000])][:4]
    found = _all([title.rpartition(" - ")[2]] if " - " in title else [], gazetteer, employer_nation, whole=False)
    return (
        found
        or _all(said, gazetteer, employer_nation, whole=False)[:6]
        or _all([employer], gazetteer, employer_nation, whole=False)[:1]
    )


def _all(texts: list[str], gazetteer: Gazetteer, nation: str | None, *, whole: bool) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for text in texts:
        for place in _in_text(text, gazetteer, nation, whole=whole):
            known = found.get(place.name)
            if known is None or (known.postcode is None and place.postcode):
                found[place.name] = place
            elif place.postcode and known.postcode != place.postcode:
                found.setdefault(f"{place.name} {place.postcode}", place)
    return tuple(found.values())[:MAX_PLACES]


def _in_text(text: str, gazetteer: Gazetteer, nation: str | None, *, whole: bool) -> list[Place]:
    places: list[Place] = []
    pending: list[str] = []
    for part in _SPLIT.split(text.replace("&amp;", "&")):
        if part is None or not part.strip():
            continue
        code = _POSTCODE.search(part)
        if code and code.group(1) in gazetteer.outcodes:
            outcode = gazetteer.outcodes[code.group(1)]
            postcode = f"{code.group(1)} {code.group(2)}" if code.group(2) else code.group(1)
            before = part[: code.start()].strip(" ,-")
            names = [*pending, *([before] if before else [])]
            places += _beside(names, outcode, postcode, gazetteer, nation)
            pending = []
        else:
            pending.append(part.strip())
    if pending:
        places += _named(pending, gazetteer, nation, whole=whole)
    return places


def _beside(names: list[str], outcode: Spot, postcode: str, gazetteer: Gazetteer, nation: str | None) -> list[Place]:
    """Names that stand before a postcode: the last near one is its town, those farther off are places of their own."""
    town: str | None = None
    others: list[Place] = []
    for name in names:
        spots = _candidates(name, gazetteer)
        near = [spot for spot in spots if miles_between(spot.lat, spot.lon, outcode.lat, outcode.lon) <= NEAR_MILES]
        if near:
            if town is not None and len(names) <= 2 and fold(town) != fold(near[0].name) and near[0].county != "county":
                others.append(_place(gazetteer.names[fold(town)][0]))
            town = near[0].name if near[0].county != "county" or town is None else town
        elif spots:
            chosen = _choose(spots, nation)
            if chosen:
                others.append(_place(chosen))
    return [*others, Place(town or outcode.name, postcode, outcode.lat, outcode.lon, outcode.nation, outcode.region)]


def _named(names: list[str], gazetteer: Gazetteer, nation: str | None, *, whole: bool) -> list[Place]:
    spots: list[tuple[str, tuple[Spot, ...]]] = []
    for name in names:
        direct = _candidates(name, gazetteer)
        if direct:
            spots.append((name, direct))
            continue
        runs = [run.group() for run in _WORD_RUN.finditer(name)]
        for run in runs if whole or len(runs) <= 4 else runs[:4]:
            inner = _candidates(run, gazetteer) or _shorter(run, gazetteer)
            if inner:
                spots.append((run, inner))
    places = []
    areas = {spot.county for _, found in spots for spot in found[:1] if len(found) == 1}
    for index, (_, found) in enumerate(spots):
        following = spots[index + 1][1] if index + 1 < len(spots) else ()
        chosen = _choose(found, nation, near=following[0] if following else None)
        if chosen is None:
            places.append(Place(found[0].name))
        elif not (chosen.county == "county" and len(spots) > 1 and areas):
            places.append(_place(chosen))
    return places


def _candidates(name: str, gazetteer: Gazetteer) -> tuple[Spot, ...]:
    key = fold(name)
    key = _ALIASES.get(key, key)
    if key in _NOT_A_PLACE or len(key) < 3:
        return ()
    return gazetteer.names.get(key, ())


def _shorter(run: str, gazetteer: Gazetteer) -> tuple[Spot, ...]:
    """A known name at the beginning or end of a run of capitalised words: "Leeds Regional Centre", "St Mary's Hospital Portsmouth"."""
    words = run.split()
    for length in range(len(words) - 1, 0, -1):
        for part in (words[-length:], words[:length]):
            spots = _candidates(" ".join(part), gazetteer)
            if spots and (length > 1 or spots[0].population >= 5_000 or spots[0].county == "district"):
                return spots
    return ()


def _choose(spots: tuple[Spot, ...], nation: str | None, near: Spot | None = None) -> Spot | None:
    """The one that is meant: the only one, the one near its neighbour, the one in the employer's nation, the far bigger."""
    if len(spots) == 1:
        return spots[0]
    if near is not None:
        close = [spot for spot in spots if miles_between(spot.lat, spot.lon, near.lat, near.lon) <= NEAR_MILES]
        if close:
            return close[0]
    together = [spot for spot in spots if miles_between(spot.lat, spot.lon, spots[0].lat, spots[0].lon) <= 12]
    if len(together) == len(spots):
        return spots[0]
    if spots[0].population >= DOMINANT * max(1, next((spot.population for spot in spots if spot not in together), 0)):
        return spots[0]
    if nation:
        there = [spot for spot in spots if spot.nation == nation]
        if len(there) == 1 or (there and there[0].population >= DOMINANT * max(1, there[1].population)):
            return there[0]
    return None


def _place(spot: Spot, postcode: str | None = None) -> Place:
    return Place(spot.name, postcode, spot.lat, spot.lon, spot.nation, spot.region)


def locate(words: str) -> Place | None:
    """What a person typed as "near": a full postcode, an outward code or a place; None when it is not known or not one."""
    gazetteer = load_gazetteer()
    typed = words.strip().upper()
    code = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})?", typed)
    if code and code.group(1) in gazetteer.outcodes:
        spot = gazetteer.outcodes[code.group(1)]
        return Place(spot.name, typed, spot.lat, spot.lon, spot.nation, spot.region)
    parts = [part for part in re.split(r"[,]", words) if part.strip()]
    spots = _candidates(parts[0], gazetteer) if parts else ()
    if not spots:
        return None
    near = _candidates(parts[1], gazetteer) if len(parts) > 1 else ()
    return _place(_choose(spots, None, near=near[0] if near else None) or spots[0])


def suggest_places(words: str, limit: int = 5) -> tuple[str, ...]:
    """Names that a mistyped place may mean, the likeliest and biggest first."""
    gazetteer = load_gazetteer()
    key = fold(words)
    if len(key) < 3:
        return ()
    found = process.extract(key, list(gazetteer.names), scorer=fuzz.ratio, limit=limit * 3, score_cutoff=78)
    ranked = sorted(found, key=lambda each: (-round(each[1] / 5), -gazetteer.names[each[0]][0].population))
    return tuple(gazetteer.names[name][0].name for name, _, _ in ranked[:limit])
