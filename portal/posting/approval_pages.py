"""What the approver of a vacancy's text is shown: what waits for them, and who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.accounts import queries as accounts
from portal.posting import agreeing, queries
from portal.posting.models import Posting
from portal.posting.presenting import address_of, title_of

GONE = "a colleague who left"


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A line of the approver's queue."""

    title: str
    address: str
    organisation: str
    is_public: bool
    by: str
    at: datetime


def queue_address() -> str:
    """The address of what waits for the approver."""
    return url_for("employer.approvals.index")


def waiting_rows(person_id: int) -> list[WaitingRow]:
    """What waits for this person's word."""
    waiting = agreeing.waiting_for(person_id)
    names = accounts.names_of([asker for _, _, asker in waiting if asker])
    return [
        WaitingRow(
            title_of(posting),
            address_of(organisation, posting, "employer.approving.approve"),
            organisation.name,
            posting.vacancy_id is not None,
            names.get(asker or 0) or GONE,
            posting.approval_asked_at or posting.updated_at,
        )
        for posting, organisation, asker in waiting
    ]


def asked_by(posting: Posting) -> str:
    """Who asked for a colleague's word."""
    asker = queries.asked_for_approval_by(posting)
    return (accounts.names_of([asker]).get(asker) if asker else "") or GONE
