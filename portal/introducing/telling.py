"""Who is told what: the member that there is a message, the consultants that there is an answer.

What goes to a member names no vacancy, no employer and no reason: the mail may lie in the post box of their employer.
"""

from __future__ import annotations

from typing import Any

from portal.accounts.models import Person
from portal.database.base import db
from portal.introducing.models import Approach
from portal.mail.posting import post
from portal.recruitment import queries as campaigns


def approached(approach: Approach) -> None:
    """To the member: a message waits."""
    _post("approached", approach.person_id, address=f"/account/found/messages/{approach.reference}")


def replied(approach: Approach) -> None:
    """To the member: the consultant has written again."""
    _post("replied", approach.person_id, address=f"/account/found/messages/{approach.reference}")


def answered(approach: Approach, says: str) -> None:
    """To the consultant and the deputy: what a member did, without who."""
    campaign = campaigns.by_id(approach.campaign_id)
    for person_id in (campaign.consultant_id, campaign.deputy_id):
        _post(
            "answered",
            person_id,
            says=says,
            called=approach.called,
            title=campaign.title,
            address=f"/consultant/campaigns/{campaign.reference}/approaches/{approach.reference}",
        )


def ask_again(person_id: int) -> None:
    """To a member who agreed a year ago: whether they still want to be found."""
    _post("ask_again", person_id, address="/account/found")


def _post(template: str, person_id: int | None, **facts: Any) -> None:
    person = db.session.get(Person, person_id) if person_id else None
    if person is not None and person.is_usable and person.email:
        post(f"introducing/mail/{template}.txt", to=person.email, person_id=person.id, name=person.name, **facts)
