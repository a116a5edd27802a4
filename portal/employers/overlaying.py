"""Laying what staff know of organisations over the register, so that new adverts are known by it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import cast

from sqlalchemy import func, select

from portal.database.base import db
from portal.employers import register
from portal.employers.findings import Sector
from portal.employers.models import Organisation, OrganisationDomain, OrganisationName
from portal.employers.register import Body

Stamp = tuple[object, ...]
LATEST = 20
_TOLD = (
    Organisation.id,
    Organisation.key,
    Organisation.name,
    Organisation.sector,
    Organisation.qualifies,
    Organisation.merged_into_id,
    Organisation.removed_at,
)
"""What of an organisation is laid over the register."""
_laid_at: tuple[object, Stamp, int] | None = None


def refresh() -> bool:
    """Lay the tables over the register if they changed since this process last did; whether they had.

    Asked before each list is taken in, and by pages that count bodies: four small questions when nothing changed.
    """
    global _laid_at
    bind, stamp = db.session.get_bind(), _stamp()
    if _laid_at == (bind, stamp, register.times_laid):
        return False
    register.lay_over(tuple(_bodies()))
    _laid_at = bind, stamp, register.times_laid
    return True


def _stamp() -> Stamp:
    """What changes whenever an organisation, a name or a domain does.

    The latest change alone would not do: on PostgreSQL one that began earlier may be committed later.
    """
    latest = select(Organisation.updated_at, *_TOLD).order_by(Organisation.updated_at.desc(), Organisation.id.desc())
    parts: list[object] = [tuple(row) for row in db.session.execute(latest.limit(LATEST))]
    parts.append(db.session.scalar(select(func.count()).select_from(Organisation)))
    for table in (OrganisationName, OrganisationDomain):
        rows = db.session.execute(
            select(table.standing, func.count(), func.max(table.id)).group_by(table.standing).order_by(table.standing)
        )
        parts.extend(tuple(row) for row in rows)
    return tuple(parts)


def _bodies() -> list[Body]:
    """The bodies of which the tables know more, or other, than the files."""
    known = register.shipped()
    names, domains = (
        _ways(OrganisationName, OrganisationName.name),
        _ways(OrganisationDomain, OrganisationDomain.domain),
    )
    rows = list(db.session.scalars(select(Organisation).where(Organisation.key.is_not(None))))
    named = {row.id: row.name for row in rows}
    laid = []
    for row in rows:
        body = known.get(row.key or "") or _new(row)
        if row.removed_at is not None:
            continue
        if row.merged_into_id is not None:
            better = replace(body, end="merged", successor=named.get(row.merged_into_id, ""), aliases=(), domains=())
        else:
            aliases = _together(body.aliases, names[row.id], skip=row.name)
            if body.name != row.name:
                aliases = _together((body.name, *aliases), {}, skip=row.name)
            better = replace(
                body,
                name=row.name,
                sector=cast(Sector, row.sector),
                public=_is_public(row, body),
                aliases=aliases,
                domains=_together(body.domains, domains[row.id]),
                sure=frozenset((row.name, *aliases)) - {body.name, *body.aliases},
            )
        if better != known.get(body.key):
            laid.append(better)
    return laid


def _new(row: Organisation) -> Body:
    """An organisation that people added and staff confirmed."""
    return Body(
        key=row.key or "",
        name=row.name,
        sector=cast(Sector, row.sector),
        kind=row.kind,
        nation=row.nation,
        public=row.qualifies and row.sector != "third_sector",
    )


def _is_public(row: Organisation, body: Body) -> bool:
    """As the files have it, unless staff found otherwise."""
    as_before = row.sector == body.sector and row.qualifies == (body.public or body.sector == "third_sector")
    return body.public if as_before else row.qualifies and row.sector != "third_sector"


def _ways(table: type[OrganisationName] | type[OrganisationDomain], column: object) -> dict[int, dict[str, bool]]:
    """The names or domains of each organisation, and whether they are its own; those that wait are left out."""
    found: dict[int, dict[str, bool]] = defaultdict(dict)
    for organisation_id, standing, value in db.session.execute(
        select(table.organisation_id, table.standing, column).where(table.standing != "waiting")  # type: ignore[call-overload]
    ):
        found[organisation_id][value] = standing == "confirmed"
    return found


def _together(shipped: tuple[str, ...], ours: dict[str, bool], *, skip: str = "") -> tuple[str, ...]:
    """The files' and ours, without those refused."""
    every = dict.fromkeys((*shipped, *(value for value, own in ours.items() if own)))
    return tuple(
        value for value in every if ours.get(value.removeprefix("www."), ours.get(value, True)) and value != skip
    )
