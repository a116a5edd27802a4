"""Telling the buyer that the money is here, once."""

from __future__ import annotations

from portal.accounts import queries as accounts
from portal.billing import telling
from portal.billing.models import Order
from portal.foundation.money import pounds
from portal.mail.posting import post
from portal.payments.models import Attempt


def send(order: Order, attempt: Attempt) -> None:
    """A mail to whoever paid, or else to whoever the bill goes to; in the transaction in which the money is noted."""
    person_id = attempt.by_id or order.placed_by_id or order.person_id
    person = accounts.by_id(person_id) if person_id else None
    address = person.email if person and person.is_usable else order.bill_email
    if not address:
        return
    post(
        "payments/mail/receipt.txt",
        to=address,
        person_id=person.id if person and address == person.email else None,
        unique_key=f"payments.receipt:{attempt.reference}",
        reference=order.reference,
        amount=pounds(attempt.received_pence),
        left=pounds(order.owed_pence) if order.owed_pence > 0 else "",
        address=telling.address_of(order),
    )
