"""What was done with an organisation, from the audit record, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.accounts import queries as people
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.employers import queries
from portal.employers.editing import can_undo, is_latest
from portal.employers.models import Organisation
from portal.employers.seats import ROLES
from portal.web.words import name_of

MOST = 100
THE_SOCIETY = "The society"
FIELDS = {
    "name": "name",
    "sector": "sector",
    "qualifies": "answer whether it counts as public or third sector",
    "nation": "nation",
    "kind": "kind",
    "parent_id": "parent",
    "staff_count": "number of staff",
    "bill_to": "name for bills",
    "bill_address": "address for bills",
    "bill_email": "e-mail for bills",
}
SENTENCES = {
    "employers.added": "Added the organisation",
    "employers.confirmed": "Confirmed the organisation",
    "employers.removed": "Removed the organisation",
    "employers.restored": "Brought the organisation back",
    "employers.merged": "Made {other} part of it",
    "employers.name_added": "Added the name “{value}”",
    "employers.name_removed": "Took off the name “{value}”",
    "employers.name_confirmed": "Confirmed the name “{value}”",
    "employers.domain_added": "Added the domain {value}",
    "employers.domain_removed": "Took off the domain {value}",
    "employers.domain_confirmed": "Confirmed the domain {value}",
    "employers.claimed": "{about} asked to act for the organisation",
    "employers.claim_approved": "Approved the claim of {about}",
    "employers.claim_declined": "Declined the claim of {about}",
    "employers.claim_withdrawn": "{about} withdrew the claim",
    "employers.role_given": "Made {about} {role}",
    "employers.role_taken": "Took the role of {role} from {about}",
    "employers.role_refused": "{about} tried to give themselves a role; refused",
    "employers.head_confirmed": "Confirmed {about} as Head of Profession",
    "employers.head_refused": "Did not confirm {about} as Head of Profession",
    "employers.invited": "Invited a colleague",
    "employers.invitation_withdrawn": "Withdrew an invitation",
    "employers.invitation_sent_again": "Sent an invitation again",
    "employers.invitation_accepted": "Accepted an invitation",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One act: when, who, what; `undo` is the entry that staff may undo, if any."""

    at: datetime
    who: str
    what: str
    undo: int | None = None


def history_of(organisation: Organisation, *, for_staff: bool) -> list[Line]:
    """The newest hundred acts, the newest first, with those of what became part of it.

    Owners read "The society" for staff and the system.
    """
    own_subject = queries.subject_of(organisation)
    former = [f"organisation:{reference}" for reference in queries.former_references(organisation.id)]
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject.in_([own_subject, *former]),
            AuditEntry.action.in_(SENTENCES | {"employers.changed": ""}),
        )
        .order_by(AuditEntry.id.desc())
        .limit(MOST)
    ).all()
    # A merging is told once, by the one that stays.
    entries = [each for each in entries if each.subject == own_subject or each.action != "employers.merged"]
    names = people.names_of({number for each in entries for number in (each.actor_id, each.about_id) if number})
    own = _ours(organisation, entries)
    parents = queries.names_of(_parents(entries))
    return [
        Line(
            each.at,
            names.get(each.actor_id or 0, THE_SOCIETY) if for_staff or each.actor_id in own else THE_SOCIETY,
            _told(each, names.get(each.about_id or 0, ""), parents),
            each.id
            if for_staff and each.subject == own_subject and can_undo(each) and is_latest(organisation, each)
            else None,
        )
        for each in entries
    ]


def _parents(entries: Iterable[AuditEntry]) -> set[int]:
    """The organisations that changes of the parent name."""
    changed = (each.facts.get("changes", {}).get("parent_id", ()) for each in entries)
    return {number for values in changed for number in values if number is not None}


def _ours(organisation: Organisation, entries: Any) -> set[int | None]:
    """People who act or acted for the organisation, or asked to: their names its owners may read."""
    told = {each.about_id for each in entries if each.action != "employers.role_refused"}
    return {*told, *queries.people_ids(organisation.id)} - {None}


def _told(entry: AuditEntry, about: str, parents: Mapping[int, str]) -> str:
    if entry.action == "employers.changed":
        changes = {name: values for name, values in entry.facts.get("changes", {}).items() if name in FIELDS}
        return "; ".join(_changed(name, before, after, parents) for name, (before, after) in changes.items())
    facts = entry.facts | {"about": about or "somebody", "role": ROLES.get(entry.facts.get("role", ""), "").lower()}
    return SENTENCES[entry.action].format_map(_Blank(facts))


class _Blank(dict[str, Any]):
    def __missing__(self, _key: str) -> str:
        return ""


def _changed(name: str, before: Any, after: Any, parents: Mapping[int, str]) -> str:
    label = FIELDS[name]
    if before in ("", None) and after in ("", None):
        return f"Changed the {label}"
    if name == "parent_id":
        before, after = (parents.get(each, "") if each else None for each in (before, after))
    if name in ("sector", "nation"):
        before, after = (name_of(each) if each else None for each in (before, after))
    return f"Changed the {label} from {_plain(before)} to {_plain(after)}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value in ("", None) else f"{value:,}" if isinstance(value, int) else str(value)
