"""What /coverage asks: which sources are read and how they fare, which bodies are covered, and which are not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.database.base import db
from portal.employers import overlaying
from portal.employers.register import Body, load_register
from portal.feeds.models import Polling
from portal.foundation.errors import NotFound
from portal.vacancies import queries
from portal.vacancies.models import Source

RECENT = timedelta(days=90)
LIVE_SOURCE = timedelta(days=7)
PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as it stands: `usual` entries in its list, `live` vacancies of it open now, `stale` when not read well lately."""

    id: int
    name: str
    kind: str
    sector: str | None
    health: str
    error_code: str | None
    error_sentence: str | None
    active: bool
    last_good_at: datetime | None
    next_check_at: datetime | None
    usual: int
    live: int
    stale: bool


@dataclass(frozen=True, slots=True)
class SectorCoverage:
    """How many of a sector's known bodies are covered, and its live vacancies."""

    sector: str
    covered: int
    bodies: int
    live: int


@dataclass(frozen=True, slots=True)
class BodyCoverage:
    """A body and how it is covered: `source` reads it itself, `last_seen` is its newest advert anywhere, or neither."""

    key: str
    name: str
    nation: str | None
    source: str | None
    last_seen: datetime | None

    @property
    def covered(self) -> bool:
        return self.source is not None or self.last_seen is not None


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A page of a sector's bodies."""

    bodies: tuple[BodyCoverage, ...]
    total: int
    page: int
    pages: int


def sources(now: datetime) -> list[SourceState]:
    """Every source that has not been retired, with its state, by name."""
    live = queries.live_by_source()
    rows = db.session.execute(
        select(Source, Polling)
        .join(Polling, Polling.source_id == Source.id)
        .where(Polling.health != "retired")
        .order_by(Source.name, Source.id)
    )
    return [
        SourceState(
            id=source.id,
            name=source.name,
            kind=source.kind,
            sector=source.sector,
            health=polling.health,
            error_code=polling.error_code,
            error_sentence=polling.error_sentence,
            active=polling.active,
            last_good_at=polling.last_good_at,
            next_check_at=polling.next_check_at if polling.active else None,
            usual=polling.usual,
            live=live.get(source.id, 0),
            stale=polling.last_good_at is not None and polling.last_good_at < now - LIVE_SOURCE,
        )
        for source, polling in rows
    ]


def sectors(now: datetime) -> list[SectorCoverage]:
    """Coverage of every sector that has bodies in the register, the largest sector first."""
    overlaying.refresh()
    coverage = _coverage(now)
    bodies = Counter(body.sector for body in _standing())
    covered = Counter(body.sector for body in _standing() if coverage[body.key].covered)
    live = queries.live_by_sector()
    return [
        SectorCoverage(sector, covered[sector], count, live.get(sector, 0)) for sector, count in bodies.most_common()
    ]


def bodies_of(sector: str, *, now: datetime, covered: bool | None, page: int) -> BodyPage:
    """A page of a sector's bodies by name, all or only the covered or the uncovered; raises NotFound for no such sector."""
    overlaying.refresh()
    coverage = _coverage(now)
    of_sector = [coverage[body.key] for body in _standing() if body.sector == sector]
    if not of_sector:
        raise NotFound(f"There is no sector {sector}.")
    chosen = sorted(
        (body for body in of_sector if covered in (None, body.covered)), key=lambda body: body.name.casefold()
    )
    pages = max(1, -(-len(chosen) // PER_PAGE))
    page = min(max(1, page), pages)
    return BodyPage(tuple(chosen[(page - 1) * PER_PAGE : page * PER_PAGE]), len(chosen), page, pages)


def _standing() -> list[Body]:
    return [body for body in load_register().bodies.values() if not body.end]


def _coverage(now: datetime) -> dict[str, BodyCoverage]:
    """Each standing body with the live source of its own, if any, and when an advert of it was last seen, if lately."""
    seen = queries.organisations_seen(since=now - RECENT)
    own = _own_sources(now)
    return {
        body.key: BodyCoverage(body.key, body.name, body.nation, own.get(body.key), seen.get(body.key))
        for body in _standing()
    }


def _own_sources(now: datetime) -> dict[str, str]:
    """Body's key to the name of a source of its own that was well within the last week."""
    register = load_register()
    rows = db.session.execute(
        select(Source.name, Source.organisation)
        .join(Polling, Polling.source_id == Source.id)
        .where(Source.organisation.is_not(None), Polling.last_good_at >= now - LIVE_SOURCE)
    )
    return {body.key: name for name, organisation in rows if (body := register.one_named(organisation or ""))}
