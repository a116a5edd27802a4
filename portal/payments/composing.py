"""What the provider's payment page is to say."""

from __future__ import annotations

from portal.billing import queries
from portal.billing.models import Order
from portal.billing.provider import CheckoutLine, CheckoutWanted
from portal.payments.models import Attempt

MOST_LINES = 100


def page_for(attempt: Attempt, order: Order) -> CheckoutWanted:
    """The payment page of a try: the order's lines where they come to what is owed, else one sum."""
    lines = [
        CheckoutLine(
            f"{each.description} × {each.quantity}" if each.quantity > 1 else each.description, each.gross_pence
        )
        for each in queries.lines_of(order.id)
        if each.gross_pence
    ]
    if sum(each.pence for each in lines) != attempt.pence or len(lines) > MOST_LINES:
        lines = [CheckoutLine(f"What is left to pay of order {order.reference}", attempt.pence)]
    return CheckoutWanted(
        order=order.reference,
        attempt=attempt.reference,
        lines=tuple(lines),
        done_address=attempt.done_address,
        stopped_address=attempt.stopped_address,
        expires_at=attempt.expires_at,
    )
