"""The other names and the web domains of an organisation: owners propose, staff confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, cast

from sqlalchemy import exists, false, or_, select

from portal.audit.recording import record
from portal.database.base import db
from portal.employers import domains, queries, seats
from portal.employers.facts import EmployerKnownOtherwise
from portal.employers.models import Organisation, OrganisationDomain, OrganisationName
from portal.employers.organisations import name_key
from portal.employers.register import load_register
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.text import one_line

Way = Literal["name", "domain"]
MOST = 40


def add(organisation_id: int, kind: Way, raw: str, *, by: int, staff: bool = False) -> None:
    """Another name, or a web domain. What owners add waits for staff: a domain lets people in, a name draws adverts."""
    organisation = seats.editable(organisation_id, by=by, staff=staff)
    standing = "confirmed" if staff else "waiting"
    row = _row_of(organisation, kind, raw)
    if row.id is None:
        if len(listed(organisation.id, kind)) >= MOST:
            raise RuleBroken(f"An organisation can have {MOST} of these. Take some off first.")
        row.standing, row.added_at, row.added_by_id = standing, clock.now(), by
        db.session.add(row)
    elif staff and row.standing != "confirmed":
        row.standing = "confirmed"
    else:
        raise RuleBroken(_ALREADY[row.standing].format(value=_value(row)))
    _touch(organisation, f"employers.{kind}_added", row, by=by, counts=staff)


_ALREADY = {
    "waiting": "{value} is in the list already and waits for the society’s staff.",
    "confirmed": "{value} is in the list already.",
    "refused": "{value} was looked at before and is not this organisation’s. Write to us if that is wrong.",
}


def take_off(organisation_id: int, kind: Way, way_id: int, *, by: int, staff: bool = False) -> str:
    """Take a name or domain off: one that waits is forgotten, a confirmed one kept as refused; gives its words."""
    organisation = seats.editable(organisation_id, by=by, staff=staff)
    row = _way(organisation, kind, way_id)
    value = _value(row)
    if row.standing == "refused":
        return value
    counted = row.standing == "confirmed"
    if row.standing == "waiting" and not staff:
        db.session.delete(row)
    else:
        row.standing = "refused"
    _touch(organisation, f"employers.{kind}_removed", row, by=by, counts=counted)
    return value


def confirm(organisation_id: int, kind: Way, way_id: int, *, by: int) -> str:
    """Staff confirm a name or domain, also one refused before; gives its words."""
    organisation = seats.held(organisation_id)
    row = _way(organisation, kind, way_id)
    if row.standing != "confirmed":
        row.standing = "confirmed"
        _touch(organisation, f"employers.{kind}_confirmed", row, by=by, counts=True)
    return _value(row)


def listed(organisation_id: int, kind: Way) -> list[OrganisationName | OrganisationDomain]:
    """The names or domains of an organisation, refused ones last."""
    table = _TABLES[kind]
    rows: list[OrganisationName | OrganisationDomain] = list(
        db.session.scalars(select(table).where(table.organisation_id == organisation_id).order_by(table.id))
    )
    return sorted(rows, key=lambda row: (row.standing == "refused", _value(row).casefold()))


def values(organisation_id: int, kind: Way) -> list[str]:
    """The words of all of them, refused ones too."""
    return [_value(row) for row in listed(organisation_id, kind)]


def value_of(organisation_id: int, kind: Way, way_id: int) -> str:
    """The words of a name or domain of this organisation. Raises NotFound."""
    return _value(_way(queries.by_id(organisation_id), kind, way_id))


def held_by_others(organisation: Organisation, kind: Way) -> dict[str, str]:
    """Those of its names or domains that another holds too, with that one's name.

    Such a domain lets nobody in, and adverts under such a name are known as nobody's.
    """
    found = {}
    for row in listed(organisation.id, kind):
        if row.standing != "refused":
            other = _row_that_holds(organisation, row) or _body_that_holds(organisation, row)
            if other is not None:
                found[_value(row)] = other
    return found


def _row_that_holds(organisation: Organisation, row: OrganisationName | OrganisationDomain) -> str | None:
    table = type(row)
    same = (
        OrganisationName.name_key == row.name_key
        if isinstance(row, OrganisationName)
        else OrganisationDomain.domain == row.domain
    )
    holds = exists().where(table.organisation_id == Organisation.id, table.standing == "confirmed", same)
    named = Organisation.name_key == row.name_key if isinstance(row, OrganisationName) else false()
    return db.session.scalar(
        select(Organisation.name)
        .where(or_(holds, named), Organisation.id != organisation.id, *queries.LIVE)
        .order_by(Organisation.id)
        .limit(1)
    )


def _body_that_holds(organisation: Organisation, row: OrganisationName | OrganisationDomain) -> str | None:
    """The name of a body of the register that is no organisation yet."""
    register = load_register()
    index, sought = (
        (register.by_name, row.name_key) if isinstance(row, OrganisationName) else (register.by_domain, row.domain)
    )
    bodies = [body for body in index.get(sought, ()) if not body.end and body.key != organisation.key]
    known = queries.rows_of_keys([body.key for body in bodies])
    return next((body.name for body in bodies if body.key not in known), None)


_TABLES: Final[Mapping[Way, type[OrganisationName] | type[OrganisationDomain]]] = {
    "name": OrganisationName,
    "domain": OrganisationDomain,
}


def _row_of(organisation: Organisation, kind: Way, raw: str) -> OrganisationName | OrganisationDomain:
    """The row of this name or domain, or a fresh one that is not in the session yet."""
    if kind == "domain":
        domain = domains.tidy(raw)
        found: OrganisationName | OrganisationDomain | None = db.session.scalar(
            select(OrganisationDomain).where(
                OrganisationDomain.organisation_id == organisation.id, OrganisationDomain.domain == domain
            )
        )
        return found or OrganisationDomain(organisation_id=organisation.id, domain=domain)
    name = one_line(raw, limit=300)
    if len(name) < 2:
        raise RuleBroken("Enter the other name in full.")
    key = name_key(name)
    if key == organisation.name_key:
        raise RuleBroken(f"{name} is the organisation’s own name already.")
    found = db.session.scalar(
        select(OrganisationName).where(
            OrganisationName.organisation_id == organisation.id, OrganisationName.name_key == key
        )
    )
    return found or OrganisationName(organisation_id=organisation.id, name=name, name_key=key)


def _way(organisation: Organisation, kind: Way, way_id: int) -> OrganisationName | OrganisationDomain:
    row = cast(OrganisationName | OrganisationDomain | None, db.session.get(_TABLES[kind], way_id))
    if row is None or row.organisation_id != organisation.id:
        raise NotFound("There is no such name or domain.")
    return row


def _value(row: OrganisationName | OrganisationDomain) -> str:
    return row.name if isinstance(row, OrganisationName) else row.domain


def _touch(
    organisation: Organisation, action: str, row: OrganisationName | OrganisationDomain, *, by: int, counts: bool
) -> None:
    """Note the act; `counts` when adverts are known by it from now on, or no longer."""
    organisation.updated_at = clock.now()
    record(action, by=by, subject=queries.subject_of(organisation), facts={"value": _value(row)})
    if counts:
        announce(EmployerKnownOtherwise(organisation.id))
