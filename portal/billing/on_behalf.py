"""Staff place an order for the buyer, with what the buyer told them, to be paid on account."""

from __future__ import annotations

from datetime import datetime

from portal.billing import impartial, ordering, placing, ways
from portal.billing.details import Details
from portal.billing.models import Order
from portal.billing.states import DRAFT
from portal.foundation.errors import RuleBroken


def put_on_account(order: Order, details: Details, *, by: int, at: datetime, po_again: bool = False) -> None:
    """Place a draft on account; its invoice follows, where nobody has to approve it first."""
    impartial.refuse_own(order, by=by)
    if order.state != DRAFT:
        raise RuleBroken(f"Order {order.reference} was placed before.")
    ordering.detail(order, details)
    placing.place(order, ways.ACCOUNT, by=by, at=at, po_again=po_again)


def details_of(order: Order) -> Details:
    """What an order says of whom to bill, to begin with."""
    return Details(
        order.contact, order.bill_to, order.bill_address, order.bill_email, order.cost_centre, order.po_number
    )
