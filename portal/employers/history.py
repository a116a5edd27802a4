"""What was done with an organisation, from the audit record, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.accounts import queries as people
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.employers import queries
from portal.employers.editing import can_undo
from portal.employers.models import Organisation
from portal.employers.seats import ROLES

MOST = 100
THE_SOCIETY = "The society"
FIELDS = {
    "name": "name",
    "sector": "sector",
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
    "employers.merged": "Merged with {other}",
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
    """The newest hundred acts, the newest first. Owners read "The society" for staff and the system."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject == queries.subject_of(organisation),
            AuditEntry.action.in_(SENTENCES | {"employers.changed": ""}),
        )
        .order_by(AuditEntry.id.desc())
        .limit(MOST)
    ).all()
    names = people.names_of({number for each in entries for number in (each.actor_id, each.about_id) if number})
    own = _ours(organisation, entries)
    return [
        Line(
            each.at,
            names.get(each.actor_id or 0, THE_SOCIETY) if for_staff or each.actor_id in own else THE_SOCIETY,
            _told(each, names.get(each.about_id or 0, "")),
            each.id if for_staff and can_undo(each) else None,
        )
        for each in entries
    ]


def _ours(organisation: Organisation, entries: Any) -> set[int | None]:
    """People who act or acted for the organisation, or asked to: their names its owners may read."""
    told = {each.about_id for each in entries if each.action != "employers.role_refused"}
    return {*told, *queries.people_ids(organisation.id)} - {None}


def _told(entry: AuditEntry, about: str) -> str:
    if entry.action == "employers.changed":
        return "; ".join(_changed(name, *values) for name, values in entry.facts.get("changes", {}).items())
    facts = entry.facts | {"about": about or "somebody", "role": ROLES.get(entry.facts.get("role", ""), "").lower()}
    return SENTENCES[entry.action].format_map(_Blank(facts))


class _Blank(dict[str, Any]):
    def __missing__(self, _key: str) -> str:
        return ""


def _changed(name: str, before: Any, after: Any) -> str:
    label = FIELDS.get(name, name)
    if name == "parent_id" or (before in ("", None) and after in ("", None)):
        return f"Changed the {label}"
    return f"Changed the {label} from {_plain(before)} to {_plain(after)}"


def _plain(value: Any) -> str:
    return "nothing" if value in ("", None) else f"{value:,}" if isinstance(value, int) else str(value)
