"""The official place files read into the gazetteer's own two tables, kept with the operator's data.

OS Open Names and Code-Point Open (Ordnance Survey) and the ONS Postcode Directory are published as CSV, zipped; each is
read as it comes: the archive, the folder it unpacks to, or single files.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.vacancies.gazetteer import Gazetteer, Spot, fold, miles_between
from portal.vacancies.gazetteer.grid import degrees_of

Row = list[str]
NATION_OF_CODE = {"E": "england", "S": "scotland", "W": "wales", "N": "northern_ireland"}
REGION_OF_NATION = {"scotland": "Scotland", "wales": "Wales", "northern_ireland": "Northern Ireland"}
_REGION_OF_CODE = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
}
_REGION_OF_NAME = {
    "eastern": "East of England",
    "yorkshire and the humber": "Yorkshire and The Humber",
    **{fold(name): name for name in (*_REGION_OF_CODE.values(), *REGION_OF_NATION.values())},
}
_STANDING = {
    "City": 100_000,
    "Town": 10_000,
    "Suburban Area": 5_000,
    "Village": 1_000,
    "Other Settlement": 500,
    "Hamlet": 100,
}
"""OS Open Names has no numbers of people. Where the shipped table has none either, the kind of place stands for it."""
_SAME_PLACE_MILES = 4.0
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*\d[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an official file holds: `table` is the file it replaces, `left_out` the rows that had no use or no position."""

    table: str
    spots: tuple[Spot, ...]
    read: int
    left_out: int


class NotThatKind(ValueError):
    """The file is not of the kind that was named; the message says what was looked for."""


def rows_of(paths: Iterable[Path]) -> Iterator[Row]:
    """The rows of CSV files, of folders of them and of zip archives, those of documentation folders left out."""
    for path in paths:
        if path.is_dir():
            yield from rows_of(sorted(each for each in path.rglob("*.csv") if not _is_documentation(each.as_posix())))
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in sorted(archive.namelist()):
                    if name.lower().endswith(".csv") and not _is_documentation(name):
                        with archive.open(name) as raw:
                            yield from csv.reader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))
        else:
            with path.open(newline="", encoding="utf-8-sig") as lines:
                yield from csv.reader(lines)


def _is_documentation(name: str) -> bool:
    return bool(re.search(r"(?i)(?:^|/)(?:doc|docs|documents|user guide)/", name))


def read_code_point(rows: Iterable[Row], known: Gazetteer) -> Imported:
    """Code-Point Open: postcode, quality, easting, northing, country code and area codes, without a header.

    The mean of an outward code's postcodes is its position. Regions of England are not in it: they are taken from the
    shipped table, for a new outward code from its nearest neighbour.
    """
    sums: dict[str, list[float]] = {}
    nations: dict[str, str] = {}
    read = left_out = 0
    for row in rows:
        read += 1
        code = _POSTCODE.fullmatch(row[0].strip().upper()) if len(row) >= 5 else None
        position = _numbers(row[2], row[3]) if code else None
        if code is None or position is None or position == (0.0, 0.0):
            left_out += 1
            continue
        _add(sums, code.group(1), position)
        nations.setdefault(code.group(1), NATION_OF_CODE.get(row[4][:1], ""))
    if not sums:
        raise NotThatKind("no row begins with a postcode, a quality, an easting and a northing, as in Code-Point Open")
    spots = []
    for outcode, (east, north, count) in sorted(sums.items()):
        lat, lon = degrees_of(east / count, north / count)
        nation = nations[outcode] or None
        region = REGION_OF_NATION.get(nation or "") or _known_region(outcode, lat, lon, known)
        spots.append(Spot(outcode, round(lat, 4), round(lon, 4), 0, nation, region, ""))
    return Imported("outcodes", tuple(spots), read, left_out)


def read_onspd(rows: Iterable[Row], known: Gazetteer) -> Imported:
    """The ONS Postcode Directory, whose header names pcds, doterm, ctry, rgn, lat and long (with a year after some).

    Postcodes that have ended and those without a position (latitude 99.999999) are left out.
    """
    iterator = iter(rows)
    header = [name.strip().lower() for name in next(iterator, [])]
    at = {
        name: next(
            (index for index, column in enumerate(header) if re.fullmatch(rf"{name}(?:\d\d(?:cd)?)?", column)), None
        )
        for name in ("pcds", "doterm", "ctry", "rgn", "lat", "long")
    }
    missing = [name for name, index in at.items() if index is None and name not in ("doterm", "rgn")]
    if missing:
        raise NotThatKind(f"its first line does not name the column {missing[0]}, as the ONS Postcode Directory does")
    sums: dict[str, list[float]] = {}
    areas: dict[str, dict[tuple[str, str], int]] = {}
    read = left_out = 0
    for row in iterator:
        read += 1

        def cell(name: str, row: Row = row) -> str:
            index = at[name]
            return row[index].strip() if index is not None and index < len(row) else ""

        code = _POSTCODE.fullmatch(cell("pcds").upper())
        position = _numbers(cell("lat"), cell("long"))
        nation = NATION_OF_CODE.get(cell("ctry")[:1])
        if code is None or position is None or position[0] > 90 or cell("doterm") or nation is None:
            left_out += 1
            continue
        _add(sums, code.group(1), position)
        region = REGION_OF_NATION.get(nation) or _REGION_OF_CODE.get(cell("rgn"), "")
        counted = areas.setdefault(code.group(1), {})
        counted[nation, region] = counted.get((nation, region), 0) + 1
    spots = []
    for outcode, (lat, lon, count) in sorted(sums.items()):
        nation, region = max(areas[outcode], key=lambda each: areas[outcode][each])
        spots.append(
            Spot(
                outcode,
                round(lat / count, 4),
                round(lon / count, 4),
                0,
                nation,
                region or _known_region(outcode, lat / count, lon / count, known),
                "",
            )
        )
    return Imported("outcodes", tuple(spots), read, left_out)


_OPEN_NAMES = {
    "NAME1": 2,
    "NAME2": 4,
    "TYPE": 6,
    "LOCAL_TYPE": 7,
    "GEOMETRY_X": 8,
    "GEOMETRY_Y": 9,
    "DISTRICT_BOROUGH": 21,
    "COUNTY_UNITARY": 24,
    "REGION": 27,
    "COUNTRY": 29,
}
"""Where the columns of OS Open Names stand; its files have no header."""


def read_open_names(rows: Iterable[Row], known: Gazetteer) -> Imported:
    """OS Open Names: its populated places under both their names. Roads, postcodes and hills are left out."""
    spots: dict[tuple[str, float, float], Spot] = {}
    read = left_out = 0
    for row in rows:
        read += 1
        if len(row) < 30 or row[_OPEN_NAMES["TYPE"]] != "populatedPlace":
            left_out += 1
            continue
        cell = {name: row[index].strip() for name, index in _OPEN_NAMES.items()}
        position = _numbers(cell["GEOMETRY_X"], cell["GEOMETRY_Y"])
        nation = NATION_OF_CODE.get(cell["COUNTRY"][:1])
        if position is None or nation is None or not cell["NAME1"]:
            left_out += 1
            continue
        lat, lon = (round(each, 3) for each in degrees_of(*position))
        region = REGION_OF_NATION.get(nation) or _REGION_OF_NAME.get(fold(cell["REGION"]))
        county = cell["COUNTY_UNITARY"] or cell["DISTRICT_BOROUGH"]
        for name in filter(None, (cell["NAME1"], cell["NAME2"])):
            people = _people(name, lat, lon, known) or _STANDING.get(cell["LOCAL_TYPE"], 0)
            spots[fold(name), lat, lon] = Spot(name, lat, lon, people, nation, region, county)
    if not spots:
        raise NotThatKind("no row of it is a populated place with a grid reference, as in OS Open Names")
    return Imported("places", tuple(sorted(spots.values(), key=lambda spot: (spot.name, spot.lat))), read, left_out)


KINDS: dict[str, Callable[[Iterable[Row], Gazetteer], Imported]] = {
    "code-point-open": read_code_point,
    "onspd": read_onspd,
    "os-open-names": read_open_names,
}


def keep(imported: Imported, folder: Path) -> Path:
    """Write the table into the operator's gazetteer folder, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    final = folder / f"{imported.table}.csv"
    fresh = final.with_suffix(".new")
    first = "outcode" if imported.table == "outcodes" else "name"
    with fresh.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([first, "lat", "lon", "population", "nation", "region", "county"])
        for spot in imported.spots:
            writer.writerow(
                [
                    spot.name,
                    spot.lat,
                    spot.lon,
                    spot.population or "",
                    spot.nation or "",
                    spot.region or "",
                    spot.county,
                ]
            )
    fresh.replace(final)
    return final


def _numbers(first: str, second: str) -> tuple[float, float] | None:
    try:
        return float(first), float(second)
    except ValueError:
        return None


def _add(sums: dict[str, list[float]], outcode: str, position: tuple[float, float]) -> None:
    total = sums.setdefault(outcode, [0.0, 0.0, 0.0])
    total[0] += position[0]
    total[1] += position[1]
    total[2] += 1


def _known_region(outcode: str, lat: float, lon: float, known: Gazetteer) -> str | None:
    spot = known.outcodes.get(outcode) or min(
        known.outcodes.values(), key=lambda each: miles_between(lat, lon, each.lat, each.lon), default=None
    )
    return spot.region if spot else None


def _people(name: str, lat: float, lon: float, known: Gazetteer) -> int:
    return max(
        (
            spot.population
            for spot in known.names.get(fold(name), ())
            if miles_between(lat, lon, spot.lat, spot.lon) <= _SAME_PLACE_MILES
        ),
        default=0,
    )
