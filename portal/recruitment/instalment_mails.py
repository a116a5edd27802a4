"""What the client is written when a part of a fee in instalments is due."""

from __future__ import annotations

from portal.accounts.writing_to import write_to_each
from portal.billing.models import Order
from portal.recruitment import contacts, queries
from portal.recruitment.models import Campaign


def part_due(campaign: Campaign, order: Order, *, pence: int) -> None:
    """To the client's contacts, or its owners: an order for a part of the fee waits to be placed."""
    organisation = queries.organisation_of(campaign)
    write_to_each(
        contacts.written_to(campaign),
        "recruitment/mail/part_due.txt",
        title=campaign.title,
        organisation=organisation.name,
        reference=campaign.reference,
        address=f"/employer/{organisation.reference}/orders/{order.reference}",
        pence=pence,
    )
