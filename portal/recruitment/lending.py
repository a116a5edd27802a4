"""Letting a campaign's consultant write the client's vacancy: a seam that the posting room asks (posting.lending)."""

from __future__ import annotations

from portal.accounts import guards
from portal.posting.lending import Lent
from portal.posting.models import Posting
from portal.recruitment import queries
from portal.recruitment.campaign_states import AGREED, OVER


def lent_to(person_id: int, posting: Posting) -> Lent | None:
    """What a consultant, past the second factor, may do with the vacancy of a campaign of theirs.

    It is read until the campaign is over, and written while the advert is with the consultant.
    """
    found = guards.current_session()
    if found is None or "consultant" not in found.roles or not found.second_factor:
        return None
    campaign = queries.of_posting(posting.id)
    if campaign is None or campaign.state in OVER or person_id not in (campaign.consultant_id, campaign.deputy_id):
        return None
    return Lent(f"/consultant/campaigns/{campaign.reference}", "The campaign", writes=campaign.state == AGREED)
