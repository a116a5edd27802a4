"""What follows when an order binds: it is paid, put on account, served, or given up."""

from __future__ import annotations

from datetime import datetime

from portal.billing import books, queries, telling, trusting, ways
from portal.billing.facts import OrderCancelled, OrderFulfilled, OrderInvoiced, OrderPaid, OrderPlaced
from portal.billing.models import Order
from portal.billing.moving import move, note_step
from portal.database.base import db
from portal.foundation.announcing import announce
from portal.foundation.clock import LONDON


def bind(order: Order, event: str, *, by: int, at: datetime) -> None:
    """From now on the amounts stand. The order is locked and priced."""
    order.placed_at, order.placed_on = at, at.astimezone(LONDON).date()
    move(order, event, by=by, at=at, note=order.discount_because)
    announce(OrderPlaced(order.id))
    telling.say_placed(order)
    if order.gross_pence == 0:
        pay(order, by=by, at=at)
    elif order.way == ways.ACCOUNT:
        put_on_account(order, by=by, at=at)


def put_on_account(order: Order, *, by: int | None, at: datetime) -> None:
    """The sale stands, an invoice follows, and whoever is trusted is served."""
    move(order, "invoice", by=by, at=at, note=order.po_number)
    books.sell(order, queries.lines_of(order.id), at=at)
    announce(OrderInvoiced(order.id))
    if trusting.may_be_served(order, on=at.astimezone(LONDON).date()):
        serve(order, at=at)


def pay(order: Order, *, by: int | None, at: datetime) -> None:
    """Everything that was charged is there: the order is paid, told once, and served if it was not yet."""
    if not books.is_posted(order, kind="sale", what="sale"):
        books.sell(order, queries.lines_of(order.id), at=at)
    order.paid_at = at
    move(order, "pay", by=by, at=at)
    announce(OrderPaid(order.id))
    serve(order, at=at)


def serve(order: Order, *, at: datetime) -> None:
    """Give what was bought, once."""
    if order.fulfilled_at is not None:
        return
    order.fulfilled_at = at
    note_step(order, "fulfil", by=None, at=at)
    announce(OrderFulfilled(order.id))


def cancel(order: Order, *, because: str, by: int | None, at: datetime) -> None:
    """Nothing is to be paid for it any more."""
    move(order, "cancel", by=by, at=at, note=because)
    order.cancelled_at, order.cancelled_because = at, because.strip()[:500]
    db.session.flush()
    announce(OrderCancelled(order.id))
