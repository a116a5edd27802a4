"""Cancelling a campaign, by its client or its consultant with a reason, or with the order that paid for it."""

from __future__ import annotations

from datetime import datetime

from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.posting import ending
from portal.posting.states import LIVE
from portal.recruitment import calling_off, moving, queries, telling
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import SERVICES


def cancel(
    campaign: Campaign, *, because: str, by: int | None, at: datetime, words: str | None = None, sure: bool = False
) -> None:
    """End it before its time. An advert that came with the service leaves search at once, and every candidate who waits
    is told in `words`, or in the usual ones.

    Raises RuleBroken while an offer is open or its end untold, and where somebody has the post unless they are `sure`;
    an order that is taken back cancels all the same, and leaves offers as they stand.
    """
    reason = one_line(because, limit=500)
    if not reason:
        raise RuleBroken("Say why it is cancelled: the other side is told.")
    found = calling_off.candidates(campaign, locked=True)
    if by is not None:
        _require_meant(found, sure=sure)
    moving.move(campaign, "cancel", by=by, at=at, note=reason)
    campaign.ended_at, campaign.ended_because = at, reason
    posting = queries.posting_of(campaign, locked=True)
    if posting is not None and posting.state == LIVE and SERVICES[campaign.service].includes_advert:
        if by is None:
            ending.withdraw_unpaid(posting, because=reason, at=at)
        else:
            ending.end(posting, "withdraw", because="other", note=reason, by=by, at=at)
    calling_off.tell(campaign, found, calling_off.default_words(campaign) if words is None else words, by=by, at=at)
    telling.cancelled(campaign, by=by)


def _require_meant(found: calling_off.Candidates, *, sure: bool) -> None:
    if found.obstacles:
        raise RuleBroken(" ".join(found.obstacles))
    if found.taken and not sure:
        names = ", ".join(found.names_with_the_post)
        raise RuleBroken(f"Tick that you know that the accepted offers stand, and go on: {names}.")
