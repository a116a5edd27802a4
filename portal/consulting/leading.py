"""Leads: bodies with open vacancies, and the signs that they find them hard to fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, case, cast, func, or_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from portal.consulting import signs
from portal.consulting.belonging import Belonging, belongings, member_keys
from portal.database.folding import holds
from portal.database.slicing import page_of
from portal.foundation import clock
from portal.vacancies.models import Vacancy

SORTS = {"name": "name", "open": "open", "again": "again", "short": "short", "closes": "first_closes"}


@dataclass(frozen=True, slots=True)
class Lead:
    """A body and what its open vacancies show."""

    key: str
    name: str
    sector: str
    open: int
    again: int
    short: int
    first_closes: datetime | None
    belonging: Belonging


@dataclass(frozen=True, slots=True)
class Leads:
    """One page of leads, or all of them for a download."""

    rows: list[Lead]
    total: int
    page: int


def leads(
    *,
    words: str = "",
    why: str = "",
    sector: str = "",
    member: str = "",
    sort: str = "again",
    descending: bool = True,
    page: int = 1,
    per_page: int | None = 50,
) -> Leads:
    """Bodies whose open vacancies show a sign, or this sign; with `why` "all" every body that has open vacancies.

    `member` is yes or no. Equals are ordered by how many vacancies are open, then by name.
    """
    narrowed = [holds(Vacancy.organisation, word) for word in words.split()]
    if sector:
        narrowed.append(Vacancy.sector == sector)
    body = _counted(clock.now(), narrowed).c
    statement: Select[Any] = select(*body).where(_showing(why, body))
    if member:
        keys = member_keys()
        statement = statement.where(body.key.in_(keys) if member == "yes" else body.key.not_in(keys))
    column = body[SORTS.get(sort, "again")]
    order = (
        column.is_(None),
        column.desc() if descending else column.asc(),
        body.open.desc(),
        body.name,
        body.key,
    )
    found = page_of(statement, order=order, page=page, per_page=per_page)
    known = belongings([row.key for row in found.rows])
    return Leads([Lead(**row._mapping, belonging=known[row.key]) for row in found.rows], found.total, found.page)


def _counted(now: datetime, narrowed: list[ColumnElement[bool]]) -> Subquery:
    """Each body with open vacancies, and how many of them show which sign; columns are named as Lead's fields."""
    return (
        select(
            Vacancy.organisation_key.label("key"),
            func.min(Vacancy.organisation).label("name"),
            func.min(Vacancy.sector).label("sector"),
            func.count().label("open"),
            _how_many(signs.again()).label("again"),
            _how_many(signs.short(now)).label("short"),
            func.min(Vacancy.closes_at).label("first_closes"),
        )
        .where(signs.is_open(now), *narrowed)
        .group_by(Vacancy.organisation_key)
        .subquery()
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.sum(case((condition, 1), else_=0)), Integer)


def _showing(why: str, body: ReadOnlyColumnCollection[str, Any]) -> ColumnElement[bool]:
    each: dict[str, ColumnElement[bool]] = {
        "again": body.again > 0,
        "short": body.short > 0,
        "many": body.open >= signs.MANY,
    }
    return body.open > 0 if why == "all" else each.get(why, or_(*each.values()))
