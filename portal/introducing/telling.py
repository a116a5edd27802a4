"""Who is told what: the member that there is a message, the consultants that there is an answer.

What goes to a member names no vacancy, no employer and no reason: the mail may lie in the post box of their employer.
"""

from __future__ import annotations

from portal.accounts.writing_to import write_to, write_to_each
from portal.introducing.models import Approach
from portal.recruitment import queries as campaigns


def approached(approach: Approach) -> None:
    """To the member: a message waits."""
    address = f"/account/found/messages/{approach.reference}"
    write_to(approach.person_id, "introducing/mail/approached.txt", address=address)


def replied(approach: Approach) -> None:
    """To the member: the consultant has written again."""
    write_to(
        approach.person_id, "introducing/mail/replied.txt", address=f"/account/found/messages/{approach.reference}"
    )


def answered(approach: Approach, says: str) -> None:
    """To the consultant and the deputy: what a member did, without who."""
    campaign = campaigns.by_id(approach.campaign_id)
    write_to_each(
        (campaign.consultant_id, campaign.deputy_id),
        "introducing/mail/answered.txt",
        says=says,
        called=approach.called,
        title=campaign.title,
        address=f"/consultant/campaigns/{campaign.reference}/approaches/{approach.reference}",
    )


def ask_again(person_id: int) -> None:
    """To a member who agreed a year ago: whether they still want to be found."""
    write_to(person_id, "introducing/mail/ask_again.txt", address="/account/found")
