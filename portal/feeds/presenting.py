"""/coverage in words and bars: what we see, and the holes we know of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from portal.feeds.covering import BodyCoverage, BodyPage, SectorCoverage, SourceState
from portal.feeds.formats.table import FORMATS
from portal.vacancies.records import iso
from portal.web import words
from portal.web.paging import pagination

SHOWS = (("", "All"), ("missing", "Not covered"), ("covered", "Covered"))


@dataclass(frozen=True, slots=True)
class SectorRow:
    """A sector's line: `width` is its covered share in a bar of 100."""

    name: str
    address: str
    covered: int
    missing: int
    bodies: int
    live: int
    share: str
    width: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source's line."""

    name: str
    health: str
    well: bool
    why: str
    last_good: str
    next_check: str
    entries: int
    live: int


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body's line."""

    name: str
    nation: str
    covered: bool
    how: str
    address: str


def sector_row(coverage: SectorCoverage) -> SectorRow:
    part = 100 * coverage.covered / coverage.bodies
    share = "0%" if not coverage.covered else "under 1%" if part < 1 else f"{part:.0f}%"
    return SectorRow(
        name=words.name_of(coverage.sector),
        address=f"/coverage/{coverage.sector}",
        covered=coverage.covered,
        missing=coverage.bodies - coverage.covered,
        bodies=coverage.bodies,
        live=coverage.live,
        share=share,
        width=f"{part:.2f}",
    )


def source_row(source: SourceState) -> SourceRow:
    return SourceRow(
        name=source.name,
        health="Not read lately"
        if source.health == "healthy" and source.stale
        else words.HEALTH.get(source.health, source.health),
        well=source.health in ("healthy", "new") and not source.stale,
        why=source.error_sentence or "",
        last_good=words.long_time(source.last_good_at) if source.last_good_at else "Never yet",
        next_check=words.long_time(source.next_check_at) if source.next_check_at else "Not by itself",
        entries=source.usual,
        live=source.live,
    )


def body_row(body: BodyCoverage) -> BodyRow:
    seen = f"An advert seen on {words.short_day(body.last_seen)}" if body.last_seen else ""
    return BodyRow(
        name=body.name,
        nation=words.name_of(body.nation) if body.nation else "",
        covered=body.covered,
        how=f"Its own source, {body.source}" if body.source else seen or "Not covered",
        address=f"/vacancies?{urlencode({'employer_key': body.key})}" if body.last_seen else "",
    )


def summary(rows: list[SectorRow], sources: list[SourceRow]) -> str:
    """The whole of it in a sentence or two."""
    covered, bodies = sum(row.covered for row in rows), sum(row.bodies for row in rows)
    ill = sum(not source.well for source in sources)
    faring = (
        ""
        if not sources
        else " All are working."
        if not ill
        else f" {words.counted(ill, 'source is', 'sources are')} not well just now."
    )
    return (
        f"We cover {covered:,} of {bodies:,} public bodies that we know of, through "
        f"{words.counted(len(sources), 'source')}.{faring}"
    )


def pages_of(page: BodyPage, *, sector: str, show: str) -> dict[str, Any] | None:
    """The links between the pages of a sector's bodies."""
    return pagination(
        page.page,
        page.pages,
        address=lambda number: (
            f"/coverage/{sector}?{urlencode(([('show', show)] if show else []) + [('page', number)])}"
        ),
        label="Pages of bodies",
    )


def as_json(sectors: list[SectorCoverage], sources: list[SourceState]) -> dict[str, Any]:
    """The JSON twin of the page."""
    return {
        "sectors": [
            {"sector": each.sector, "bodies": each.bodies, "covered": each.covered, "live": each.live}
            for each in sectors
        ],
        "sources": [
            {
                "id": each.id,
                "name": each.name,
                "kind": each.kind,
                "status": each.health,
                "error": each.error_code,
                "last_good": iso(each.last_good_at),
                "next_check": iso(each.next_check_at),
                "entries": each.usual,
                "live": each.live,
            }
            for each in sources
        ],
    }


def kinds_read() -> list[str]:
    """The kinds of source that can be read, for their owners."""
    return sorted(FORMATS)
