"""Dated pay tables: what a grade pays in a year when an advert prints no pounds. See README.md for the sources."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from portal.vacancies.drafts import Grade


@dataclass(frozen=True, slots=True)
class Derived:
    """A full-time annual range in pence from a pay table, and where it is from."""

    minimum: int
    maximum: int
    source: str


@lru_cache(maxsize=1)
def _rows() -> dict[tuple[str, str, str], list[tuple[date, int, int]]]:
    """(scheme, nation, point) to its (first day, lowest pence, highest pence), eldest first."""
    table: dict[tuple[str, str, str], list[tuple[date, int, int]]] = {}
    with Path(__file__).with_name("tables.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            key = (row["scheme"], row["nation"], row["point"])
            table.setdefault(key, []).append(
                (date.fromisoformat(row["from"]), int(row["low"]) * 100, int(row["high"]) * 100)
            )
    for dated in table.values():
        dated.sort()
    return table


def derive(grade: Grade, *, nation: str | None, on: date) -> Derived | None:
    """The annual range of a grade on a day, from the newest table in force then; None when no table covers it."""
    if grade.scheme is None or not grade.text:
        return None
    points = _points(grade)
    nations = [nation or "england", "uk"] if grade.scheme != "afc_band" or nation != "northern_ireland" else []
    if nation == "wales":
        nations = ["england", "uk"]
    found = [match for point in points for match in [_at(grade.scheme, nations, point, on)] if match]
    if not found or len(found) < len(points):
        return None
    since = min(first for first, _, _ in found)
    names = {
        "njc_scp": "NJC pay points",
        "afc_band": "Agenda for Change pay scales",
        "he_spine": "university single pay spine",
    }
    return Derived(
        min(low for _, low, _ in found),
        max(high for _, _, high in found),
        f"{names.get(grade.scheme, grade.scheme)} in force from {since:%-d %B %Y}",
    )


def _at(scheme: str, nations: list[str], point: str, on: date) -> tuple[date, int, int] | None:
    for nation in nations:
        dated = [row for row in _rows().get((scheme, nation, point), []) if row[0] <= on]
        if dated:
            return dated[-1]
    return None


def _points(grade: Grade) -> list[str]:
    text = grade.text or ""
    if grade.scheme == "afc_band":
        return re.findall(r"\b([2-9][a-d]?)\b", text)
    return re.findall(r"\b(\d{1,2})\b", text)
