"""Names to places of the gazetteer: which places bear a name, which names stand within words, and which of several is meant."""

from __future__ import annotations

from portal.vacancies.drafts import Place
from portal.vacancies.gazetteer import Gazetteer, Spot, fold, miles_between
from portal.vacancies.place_words import ALIASES, NOT_A_PLACE, ONLY_ALONE, STREET, USUALLY

NEAR_MILES = 30.0
"""A name that several places share is taken to be the one this near to the postcode printed beside it."""
DOMINANT = 6
"""Or the one with this many times the people of the next."""
AREAS = ("county", "district")


class Meant:
    """Which of several places of one name is meant, by what is known around it."""

    def __init__(self, gazetteer: Gazetteer, nation: str | None, employer: str) -> None:
        self.gazetteer = gazetteer
        self.nation = nation
        self._employer = employer
        self._around: tuple[Spot, ...] | None = None

    @property
    def around(self) -> tuple[Spot, ...]:
        """The areas and towns that the employer's name holds, worked out when first asked."""
        if self._around is None:
            self._around = tuple(spots[0] for spots in inside(self._employer, self.gazetteer) if len(spots) == 1)
        return self._around

    def choose(
        self, spots: tuple[Spot, ...], beside: tuple[tuple[Spot, ...], ...] = (), regions: frozenset[str] = frozenset()
    ) -> Spot | None:
        """The only one, the one in the county or region named beside it, the one near its neighbours, the far bigger, the employer's."""
        if len(spots) == 1:
            return spots[0]
        areas = {fold(others[0].name) for others in beside if others[0].county in AREAS}
        within = [spot for spot in spots if fold(spot.county) in areas or spot.region in regions]
        if within and spots[0].county not in AREAS:
            return within[0]
        for others in beside:
            if len(others) == 1 or others[0].county in AREAS:
                close = [
                    spot
                    for spot in spots
                    if miles_between(spot.lat, spot.lon, others[0].lat, others[0].lon) <= NEAR_MILES
                ]
                if close and len(close) < len(spots):
                    return close[0]
        for area in self.around:
            close = [spot for spot in spots if fold(spot.county) == fold(area.name)] or [
                spot for spot in spots if miles_between(spot.lat, spot.lon, area.lat, area.lon) <= NEAR_MILES
            ]
            if close:
                return close[0]
        together = [spot for spot in spots if miles_between(spot.lat, spot.lon, spots[0].lat, spots[0].lon) <= 12]
        rival = next((spot.population for spot in spots if spot not in together), 0)
        if len(together) == len(spots) or spots[0].population >= DOMINANT * max(1, rival):
            return spots[0]
        there = [spot for spot in spots if spot.nation == self.nation] if self.nation else []
        if there and (len(there) == 1 or there[0].population >= DOMINANT * max(1, there[1].population)):
            return there[0]
        return next((spot for spot in spots if fold(spot.name) in USUALLY), None)


def holds(area: Spot, town: tuple[Spot, ...]) -> bool:
    """Whether a county only says where a town beside it lies."""
    return any(
        fold(spot.county) == fold(area.name) or miles_between(spot.lat, spot.lon, area.lat, area.lon) <= 2 * NEAR_MILES
        for spot in town
    )


def candidates(name: str, gazetteer: Gazetteer, *, strict: bool = True) -> tuple[Spot, ...]:
    """The places of a name; not strict where a postcode beside it will tell whether "Street" is the town in Somerset."""
    key = fold(name)
    key = ALIASES.get(key, key)
    if (strict and key in NOT_A_PLACE) or len(key) < 3 or len(key) > 60:
        return ()
    return gazetteer.names.get(key) or gazetteer.names.get(gazetteer.run_together.get(key.replace(" ", ""), ""), ())


def inside(words: str, gazetteer: Gazetteer, *, strict: bool = True) -> list[tuple[Spot, ...]]:
    """Known names within other words, the longest first: "Leeds Regional Centre", "St Mary's Hospital Portsmouth".

    Shortened names ("Stoke") are not looked for here, and a village only in its county: "Tarporley Cheshire".
    """
    tokens = [token.strip("().'’\"") for token in (words.title() if words.islower() else words).split()][:14]
    found: list[tuple[Spot, ...]] = []
    villages: list[tuple[Spot, ...]] = []
    taken: set[int] = set()
    for length in range(min(4, len(tokens)), 0, -1):
        for start in range(len(tokens) - length, -1, -1):
            span = range(start, start + length)
            name = " ".join(tokens[start : start + length])
            if taken.intersection(span) or not name[:1].isupper() or len(tokens) == length:
                continue
            if fold(name) in gazetteer.shortened or fold(name) in ONLY_ALONE:
                continue
            after = tokens[start + length].lower() if start + length < len(tokens) else ""
            spots = () if strict and after in STREET else candidates(name, gazetteer)
            if spots and (not strict or length > 1 or spots[0].population >= 5_000 or spots[0].county in AREAS):
                found.append(spots)
                taken.update(span)
            elif spots:
                villages.append(spots)
    areas = [spots[0] for spots in found if spots[0].county in AREAS]
    lying = [tuple(spot for spot in spots if any(holds(area, (spot,)) for area in areas)) for spots in villages]
    return [*(spots for spots in lying if spots), *found]


def place_of(spot: Spot, postcode: str | None = None) -> Place:
    return Place(spot.name, postcode, spot.lat, spot.lon, spot.nation, spot.region)
