"""What is known of a campaign, as its forms have it."""

from __future__ import annotations

from portal.recruitment import planning
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import SERVICES


def described(campaign: Campaign) -> dict[str, str]:
    """What is to be filled, as the form has it."""
    return {
        "title": "" if campaign.title == SERVICES[campaign.service].name else campaign.title,
        "posts": str(campaign.posts),
        "wanted": campaign.wanted,
        "details": campaign.details,
    }


def days_typed(campaign: Campaign) -> dict[str, list[str]]:
    """The planned days as the form has them."""
    return {
        name: [str(day.day), str(day.month), str(day.year)] if (day := getattr(campaign, name)) else ["", "", ""]
        for name in planning.DAYS
    }
