"""Placing an order: what has to be there, the colleague who is asked, the way it is paid, and giving it up."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.billing import approving, binding, details, ordering, queries, repricing, terms, valuing, ways
from portal.billing.details import Details
from portal.billing.models import Order
from portal.billing.moving import note_step
from portal.billing.states import DRAFT, PLACED
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken


def place(
    order: Order,
    way: str,
    *,
    by: int,
    at: datetime,
    seen_pence: int | None = None,
    po_number: str | None = None,
    po_again: bool = False,
) -> None:
    """Bind the buyer, or ask a colleague to where the organisation wants that above its limit.

    Priced once more on this London day. `seen_pence` is the total that the buyer saw: another one is refused.
    `po_again` says that the purchase-order number is meant to be used once more.
    """
    order = ordering.draft(order)
    on = at.astimezone(LONDON).date()
    if po_number is not None and order.organisation_id is not None:
        order.po_number = terms.check_po_number(po_number, organisation_id=order.organisation_id)
    valued = repricing.price_again(order, on=on)
    valuing.refuse_problems(valued)
    repricing.refuse_unseen(order, seen_pence)
    check_way(order, way)
    _refuse_reuse(order, po_again)
    order.way, order.placed_by_id = way, by
    if approving.is_needed(order):
        if order.quoted_until is None or order.quoted_until < on:
            order.quoted_on, order.quoted_until = on, on + timedelta(days=ordering.QUOTE_DAYS)
        approving.ask(order, by=by, at=at)
    else:
        binding.bind(order, "place", by=by, at=at)


def change_way(
    order: Order, way: str, *, by: int, at: datetime, given: Details | None = None, po_again: bool = False
) -> None:
    """Pay another way for an order that is placed and not paid: from card to account, which then is invoiced.

    What an account needs and a card did not is entered with it.
    """
    order = queries.locked(order.id)
    if order.state != "placed":
        raise RuleBroken("Only an order that is placed and not yet paid can be paid another way.")
    if given is not None:
        details.write(order, given)
    check_way(order, way)
    _refuse_reuse(order, po_again)
    if way == order.way:
        return
    order.way = way
    note_step(order, "change_way", by=by, at=at, note=ways.name_of(way))
    if way == ways.ACCOUNT:
        binding.put_on_account(order, by=by, at=at)


def may_go_on_account(order: Order) -> bool:
    """Whether an order that was to be paid by card can be put on account now."""
    return order.state == PLACED and order.way != ways.ACCOUNT and ways.ACCOUNT in {each.key for each in ways.offered()}


def cancel(order: Order, *, because: str, by: int | None, at: datetime) -> None:
    """Give an order up before it is paid; one on account is given up by crediting its invoice.

    `by` is the buyer, who cannot give up a fee that was agreed, or None where what it was for has fallen away.
    """
    order = queries.locked(order.id)
    if by is not None:
        ordering.refuse_agreed(queries.lines_of(order.id))
    if order.state == "invoiced":
        raise RuleBroken(
            "This order is on account, so its invoice has to be credited first. Write to us, and we will do that."
        )
    binding.cancel(order, because=because, by=by, at=at)


def check_way(order: Order, way: str) -> None:
    """Raise RuleBroken where the order cannot be paid this way, with what is missing."""
    if order.gross_pence and way not in {each.key for each in ways.offered()}:
        raise RuleBroken("Choose one of the ways to pay.")
    missing = details.missing_for(order, way)
    if missing:
        raise RuleBroken(f"Enter {' and '.join(missing)} first.")


def used_before(order: Order) -> list[Order]:
    """The organisation's other orders, not cancelled, with the same purchase-order number."""
    if not order.po_number or order.organisation_id is None:
        return []
    return list(
        db.session.scalars(
            select(Order)
            .where(
                Order.organisation_id == order.organisation_id,
                Order.id != order.id,
                func.lower(Order.po_number) == order.po_number.lower(),
                Order.state.not_in((DRAFT, "cancelled")),
            )
            .order_by(Order.id)
        )
    )


def _refuse_reuse(order: Order, po_again: bool) -> None:
    before = [] if po_again else used_before(order)
    if before:
        raise RuleBroken(
            f"Purchase order {order.po_number} was used for order {before[-1].reference}. Enter another, or tick that "
            "it is meant to be used again."
        )
