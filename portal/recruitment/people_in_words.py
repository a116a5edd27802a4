"""The people of a campaign in words: those of the client, the panel, and what consultants noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.accounts import queries as accounts
from portal.recruitment import contacts, noting, panels
from portal.recruitment.models import Campaign, PanelMember
from portal.web import words


@dataclass(frozen=True, slots=True)
class OnPanel:
    """A line of the panel; `joined` says how far the invitation has got."""

    reference: str
    name: str
    email: str
    is_chair: bool
    joined: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the client."""

    reference: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Note:
    """A consultants' note."""

    at: datetime
    by: str
    text: str


def contacts_of(campaign: Campaign) -> list[Contact]:
    """The people of the client in words."""
    return [Contact(each.reference, each.name, each.email or "") for each in contacts.of(campaign)]


def panel_of(campaign: Campaign, *, at: datetime) -> list[OnPanel]:
    """The panel in words."""
    return [
        OnPanel(each.reference, each.name, each.email, each.is_chair, _joined(each, at=at))
        for each in panels.of(campaign)
    ]


def notes_of(campaign: Campaign) -> list[Note]:
    """What consultants noted, each with who did."""
    rows = noting.of(campaign)
    names = accounts.names_of({each.by_id for each in rows if each.by_id})
    return [Note(each.at, names.get(each.by_id or 0, accounts.SOMEBODY), each.text) for each in rows]


def _joined(member: PanelMember, *, at: datetime) -> str:
    if member.taken_up_at:
        return f"Joined {words.short_day(member.taken_up_at)}"
    if member.invited_at <= at - panels.LASTS:
        return "The invitation ran out. Take them off, and invite them again"
    return f"Invited {words.short_day(member.invited_at)}"
