"""Staff cancel an order before anything of it was invoiced or paid; what was is taken back by its own means."""

from __future__ import annotations

from datetime import datetime

from portal.billing import binding, impartial, queries, telling
from portal.billing.models import Order
from portal.billing.states import AWAITING, CANCELLED, DRAFT, INVOICED, PLACED, REFUNDED
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds

FROM = (AWAITING, PLACED)


def obstacle(order: Order) -> str:
    """Why staff cannot cancel it as it is, and what to do instead; empty where they can."""
    if order.state == DRAFT and not any(each.agreed_pence is not None for each in queries.lines_of(order.id)):
        return "This is a basket, which binds nobody. Its buyer throws it away."
    if order.state in (CANCELLED, REFUNDED):
        return f"This order is {order.state} already."
    if order.state == INVOICED:
        part = (
            " What was paid of it stays noted, and is sent back from its receipt or to the card."
            if order.kept_pence
            else ""
        )
        return (
            "This order is on account, so its invoice asks for the money. Issue a credit note over the whole invoice: "
            f"that cancels the order too where nothing was paid.{part}"
        )
    if order.state not in (DRAFT, *FROM):
        return (
            "This order is paid. Issue a credit note over what is not to be given, and give the money back: to the "
            "card by a refund, or from the receipt where it came by bank transfer."
        )
    if order.kept_pence:
        return f"{pounds(order.kept_pence)} was received for this order. Give that back by a refund, then cancel it."
    return ""


def cancel(order: Order, *, because: str, by: int, at: datetime) -> None:
    """Give an order up on behalf of the society; whoever made it is told why."""
    order = queries.locked(order.id)
    impartial.refuse_own(order, by=by)
    if problem := obstacle(order):
        raise RuleBroken(problem)
    if not because.strip():
        raise RuleBroken("Enter why the order is cancelled. The buyer reads it.")
    binding.cancel(order, because=because, by=by, at=at)
    telling.say_cancelled(order, because=because.strip())
