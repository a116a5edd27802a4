"""Where a job is: names and postcodes of an advert resolved to coordinates, region and nation. When unsure: blank."""

from __future__ import annotations

import html
import re

from portal.vacancies.drafts import Place
from portal.vacancies.gazetteer import Spot, fold, load_gazetteer, miles_between
from portal.vacancies.naming_places import AREAS, NEAR_MILES, Meant, candidates, holds, inside, place_of
from portal.vacancies.place_words import FOREIGN, NATION_OF_REGION, REGION_NAMES

MAX_PLACES = 40
SMALL = 20_000
"""A far place of fewer people beside a town with its postcode is a site of the same name (Abbey Wood in Bristol)."""
WHOLE_COUNTRY = 5
"""An advert that lists this many regions is open everywhere, which is no place."""
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b|(?<![A-Z\d-])([A-Z]{1,2}\d[A-Z\d]?)(?=\s*(?:$|\)))")
_MOTORWAY = re.compile(r"M\d{1,2}")
_GROUP = re.compile(r"\s*(?:\n|;|\||\s:\s)\s*")
_SEGMENT = re.compile(r"\s*(?:,|:|\s[-–]\s|(?<=\w)[-–]\s|\s[-–](?=\w))\s*")
_ALTERNATIVE = re.compile(r"\s*(?:/|\bor\b|\band\b|&)\s*", re.IGNORECASE)
_NEARBY = re.compile(r"\b(?:nr\.?|near|close to|outskirts of)\s+.*$", re.IGNORECASE)
_CUT_OFF = re.compile(r"[\s(,]*[^\s,(]*…$")
_COUNCIL = re.compile(r"\s+(?:(?:City|Borough|County|District|Metropolitan(?: Borough)?) )?Council$")
_QUALIFIED = re.compile(r"^(.*?\S)\s*\(([^()]*)\)\s*$")
_REGION = re.compile(
    r"(?i:\b(?:(North East|North West|South East|South West)(?:\s+(?:of\s+)?England|\s+region)?"
    r"|(Yorkshire\s+(?:and|&)\s+(?:the\s+)?Humber(?:side)?)|(East of England|Eastern England)"
    r"|(East Midlands|West Midlands)(?:\s+\(England\)|\s+region)?"
    r"|(London)\s+\(region\)|((?<![\w-] )(?:Scotland|Wales|Northern Ireland)))(?![\w-]))(?!\s+[A-Z])"
)
_VAGUE = re.compile(
    r"\b(?:to be|tbc|various|across|all|any|several|multiple|flexible|home|remote|hybrid|agile|mobile|bank|trust|wide|nationwide|national|countywide|sites?|"
    r"see|england|scotland|wales|uk|united kingdom|employment|location|base|negotiable|community|confirmed)\b|\d",
    re.IGNORECASE,
)
_STATE = re.compile(r"(?:MA|NY|NJ|TX|FL|VA|MD|IL|OH|GA|NC|NH|RI|NSW|VIC|QLD|BC|USA)")
_HEADING = re.compile(
    r"^Locations?(?: of post)?[:\s]*\n(?!About the job|Contents|Benefits)(.+?)(?=\n(?:About the job|Job summary|Contents|Benefits)\b)",
    re.MULTILINE | re.DOTALL,
)
_SENTENCE = re.compile(
    r"^(?:For|While|Please|This|The (?:role|post|job|successful)|You|We|If|Candidates?|Applicants?|Frequent|Note|\*|Travel|Some|There|All|In|As|Although|Successful|"
    r"Due|However|Your|Our|It|Roles?)\b.*",
    re.MULTILINE | re.DOTALL,
)
_WRAPPED = re.compile(
    r"(?<=[,&-])\n|(?<=[a-z])\n(?=(?:[a-z(]|England\b|Midlands\b|Humber\b))|(?<=\band)\n|(?<=\bthe)\n|(?<=\bor)\n"
)
_LABELLED = re.compile(
    r"^(?:Job |Work |Office )?(?:Location|Base|Place of work|Town|City)s?(?:\(s\))?\s*[:\-]\s*(\S.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:based (?:\w+ly )?(?:in|at|within|out of)(?: (?:the|our|either|sites in|offices in))?|our sites in(?: either)?|located (?:in|at)|location\s*[:\-]|base\s*[:\-]|"
    r"work(?:ing)? (?:from|at) our|office in|offices in|"
    r"(?:in|at|from) (?:one|any|either) of (?:[\w’']+ ){1,4}(?:locations|offices|sites|hubs|places|cities|towns)\s*[(;:\-–]?)\s*(?:either )?((?:\d+\w? )?[A-Z][^.\n;]{2,90}(?:\n[A-Z][^.\n;]{2,60}(?<=\)))?)"
)
_LIKE_A_NAME = re.compile(r"[A-Z][\w'’.-]*(?:[ -][\w'’.-]+){0,4}")


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
    outward code, else of the town; a name that several towns share has none unless its neighbours, the employer's area or
    the far greater size of one decides. Foreign towns are no places here. The employer's own town counts only when the
    advert gives no location at all, or one that its publisher cut off.
    """
    meant = Meant(load_gazetteer(), employer_nation, employer)
    fields = [
        *locations,
        *(
            value
            for label, value in extra
            if re.search(r"^(?:location|town|city|base|postcode)\b", label, re.IGNORECASE)
        ),
    ]
    found = _all(fields, meant, whole=True)
    if found or any(_is_foreign(re.split(r"[,;]", field)) for field in fields):
        return found
    heading = _HEADING.search(description, 0, 12_000)
    if heading:
        block = _WRAPPED.sub(" ", heading.group(1))
        said = _SENTENCE.search(block)
        found = _all([block[: said.start()] if said else block], meant, whole=True)
        if not found and said:
            found = _all(_said(said.group()), meant, whole=False)
        if found:
            return found
    found = _all([match.group(1) for match in _LABELLED.finditer(description, 0, 6_000)][:3], meant, whole=True)
    if found:
        return found
    found = _all([title.rpartition(" - ")[2]] if " - " in title else [], meant, whole=False)
    found = found or _all(_said(description[:8_000]), meant, whole=False)[:6]
    if found or any(field.strip() and not _CUT_OFF.search(field) for field in fields):
        return found
    return _all([employer], meant, whole=False)[:1]


def _said(text: str) -> list[str]:
    return [match.group(1).replace("\n", " ") for match in _SAID.finditer(text)][:4]


def _all(texts: list[str], meant: Meant, *, whole: bool) -> tuple[Place, ...]:
    found: dict[tuple[str, str | None], Place] = {}
    regions: dict[str, Place] = {}
    for text in texts:
        for group in _GROUP.split(html.unescape(text)):
            if not group.strip():
                continue
            for region in _REGION.finditer(group):
                name = REGION_NAMES[fold(next(filter(None, region.groups())))]
                regions.setdefault(name, Place(name, nation=NATION_OF_REGION.get(name, "england"), region=name))
            for place in _in_group(group, meant, whole=whole):
                found.setdefault((place.name, place.postcode), place)
    full = {place.postcode.split()[0] for place in found.values() if place.postcode and " " in place.postcode}
    named = {name for name, postcode in found if postcode}
    known = {postcode for name, postcode in found if postcode and name != postcode.split()[0]}
    places = [
        place
        for (name, postcode), place in found.items()
        if not (postcode is None and name in named)
        and not (postcode in full and name == postcode)
        and not (postcode in known and name == (postcode or "").split()[0])
    ]
    if not places and len(regions) < WHOLE_COUNTRY and whole:
        places = list(regions.values())
    return tuple(places[:MAX_PLACES])


def _in_group(group: str, meant: Meant, *, whole: bool) -> list[Place]:
    places: list[Place] = []
    pending: list[str] = []
    segments = [part for part in _SEGMENT.split(_CUT_OFF.sub("", group)) if part and part.strip()]
    if _is_foreign(segments):
        return []
    for segment in segments:
        rest = segment
        while code := _POSTCODE.search(rest):
            outward, inward = code.group(1) or code.group(3), code.group(2)
            outcode = meant.gazetteer.outcodes.get(outward)
            if outcode is None:
                break
            names = [*pending, rest[: code.start()].strip(" ,(-")]
            if (
                not inward
                and _MOTORWAY.fullmatch(outward)
                and not any(_names_near(name, outcode, meant) for name in names)
            ):
                break
            places += _beside(names, outcode, f"{outward} {inward}" if inward else outward, meant)
            pending, rest = [], rest[code.end() :].strip(" ,)-")
            if not whole or not re.search(r"\w", rest):
                rest = ""
        if rest.strip():
            pending.append(rest.strip())
    regions = frozenset(REGION_NAMES[fold(next(filter(None, found.groups())))] for found in _REGION.finditer(group))
    return places + (_named(pending, meant, regions) if pending else [])


def _names_near(name: str, outcode: Spot, meant: Meant) -> bool:
    return _close(candidates(name, meant.gazetteer), outcode) is not None


def _is_foreign(segments: list[str]) -> bool:
    return any(fold(part) in FOREIGN or _STATE.fullmatch(part.strip()) for part in segments)


def _beside(names: list[str], outcode: Spot, postcode: str, meant: Meant) -> list[Place]:
    """What stands before a postcode: the town near it is its name, else the words themselves; towns far off are places of their own.

    "Headington, Oxford, OX3 7HE" is both, at the more exact one first. Words that say nothing ("To be agreed") leave the outward code.
    """
    segments = [cleaned for name in names if (cleaned := _NEARBY.sub("", name).strip(" ,.()"))]
    towns: list[tuple[str, bool]] = []
    area: str | None = None
    words: str | None = None
    others: list[Place] = []
    far: list[Spot] = []
    for segment in segments:
        whole = bool(candidates(segment, meant.gazetteer, strict=False))
        near: list[Spot] = []
        for part in [segment] if whole else _ALTERNATIVE.split(segment):
            direct = candidates(part, meant.gazetteer, strict=False)
            inner = () if direct else inside(_REGION.sub(" ", part), meant.gazetteer, strict=False)
            close = _close(direct, outcode) or next(filter(None, (_close(spots, outcode) for spots in inner)), None)
            if close:
                near.append(close)
            elif direct and not _REGION.fullmatch(part) and (chosen := meant.choose(direct)):
                far.append(chosen)
        settlements = [spot for spot in near if spot.county not in AREAS]
        if settlements:
            towns.append((settlements[0].name, whole))
            others += [place_of(spot) for spot in settlements[1:]]
        elif near:
            area = near[0].name
        elif _says_where(segment):
            words = segment
        elif region := _REGION.fullmatch(segment):
            area = area or REGION_NAMES[fold(next(filter(None, region.groups())))]
    only = far[0].name if len(far) == 1 and len(segments) == 1 else None
    if len(towns) > 1 and towns[-1][1] and towns[-2][1] and towns[-1][0] != towns[-2][0]:
        others.append(place_of(meant.gazetteer.names[fold(towns[-1][0])][0]))
        towns.pop()
    name = (towns[-1][0] if towns else None) or only or words or area or outcode.name
    if only or (towns and len(far) == 1 and far[0].population < SMALL):
        far = []
    elsewhere = [place_of(spot) for spot in far if spot.county not in AREAS]
    here = Place(name, postcode, outcode.lat, outcode.lon, outcode.nation, outcode.region)
    return [*elsewhere, here, *(place for place in others if place.name != name)]


def _close(spots: tuple[Spot, ...], outcode: Spot) -> Spot | None:
    """The nearest of them that can hold the postcode; a county reaches farther than a town."""
    near = [(miles_between(spot.lat, spot.lon, outcode.lat, outcode.lon), spot) for spot in spots]
    held = [(miles, spot) for miles, spot in near if miles <= (2 * NEAR_MILES if spot.county in AREAS else NEAR_MILES)]
    return min(held, key=lambda each: each[0])[1] if held else None


def _says_where(words: str) -> bool:
    """Whether words that no table knows can be the name of a village, a site or a street."""
    return (
        len(words) <= 40
        and bool(_LIKE_A_NAME.fullmatch(words))
        and not _VAGUE.search(words)
        and not _REGION.search(words)
    )


def _named(names: list[str], meant: Meant, regions: frozenset[str]) -> list[Place]:
    known: list[tuple[Spot, ...]] = []
    for name in names:
        name = _REGION.sub(" ", name)
        qualified = _QUALIFIED.match(name)
        inner = candidates(qualified.group(2), meant.gazetteer) if qualified else ()
        plain = _NEARBY.sub("", qualified.group(1) if qualified else name).strip(" ()")
        plain = _COUNCIL.sub("", plain)
        for part in [plain] if candidates(plain, meant.gazetteer) else _ALTERNATIVE.split(plain):
            direct = candidates(part, meant.gazetteer)
            spots = [direct] if direct else inside(part, meant.gazetteer)
            if inner and len(spots) == 1 and (chosen := meant.choose(spots[0], (inner,))):
                spots = [(chosen,)]
            known += spots
        if inner and not known:
            known.append(inner)
    places = []
    towns = [spots for spots in known if spots[0].county not in AREAS]
    for index, several in enumerate(known):
        beside = tuple(others for others in (*known[index + 1 :], *reversed(known[:index])) if others is not several)
        likeliest = meant.choose(several, beside, regions)
        if likeliest is None:
            nations, shared = {spot.nation for spot in several}, {spot.region for spot in several}
            places.append(
                Place(
                    several[0].name,
                    nation=nations.pop() if len(nations) == 1 else None,
                    region=shared.pop() if len(shared) == 1 else None,
                )
            )
        elif not (likeliest.county in AREAS and any(holds(likeliest, others) for others in towns)):
            places.append(place_of(likeliest))
    return places
