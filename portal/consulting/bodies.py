"""One organisation as a consultant sees it: what it is, whether it belongs, what it recruits for and has recruited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from portal.consulting import signs
from portal.consulting.belonging import Belonging, of_organisations
from portal.database.base import db
from portal.employers import organisations
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.employers.register import load_register
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.vacancies.models import Vacancy

YEAR = timedelta(days=365)
MOST_SHOWN = 200
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class OpenVacancy:
    """An open vacancy; `earlier` is the reference of the advert of the same job that closed before it."""

    reference: str
    title: str
    pay: str
    closes_at: datetime | None
    first_seen: datetime
    earlier: str | None
    earlier_closed: datetime | None
    short: bool


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation; `closed` counts what it advertised and closed in the last year, `closed_again` those of a job
    that had been advertised before; `which` names it in an address."""

    name: str
    key: str | None
    sector: str
    nation: str | None
    staff_count: int | None
    belonging: Belonging
    vacancies: tuple[OpenVacancy, ...]
    closed: int
    closed_again: int
    which: str


@dataclass(frozen=True, slots=True)
class Match:
    """An organisation that was searched for; `which` names it in an address."""

    which: str
    name: str
    sector: str


def named(words: str) -> list[Match]:
    """Organisations of the register and the table whose names hold these words."""
    found = organisations.suggest(words, limit=MOST_FOUND)
    return [Match(each.key or each.reference or "", each.name, each.sector) for each in found]


def body(which: str) -> Body:
    """The organisation of this register key or reference. Raises NotFound for anything else."""
    known = load_register().bodies.get(which)
    row = employers.by_key(which) if known else employers.by_reference(which)
    if row is not None:
        belonging = of_organisations([row])[row.id]
        return _with_vacancies(row.name, row.key, row.sector, row.nation, row, belonging)
    if known is None:
        raise NotFound("There is no such organisation.")
    return _with_vacancies(known.name, known.key, known.sector, known.nation, None, Belonging())


def _with_vacancies(
    name: str, key: str | None, sector: str, nation: str | None, row: Organisation | None, belonging: Belonging
) -> Body:
    now = clock.now()
    closed, closed_again = _closed(key, since=now - YEAR)
    staff = row.staff_count if row else None
    which = (row.reference if row else "") or key or ""
    return Body(name, key, sector, nation, staff, belonging, _open(key, now), closed, closed_again, which)


def _open(key: str | None, now: datetime) -> tuple[OpenVacancy, ...]:
    earlier = aliased(Vacancy)
    rows = db.session.execute(
        select(Vacancy, earlier.reference, earlier.closed_at)
        .outerjoin(earlier, earlier.id == Vacancy.earlier_id)
        .where(signs.is_open(now), Vacancy.organisation_key == key)
        .order_by(Vacancy.closes_at.is_(None), Vacancy.closes_at, Vacancy.id)
        .limit(MOST_SHOWN)
    )
    return tuple(
        OpenVacancy(
            each.reference,
            each.title,
            each.pay_stated,
            each.closes_at,
            each.first_seen,
            reference,
            closed_at,
            signs.is_short(each, now),
        )
        for each, reference, closed_at in rows
    )


def _closed(key: str | None, *, since: datetime) -> tuple[int, int]:
    """How many vacancies closed since then, and how many of them were of a job that had been advertised before."""
    all_of_them, again = db.session.execute(
        select(func.count(), func.coalesce(func.sum(case((signs.again(), 1), else_=0)), 0)).where(
            and_(Vacancy.status == "closed", Vacancy.organisation_key == key, Vacancy.closed_at >= since)
        )
    ).one()
    return int(all_of_them), int(again)
