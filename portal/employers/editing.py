"""Changing what is known of an organisation: owners what is theirs, staff everything, each change with its record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, cast

from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import domains, queries, seats
from portal.employers.models import Organisation, OrganisationDomain, OrganisationName
from portal.employers.organisations import name_key, qualifies
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.text import one_line

Way = Literal["name", "domain"]
OWNERS: Final = ("staff_count", "bill_to", "bill_address", "bill_email")
STAFFS: Final = (*OWNERS, "name", "sector", "nation", "kind", "parent_id")
UNTOLD: Final = ("bill_to", "bill_address", "bill_email")
"""May hold a person's name or address, so the record says only that they changed."""
MOST_WAYS = 40


def change(organisation_id: int, facts: Mapping[str, Any], *, by: int, staff: bool = False) -> list[str]:
    """Set these facts; gives the names of those that were other before. Owners set `OWNERS` only."""
    organisation = _editable(organisation_id, by=by, staff=staff)
    may = STAFFS if staff else OWNERS
    new = {name: value for name, value in facts.items() if name in may and getattr(organisation, name) != value}
    if "parent_id" in new:
        _check_parent(organisation, new["parent_id"])
    told = {name: [_told(name, getattr(organisation, name)), _told(name, value)] for name, value in new.items()}
    if "name" in new:
        _rename(organisation, new["name"], by=by)
    for name, value in new.items():
        setattr(organisation, name, value)
    if "sector" in new:
        organisation.qualifies = qualifies(organisation.sector)
    if "staff_count" in new:
        organisation.staff_counted_on = clock.today() if new["staff_count"] is not None else None
    if new:
        organisation.updated_at = clock.now()
        _note("employers.changed", organisation, by=by, facts={"changes": told})
    return list(new)


def undo(organisation_id: int, entry_id: int, *, by: int) -> list[str]:
    """Put back what one entry of the record changed, unless it has been changed again since. For staff."""
    organisation = seats.held(organisation_id)
    entry = db.session.get(AuditEntry, entry_id)
    if entry is None or entry.subject != queries.subject_of(organisation) or not can_undo(entry):
        raise NotFound("There is no such change.")
    before = {}
    for name, (old, new) in entry.facts["changes"].items():
        if _told(name, getattr(organisation, name)) != new:
            raise RuleBroken("This has been changed again since. Edit the organisation instead.")
        before[name] = old
    return change(organisation_id, before, by=by, staff=True)


def can_undo(entry: AuditEntry) -> bool:
    """Whether the record holds what was before."""
    changes = entry.facts.get("changes", {}) if entry.action == "employers.changed" else {}
    return bool(changes) and not set(changes) & {*UNTOLD, "parent_id"}


def add_way(organisation_id: int, kind: Way, raw: str, *, by: int, staff: bool = False) -> None:
    """Another name, or a web domain. What owners add waits for staff: a domain lets people in, a name draws adverts."""
    organisation = _editable(organisation_id, by=by, staff=staff)
    standing = "confirmed" if staff else "waiting"
    row = _row_of(organisation, kind, raw)
    if row.id is None:
        if len(ways_of(organisation.id, kind)) >= MOST_WAYS:
            raise RuleBroken(f"An organisation can have {MOST_WAYS} of these. Take some off first.")
        row.standing, row.added_at, row.added_by_id = standing, clock.now(), by
        db.session.add(row)
    elif staff and row.standing != "confirmed":
        row.standing = "confirmed"
    else:
        raise RuleBroken(_ALREADY[row.standing].format(value=_value(row)))
    _touch(organisation, f"employers.{kind}_added", row, by=by)


_ALREADY = {
    "waiting": "{value} is in the list already and waits for the society’s staff.",
    "confirmed": "{value} is in the list already.",
    "refused": "{value} was looked at before and is not this organisation’s. Write to us if that is wrong.",
}


def take_off(organisation_id: int, kind: Way, way_id: int, *, by: int, staff: bool = False) -> str:
    """Take a name or domain off: one that waits is forgotten, a confirmed one kept as refused; gives its words."""
    organisation = _editable(organisation_id, by=by, staff=staff)
    row = _way(organisation, kind, way_id)
    value = _value(row)
    _touch(organisation, f"employers.{kind}_removed", row, by=by)
    if row.standing == "waiting" and not staff:
        db.session.delete(row)
    else:
        row.standing = "refused"
    return value


def confirm_way(organisation_id: int, kind: Way, way_id: int, *, by: int) -> str:
    """Staff confirm a name or domain; gives its words."""
    organisation = seats.held(organisation_id)
    row = _way(organisation, kind, way_id)
    row.standing = "confirmed"
    _touch(organisation, f"employers.{kind}_confirmed", row, by=by)
    return _value(row)


def ways_of(organisation_id: int, kind: Way) -> list[OrganisationName | OrganisationDomain]:
    """The names or domains of an organisation, refused ones last."""
    table = _TABLES[kind]
    rows: list[OrganisationName | OrganisationDomain] = list(
        db.session.scalars(select(table).where(table.organisation_id == organisation_id).order_by(table.id))
    )
    return sorted(rows, key=lambda row: (row.standing == "refused", _value(row).casefold()))


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


def _editable(organisation_id: int, *, by: int, staff: bool) -> Organisation:
    organisation = seats.held(organisation_id)
    if not staff and not queries.has_role(by, organisation.id, seats.OWNER):
        raise NotFound("There is no such organisation.")
    return organisation


def _rename(organisation: Organisation, name: str, *, by: int) -> None:
    """The old name stays a name of the organisation, so that adverts under it are still known."""
    key = name_key(name)
    if len(name) < 3:
        raise RuleBroken("Enter the organisation’s full name.")
    old, old_key = organisation.name, organisation.name_key
    organisation.name_key = key
    known = {row.name_key: row for row in ways_of(organisation.id, "name") if isinstance(row, OrganisationName)}
    if key in known:
        db.session.delete(known[key])
    if old_key != key and old_key not in known:
        db.session.add(
            OrganisationName(
                organisation_id=organisation.id,
                name=old,
                name_key=old_key,
                standing="confirmed",
                added_at=clock.now(),
                added_by_id=by,
            )
        )


def _check_parent(organisation: Organisation, parent_id: int | None) -> None:
    """An organisation is not its own parent, nor a parent's parent."""
    above = parent_id
    while above is not None:
        if above == organisation.id:
            raise RuleBroken("An organisation cannot be part of itself, or of one that is part of it.")
        above = queries.by_id(above).parent_id


def _told(name: str, value: Any) -> Any:
    return "" if name in UNTOLD else value


def _touch(organisation: Organisation, action: str, row: OrganisationName | OrganisationDomain, *, by: int) -> None:
    organisation.updated_at = clock.now()
    _note(action, organisation, by=by, facts={"value": _value(row)})


def _note(action: str, organisation: Organisation, *, by: int, facts: dict[str, Any]) -> None:
    record(action, by=by, subject=queries.subject_of(organisation), facts=facts)


def value_of(organisation_id: int, kind: Way, way_id: int) -> str:
    """The words of a name or domain of this organisation. Raises NotFound."""
    return _value(_way(queries.by_id(organisation_id), kind, way_id))
