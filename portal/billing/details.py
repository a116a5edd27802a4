"""Whom to ask about an order, whom and where its bill goes to, and the buyer's own numbers."""

from __future__ import annotations

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from portal.billing import terms, ways
from portal.billing.models import Order
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line, printable

LENGTHS = {"cost_centre": 50, "contact": 200, "bill_to": 200, "bill_address": 500, "bill_email": 254}
SIMPLIFIED_PENCE = 25_000
"""Up to this total with VAT an invoice need not bear the customer's address: HMRC, VAT Notice 700, section 16.6 (read in
November 2026)."""
_SAID = {
    "contact": "person to ask about the order",
    "bill_to": "name on the bill",
    "bill_address": "address of the bill",
    "bill_email": "e-mail address for the bill",
    "cost_centre": "cost centre",
    "po_number": "purchase-order number",
}


@dataclass(frozen=True, slots=True)
class Details:
    """Whom to ask about an order, and whom and where its bill goes to."""

    contact: str = ""
    bill_to: str = ""
    bill_address: str = ""
    bill_email: str = ""
    cost_centre: str = ""
    po_number: str = ""


def write(order: Order, details: Details) -> None:
    """Keep what was entered, tidied, in an order that is locked. Raises RuleBroken for what an invoice cannot bear."""
    for name, limit in LENGTHS.items():
        written = getattr(details, name)
        kept = printable(written).strip() if name == "bill_address" else one_line(written)
        if len(kept) > limit:
            raise RuleBroken(f"Shorten the {_SAID[name]} to {limit} characters.")
        setattr(order, name, kept)
    if order.bill_email:
        _check_email(order.bill_email)
    order.po_number = (
        terms.check_po_number(details.po_number, organisation_id=order.organisation_id) if order.organisation_id else ""
    )
    db.session.flush()


def missing_for(order: Order, way: str) -> list[str]:
    """What still has to be entered before the order can be placed to be paid this way, in words."""
    wanted = ["contact"] if order.organisation_id else []
    if way == ways.ACCOUNT:
        wanted += ["bill_to", "bill_address", "bill_email"]
        wanted += ["po_number"] if order.organisation_id else []
    elif needs_address(order):
        wanted += ["bill_address"]
    return [f"the {_SAID[name]}" for name in wanted if not getattr(order, name)]


def needs_address(order: Order) -> bool:
    """Whether its invoice has to bear the buyer's address however it is paid."""
    return order.gross_pence > SIMPLIFIED_PENCE


def _check_email(address: str) -> None:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        raise RuleBroken("Enter the e-mail address for the bill in full, like accounts@example.org.") from None
