"""What the client and the consultant are written about a placement. The mails name no candidate: the page does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.accounts.writing_to import write_to_each
from portal.billing.models import Order
from portal.employers import queries as employers
from portal.placing import queries
from portal.placing.models import Placement
from portal.recruitment import contacts
from portal.recruitment.models import Campaign


def fee_due(placement: Placement, order: Order, *, pence: int) -> None:
    """To the client: an order for a part of the fee waits to be placed."""
    campaign = queries.campaign_of(placement)
    organisation = employers.any_by_id(campaign.organisation_id)
    address = f"/employer/{organisation.reference}/orders/{order.reference}"
    _tell("fee_due", placement, contacts.written_to(campaign), address=address, pence=pence)


def leaver_reported(placement: Placement) -> None:
    """To the consultant: the client says that somebody left."""
    _tell("leaver_reported", placement, _ours(queries.campaign_of(placement)))


def credited(placement: Placement) -> None:
    """To the client: part of the fee is given back. The credit note goes its own way."""
    _tell(
        "credited",
        placement,
        contacts.written_to(queries.campaign_of(placement)),
        client=True,
        pence=placement.remedy_pence,
    )


def replaced(placement: Placement) -> None:
    """To the client: a campaign without a fee has begun."""
    _tell("replaced", placement, contacts.written_to(queries.campaign_of(placement)), client=True)


def start_near(placement: Placement) -> None:
    """To both sides: they start within a week."""
    campaign = queries.campaign_of(placement)
    _tell("start_near", placement, _ours(campaign), on=placement.starts_on)
    _tell("start_near", placement, contacts.written_to(campaign), client=True, on=placement.starts_on)


def look_in(placement: Placement, weeks: int) -> None:
    """To the consultant: ask how it goes, so many weeks after the start."""
    _tell("look_in", placement, _ours(queries.campaign_of(placement)), weeks=weeks)


def guarantee_ending(placement: Placement, on: date) -> None:
    """To both sides: the guarantee ends soon."""
    campaign = queries.campaign_of(placement)
    _tell("guarantee_ending", placement, _ours(campaign), on=on)
    _tell("guarantee_ending", placement, contacts.written_to(campaign), client=True, on=on)


def _ours(campaign: Campaign) -> list[int]:
    return [each for each in (campaign.consultant_id, campaign.deputy_id) if each]


def _tell(
    template: str, placement: Placement, to: Iterable[int], *, client: bool = False, address: str = "", **facts: Any
) -> None:
    campaign = queries.campaign_of(placement)
    organisation = employers.any_by_id(campaign.organisation_id)
    page = f"/consultant/placements/{placement.reference}"
    if client:
        page = f"/employer/{organisation.reference}/placements/{placement.reference}"
    write_to_each(
        to,
        f"placing/mail/{template}.txt",
        title=campaign.title,
        organisation=organisation.name,
        reference=placement.reference,
        address=address or page,
        **facts,
    )
