"""Changing what is known of an organisation: owners what is theirs, staff everything, each change with its record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from portal.audit.models import AuditEntry
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import queries, seats, ways
from portal.employers.facts import EmployerKnownOtherwise
from portal.employers.models import Organisation, OrganisationName
from portal.employers.organisations import name_key
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import NotFound, RuleBroken

OWNERS: Final = ("staff_count", "bill_to", "bill_address", "bill_email")
STAFFS: Final = (*OWNERS, "name", "sector", "qualifies", "nation", "kind", "parent_id")
UNTOLD: Final = ("bill_to", "bill_address", "bill_email")
"""May hold a person's name or address, so the record says only that they changed."""
TELLING: Final = frozenset(("name", "sector", "qualifies"))
"""What adverts take over from their organisation."""
NEVER_QUALIFYING: Final = ("private",)
MOST_STAFF = 2_000_000


class Unfit(RuleBroken):
    """One of the facts cannot be so; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def change(organisation_id: int, facts: Mapping[str, Any], *, by: int, staff: bool = False) -> list[str]:
    """Set these facts; gives the names of those that were other before. Owners set `OWNERS` only. Raises Unfit."""
    organisation = seats.editable(organisation_id, by=by, staff=staff)
    may = STAFFS if staff else OWNERS
    new = {name: value for name, value in facts.items() if name in may and getattr(organisation, name) != value}
    _check(organisation, new)
    if "staff_count" in new:
        new["staff_counted_on"] = clock.today() if new["staff_count"] is not None else None
    was_other_name = "name" in new and _rename(organisation, new["name"], by=by)
    _set(organisation, new, by=by, was_other_name=was_other_name)
    return [name for name in new if name in may]


def count_staff(organisation_id: int, number: int, *, by: int | None) -> None:
    """Set how many staff there are, as the organisation told it when it changed its tier. Raises Unfit."""
    organisation = seats.held(organisation_id)
    if organisation.staff_count == number:
        return
    new = {"staff_count": number, "staff_counted_on": clock.today()}
    _check(organisation, new)
    _set(organisation, new, by=by)


def undo(organisation_id: int, entry_id: int, *, by: int) -> None:
    """Put back what one entry of the record changed, unless it has been changed again since. For staff."""
    organisation = seats.held(organisation_id)
    entry = db.session.get(AuditEntry, entry_id)
    if entry is None or entry.subject != queries.subject_of(organisation) or not can_undo(entry):
        raise NotFound("There is no such change.")
    changes = entry.facts["changes"]
    if not is_latest(organisation, entry):
        raise RuleBroken("This has been changed again since. Edit the organisation instead.")
    before = {name: _heard(name, old) for name, (old, _) in changes.items()}
    _check(organisation, before)
    keep_old = entry.facts.get("was_other_name", False)
    was_other_name = "name" in before and _rename(organisation, before["name"], by=by, keep_old=keep_old)
    _set(organisation, before, by=by, was_other_name=was_other_name)


def can_undo(entry: AuditEntry) -> bool:
    """Whether the record holds what was before."""
    changes = entry.facts.get("changes", {}) if entry.action == "employers.changed" else {}
    return bool(changes) and not set(changes) & set(UNTOLD)


def is_latest(organisation: Organisation, entry: AuditEntry) -> bool:
    """Whether everything that this entry changed is still as it left it."""
    changes = entry.facts["changes"]
    return all(_told(name, getattr(organisation, name)) == new for name, (_, new) in changes.items())


def _set(organisation: Organisation, new: Mapping[str, Any], *, by: int | None, was_other_name: bool = False) -> None:
    """Write the facts, and into the record what was before and what is now."""
    if not new:
        return
    told = {name: [_told(name, getattr(organisation, name)), _told(name, value)] for name, value in new.items()}
    for name, value in new.items():
        setattr(organisation, name, value)
    organisation.updated_at = clock.now()
    more = {"was_other_name": True} if was_other_name else {}
    _note("employers.changed", organisation, by=by, facts={"changes": told, **more})
    if TELLING & set(new):
        announce(EmployerKnownOtherwise(organisation.id))


def _check(organisation: Organisation, new: Mapping[str, Any]) -> None:
    if "name" in new and len(new["name"]) < 3:
        raise Unfit("name", "Enter the organisation’s full name.")
    count = new.get("staff_count")
    if count is not None and not 1 <= count <= MOST_STAFF:
        raise Unfit("staff_count", f"Enter a number of staff between 1 and {MOST_STAFF:,}.")
    sector, counts = new.get("sector", organisation.sector), new.get("qualifies", organisation.qualifies)
    if {"sector", "qualifies"} & set(new) and counts and sector in NEVER_QUALIFYING:
        raise Unfit(
            "qualifies", "A private company is not public or third sector. Change the sector, or choose no here."
        )
    if new.get("parent_id") is not None:
        _check_parent(organisation, new["parent_id"])


def _rename(organisation: Organisation, name: str, *, by: int, keep_old: bool = True) -> bool:
    """Make ready for this name; whether it was another name of the organisation before.

    The old one stays as another name, so that adverts under it are still known: unless it is taken back as a mistake.
    """
    key = name_key(name)
    old, old_key = organisation.name, organisation.name_key
    organisation.name_key = key
    known = {row.name_key: row for row in ways.listed(organisation.id, "name") if isinstance(row, OrganisationName)}
    was_other_name = key in known and known[key].standing == "confirmed"
    if key in known:
        db.session.delete(known[key])
        db.session.flush()
    if keep_old and old_key not in (key, *known):
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
    return was_other_name


def _check_parent(organisation: Organisation, parent_id: int) -> None:
    """An organisation is not its own parent, nor a parent's parent."""
    above: Organisation | None = queries.by_id(parent_id)
    while above is not None:
        if above.id == organisation.id:
            raise Unfit("parent", "An organisation cannot be part of itself, or of one that is part of it.")
        above = queries.parent_of(above)


def _told(name: str, value: Any) -> Any:
    """A value as the record keeps it."""
    return "" if name in UNTOLD else value.isoformat() if isinstance(value, date) else value


def _heard(name: str, value: Any) -> Any:
    """What the record kept, as a value again."""
    if name == "staff_counted_on" and value:
        return date.fromisoformat(value)
    if name != "parent_id" or value is None:
        return value
    try:
        return queries.by_id(value).id
    except NotFound as gone:
        raise RuleBroken("The organisation that it was part of is no longer here. Edit it instead.") from gone


def _note(action: str, organisation: Organisation, *, by: int | None, facts: dict[str, Any]) -> None:
    record(action, by=by, subject=queries.subject_of(organisation), facts=facts)
