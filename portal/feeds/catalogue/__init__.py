"""The catalogue of real sources known today: data that ships switched off, and switching them on."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import process

from portal.feeds.formats.table import FORMATS
from portal.feeds.reaching import check_address
from portal.feeds.registering import by_address, register
from portal.foundation.errors import RuleBroken
from portal.vacancies.models import Source

FOLDER = Path(__file__).parent
NATIONS = {"uk", "england", "scotland", "wales", "northern_ireland"}
SECTORS = {"local_government", "nhs", "civil_service", "devolved", "alb", "police", "fire", "education", "housing", "third_sector", "other"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A real source. `confirmed_on` is the day on which we asked it ourselves, None for never; `evidence` is how it is known."""

    name: str
    address: str
    kind: str
    sector: str
    nations: tuple[str, ...]
    operator: str
    whole_list: bool
    terms: str
    confirmed_on: date | None
    confirmation: str
    evidence: str

    def as_facts(self) -> dict[str, Any]:
        return {**asdict(self), "confirmed_on": self.confirmed_on.isoformat() if self.confirmed_on else None}

    @property
    def line(self) -> str:
        return f"{self.name} ({FORMATS[self.kind].name}, {self.sector}): {self.address}  [{self.confirmation}]"


@dataclass(frozen=True, slots=True)
class Hole:
    """A place where public-sector jobs are advertised that is not taken in, and why."""

    name: str
    address: str
    sector: str
    nations: tuple[str, ...]
    because: str


@cache
def known() -> tuple[Known, ...]:
    """Every source of the catalogue; raises RuleBroken, naming the row, when the data is wrong."""
    rows = [_known(row) for row in _rows("sources.csv")]
    for attribute in ("name", "address"):
        values = [getattr(row, attribute).lower() for row in rows]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice:
            raise RuleBroken(f"The catalogue has two sources with the {attribute} {twice!r}.")
    return tuple(rows)


@cache
def holes() -> tuple[Hole, ...]:
    """The places known that are not taken in."""
    return tuple(
        Hole(row["name"], row["address"], _one_of(SECTORS, row["sector"], row), _nations(row), row["because"])
        for row in _rows("holes.csv")
    )


def chosen(names: Iterable[str] = (), *, sector: str | None = None, all_confirmed: bool = False) -> list[Known]:
    """The sources asked for; raises RuleBroken for a name or a sector that the catalogue has not."""
    found = [_by_name(name) for name in names]
    if sector is not None:
        if sector not in SECTORS:
            raise RuleBroken(f"There is no sector {sector!r}. The sectors are {', '.join(sorted(SECTORS))}.")
        found += [each for each in known() if each.sector == sector]
    if all_confirmed:
        found += [each for each in known() if each.confirmed_on is not None]
    return list(dict.fromkeys(found))


def switch_on(each: Known, *, at: datetime) -> tuple[Source, bool]:
    """The source as registered, and whether that is new. Safe to repeat: one that is there stays as it is."""
    present = by_address(each.address)
    if present is not None:
        return present, False
    made = register(
        name=each.name,
        address=each.address,
        kind=each.kind,
        organisation=None,
        at=at,
        sector=each.sector,
        terms=each.terms,
        whole_list=each.whole_list,
    )
    return made, True


def _by_name(name: str) -> Known:
    folded = name.strip().lower()
    for each in known():
        if folded in (each.name.lower(), each.address.lower()):
            return each
    near = process.extract(name, [each.name for each in known()], limit=3)
    raise RuleBroken(f"The catalogue has no source {name!r}. The nearest are {', '.join(repr(n) for n, _, _ in near)}.")


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8") as lines:
        return [{key: value.strip() for key, value in row.items()} for row in csv.DictReader(lines)]


def _known(row: dict[str, str]) -> Known:
    if row["kind"] not in FORMATS:
        raise RuleBroken(f"{row['name']}: there is no kind {row['kind']!r}.")
    if not (row["name"] and row["evidence"] and row["confirmation"]):
        raise RuleBroken(f"{row['name'] or row['address']}: a name, the evidence and the confirmation are needed.")
    confirmed = date.fromisoformat(row["confirmed_on"]) if row["confirmed_on"] else None
    return Known(
        row["name"],
        check_address(row["address"]),
        row["kind"],
        _one_of(SECTORS, row["sector"], row),
        _nations(row),
        row["operator"],
        _one_of({"yes", "no"}, row["whole_list"], row) == "yes",
        row["terms"],
        confirmed,
        row["confirmation"],
        row["evidence"],
    )


def _nations(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(_one_of(NATIONS, nation, row) for nation in row["nations"].split("|"))


def _one_of(allowed: set[str], value: str, row: dict[str, str]) -> str:
    if value not in allowed:
        raise RuleBroken(f"{row['name']}: {value!r} is not one of {', '.join(sorted(allowed))}.")
    return value
