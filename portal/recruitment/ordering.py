"""Ordering the service that a campaign has agreed to, so that settling the order pays for this campaign."""

from __future__ import annotations

from datetime import datetime

from portal.billing import ordering
from portal.billing import queries as orders
from portal.billing.states import CANCELLED
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.recruitment import costing, instalments
from portal.recruitment.campaign_states import ENQUIRY, OVER
from portal.recruitment.models import Campaign
from portal.recruitment.moving import subject_of
from portal.recruitment.sold_services import SERVICES


def order(campaign: Campaign, *, by: int, at: datetime) -> str:
    """Make the order, or find the one that was made before; its reference. It is still to be placed."""
    service = SERVICES[campaign.service]
    if not service.product:
        raise RuleBroken("The fee of this service falls due when somebody is appointed: nothing is ordered before.")
    if campaign.order_reference:
        raise RuleBroken(f"Order {campaign.order_reference} has paid for this campaign already.")
    if campaign.state == ENQUIRY or campaign.state in OVER:
        raise RuleBroken("The service is ordered once the terms are agreed, and until the campaign is over.")
    if costing.is_in_parts(campaign):
        return instalments.order_again(campaign, at=at)
    subject = subject_of(campaign)
    for each in orders.with_subject(subject):
        if each.state != CANCELLED:
            return each.reference
    made = ordering.begin(organisation_id=campaign.organisation_id, by=by, at=at)
    ordering.add_line(
        made,
        service.product,
        1,
        on=at.astimezone(LONDON).date(),
        subject=subject,
        description=f"{service.name}: {campaign.title}",
    )
    return made.reference
