"""What the client is written when a part of a fee in instalments is due."""

from __future__ import annotations

from portal.accounts.models import Person
from portal.billing.models import Order
from portal.database.base import db
from portal.employers import queries as employers
from portal.mail.posting import post
from portal.recruitment import contacts, queries
from portal.recruitment.models import Campaign


def part_due(campaign: Campaign, order: Order, *, pence: int) -> None:
    """To the client's contacts, or its owners: an order for a part of the fee waits to be placed."""
    organisation = queries.organisation_of(campaign)
    people = [each.id for each in contacts.of(campaign)] or employers.owners(campaign.organisation_id)
    for person_id in sorted(set(people)):
        person = db.session.get(Person, person_id)
        if person is not None and person.is_usable and person.email:
            post(
                "recruitment/mail/part_due.txt",
                to=person.email,
                person_id=person.id,
                name=person.name,
                title=campaign.title,
                organisation=organisation.name,
                reference=campaign.reference,
                address=f"/employer/{organisation.reference}/orders/{order.reference}",
                pence=pence,
            )
