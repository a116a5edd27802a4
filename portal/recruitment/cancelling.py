"""Cancelling a campaign, by its client or its consultant with a reason, or with the order that paid for it."""

from __future__ import annotations

from datetime import datetime

from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.posting import ending
from portal.posting.states import LIVE
from portal.recruitment import moving, queries, telling
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import SERVICES


def cancel(campaign: Campaign, *, because: str, by: int | None, at: datetime) -> None:
    """End it before its time. An advert that came with the service leaves search at once."""
    reason = one_line(because, limit=500)
    if not reason:
        raise RuleBroken("Say why it is cancelled: the other side is told.")
    moving.move(campaign, "cancel", by=by, at=at, note=reason)
    campaign.ended_at, campaign.ended_because = at, reason
    posting = queries.posting_of(campaign, locked=True)
    if posting is not None and posting.state == LIVE and SERVICES[campaign.service].includes_advert:
        if by is None:
            ending.withdraw_unpaid(posting, because=reason, at=at)
        else:
            ending.end(posting, "withdraw", because="other", note=reason, by=by, at=at)
    telling.cancelled(campaign, by=by)
