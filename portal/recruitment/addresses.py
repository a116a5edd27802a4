"""Where each side's pages of a campaign are."""

from __future__ import annotations

from flask import url_for

from portal.employers.models import Organisation
from portal.recruitment.models import Campaign

_BLUEPRINTS = {
    **dict.fromkeys(("advert", "take_back", "live", "close", "reopen", "extend", "cancel"), "campaign_adverts"),
    **dict.fromkeys(("people", "weights", "plan"), "campaign_people"),
}


def ours(campaign: Campaign, page: str = "show") -> str:
    """The address of one of the consultants' pages of it."""
    return url_for(f"consultant.{_BLUEPRINTS.get(page, 'campaigns')}.{page}", campaign=campaign.reference)


def theirs(organisation: Organisation, campaign: Campaign, page: str = "show") -> str:
    """The address of one of the client's pages of it."""
    return url_for(f"employer.campaigns.{page}", reference=organisation.reference, campaign=campaign.reference)
