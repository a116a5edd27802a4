"""A page's results as the database has them now: one lean query, nothing loaded that a row does not show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import RowMapping

from portal.database.base import db
from portal.foundation import clock
from portal.vacancies.models import Advert, Vacancy
from search_index.documents import Hit


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What a result shows. `title_html` and `extract_html` are escaped, the words found in <mark>; amounts are pence.

    `places` are distinct names, `sources` how many sources it was seen at, `miles` the distance when a place was asked for.
    """

    reference: str
    title: str
    title_html: str
    extract_html: str
    excerpt: str
    miles: float | None
    status: str
    origin: str
    employer_name: str
    organisation: str | None
    on_behalf_of: str | None
    sector: str
    role_family: str | None
    role_name: str | None
    role_level: str | None
    places: tuple[str, ...]
    pay_stated: str
    pay_minimum: int | None
    pay_maximum: int | None
    pay_period: str | None
    pay_basis: str
    pay_derived: bool
    annual_minimum: int | None
    annual_maximum: int | None
    grade_text: str | None
    workplace: str | None
    contract: tuple[str, ...]
    pattern: tuple[str, ...]
    closes_at: datetime | None
    posted_at: datetime | None
    first_seen: datetime
    last_seen: datetime
    updated_at: datetime
    featured_until: datetime | None
    sources: int


_SOURCES = (
    select(func.count(func.distinct(Advert.source_id)))
    .where(Advert.vacancy_id == Vacancy.id)
    .correlate(Vacancy)
    .scalar_subquery()
)
_PLAIN = (
    "title",
    "excerpt",
    "status",
    "origin",
    "employer_name",
    "organisation",
    "on_behalf_of",
    "sector",
    "role_family",
    "role_name",
    "role_level",
    "pay_stated",
    "pay_minimum",
    "pay_maximum",
    "pay_period",
    "pay_basis",
    "pay_derived",
    "annual_minimum",
    "annual_maximum",
    "grade_text",
    "workplace",
    "closes_at",
    "posted_at",
    "first_seen",
    "last_seen",
    "updated_at",
    "featured_until",
)
_COLUMNS = select(
    Vacancy.reference,
    Vacancy.places,
    Vacancy.contract,
    Vacancy.pattern,
    _SOURCES.label("sources"),
    *(getattr(Vacancy, name) for name in _PLAIN),
    # By reference alone: asked for status and time too, SQLite reads every open vacancy by the index of those two instead.
).where(Vacancy.reference.in_(bindparam("references", expanding=True)))


def rows_of(hits: Sequence[Hit], *, include_closed: bool = False) -> tuple[ResultRow, ...]:
    """The hits that the public may see by the database and the clock, in their order: a closed or withdrawn vacancy is
    left out however stale the index is."""
    if not hits:
        return ()
    may_be_shown = _is_known if include_closed else _is_open
    # On the connection, not the session: these are plain columns, and the mapper's share is a tenth of a page's time.
    listed = db.session.connection().execute(_COLUMNS, {"references": [hit.reference for hit in hits]}).mappings()
    found = {row["reference"]: row for row in listed if may_be_shown(row)}
    return tuple(
        ResultRow(
            reference=hit.reference,
            title_html=hit.title_html,
            extract_html=hit.extract_html,
            miles=hit.miles,
            places=tuple(dict.fromkeys(place["name"] for place in row["places"] or () if place.get("name"))),
            contract=tuple(row["contract"] or ()),
            pattern=tuple(row["pattern"] or ()),
            sources=row["sources"],
            **{name: row[name] for name in _PLAIN},
        )
        for hit in hits
        if (row := found.get(hit.reference)) is not None
    )


def featured(*, most: int) -> tuple[ResultRow, ...]:
    """Vacancies that are paid to be marked and are open now, the newest first."""
    now = clock.now()
    wanted = (
        select(Vacancy.reference, Vacancy.title, Vacancy.excerpt)
        .where(Vacancy.status == "live", Vacancy.featured_until > now)
        .order_by(Vacancy.posted_at.desc(), Vacancy.id.desc())
        .limit(most)
    )
    hits = [Hit(row.reference, escape(row.title), escape(row.excerpt)) for row in db.session.execute(wanted)]
    return rows_of(hits)


def _is_open(row: RowMapping) -> bool:
    closes_at: datetime | None = row["closes_at"]
    return row["status"] == "live" and (closes_at is None or closes_at > clock.now())


def _is_known(row: RowMapping) -> bool:
    return row["status"] in ("live", "closed")
