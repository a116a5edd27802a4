"""The offline gazetteer: outward codes and places with coordinates, region and nation."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

NATIONS = ("england", "scotland", "wales", "northern_ireland")
REGIONS = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
    "Scotland",
    "Wales",
    "Northern Ireland",
)
"""The ITL1 regions of the UK, as the ONS names them; the other nations are each one region."""
EARTH_MILES = 3958.8
_SUFFIX = re.compile(r" (?:(?:on|upon|under|in|le|next|by|super) .+|minster|regis)$")
"""What people leave out of a town's name: Gorleston-on-Sea, Barrow-in-Furness, Wimborne Minster."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A named point: a town, a district or county (its middle), or an outward code."""

    name: str
    lat: float
    lon: float
    population: int
    nation: str | None
    region: str | None
    county: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything by folded name (several spots may share one) and by outward code.

    `run_together` finds "Newcastleupon-Tyne" and "Hernebay": names of several words without their spaces.
    `shortened` are names that stand here without their ending ("Gorleston"), which are only believed alone.
    """

    names: dict[str, tuple[Spot, ...]]
    outcodes: dict[str, Spot]
    run_together: dict[str, str]
    shortened: frozenset[str]


def fold(name: str) -> str:
    """A place name for comparing: lower case ASCII, St for Saint, hyphens and apostrophes gone, `upon` kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['’`]", "", plain).replace("&", " and ")
    return re.sub(r"\bsaint\b", "st", re.sub(r"[^a-z0-9]+", " ", plain)).strip()


def miles_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in miles."""
    a, b = radians(lat1), radians(lat2)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_MILES * asin(sqrt(half))


TABLES = ("outcodes.csv", "places.csv")
_followed: Path | None = None


def follow_folder(folder: Path | None) -> None:
    """Lay an operator's own outcodes.csv and places.csv over the shipped ones from now on; None goes back to those alone."""
    global _followed
    own = folder if folder is not None and any((folder / name).exists() for name in TABLES) else None
    if own is not None or _followed is not None:
        _load.cache_clear()
    _followed = own


def load_gazetteer() -> Gazetteer:
    """The project's tables, with the operator's over them: an outward code or the towns of a name replace the shipped ones."""
    return _load(_followed)


@lru_cache(maxsize=1)
def _load(own: Path | None) -> Gazetteer:
    shipped = Path(__file__).parent
    outcodes = {row["outcode"]: _spot(row["outcode"], row) for row in _rows(shipped / "outcodes.csv")}
    names: dict[str, list[Spot]] = {}
    for row in _rows(shipped / "places.csv"):
        names.setdefault(fold(row["name"]), []).append(_spot(row["name"], row))
    if own is not None and (own / "outcodes.csv").exists():
        outcodes |= {row["outcode"]: _spot(row["outcode"], row) for row in _rows(own / "outcodes.csv")}
    if own is not None and (own / "places.csv").exists():
        replaced: dict[str, list[Spot]] = {}
        for row in _rows(own / "places.csv"):
            replaced.setdefault(fold(row["name"]), []).append(_spot(row["name"], row))
        for key, spots in replaced.items():
            names[key] = spots + [spot for spot in names.get(key, ()) if _not_in_official_lists(spot)]
    shortened = _shortened(names)
    ordered = {key: tuple(sorted(spots, key=lambda spot: -spot.population)) for key, spots in names.items()}
    return Gazetteer(ordered, outcodes, {key.replace(" ", ""): key for key in ordered if " " in key}, shortened)


def _not_in_official_lists(spot: Spot) -> bool:
    """Areas, and all of Northern Ireland, which Ordnance Survey's names do not hold."""
    return spot.county in ("county", "district") or spot.nation == "northern_ireland"


def _shortened(names: dict[str, list[Spot]]) -> frozenset[str]:
    """Adds towns under the beginning of their name, where no other place of that name is nearly as big."""
    added: dict[str, list[Spot]] = {}
    for key, spots in names.items():
        short, biggest = _SUFFIX.sub("", key), max(spot.population for spot in spots)
        rival = max((spot.population for spot in names.get(short, ())), default=0)
        if short != key and len(short) > 3 and biggest >= max(5_000, 8 * rival):
            added.setdefault(short, []).extend(spots)
    for short, spots in added.items():
        names[short] = [*names.get(short, ()), *spots]
    return frozenset(added)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _spot(name: str, row: dict[str, str]) -> Spot:
    return Spot(
        name,
        float(row["lat"]),
        float(row["lon"]),
        int(row.get("population") or 0),
        row["nation"] or None,
        row["region"] or None,
        row.get("county", ""),
    )
