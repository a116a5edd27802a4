"""The one way in which an order's state changes: by the table, with a row of history and an entry in the record."""

from __future__ import annotations

from datetime import datetime

from portal.audit.recording import record
from portal.billing import states
from portal.billing.models import Order, OrderStep
from portal.database.base import db
from portal.foundation.text import one_line

_ACTS = {
    "begin": "billing.order_begun",
    "ask": "billing.order_sent_for_approval",
    "place": "billing.order_placed",
    "approve": "billing.order_approved",
    "send_back": "billing.order_sent_back",
    "call_back": "billing.order_called_back",
    "invoice": "billing.order_invoiced",
    "pay": "billing.order_paid",
    "cancel": "billing.order_cancelled",
    "refund": "billing.order_refunded",
    "reopen": "billing.order_reopened",
}


def move(order: Order, event: str, *, by: int | None, at: datetime, note: str = "") -> None:
    """Make a move, or raise RuleBroken where the table has none. The order is locked (queries.locked) by the caller."""
    before = order.state if event != "begin" else ""
    order.state = states.follow(before, event).after
    note_step(order, event, before=before, by=by, at=at, note=note)
    record(
        _ACTS[event],
        by=by,
        subject=f"order:{order.reference}",
        about=order.person_id,
        facts={"state": order.state, "pence": order.gross_pence, "way": order.way},
    )


def note_step(
    order: Order, event: str, *, by: int | None, at: datetime, note: str = "", before: str | None = None
) -> None:
    """Write what happened into the order's history; without `before` it is no move."""
    db.session.flush()
    db.session.add(
        OrderStep(
            order_id=order.id,
            event=event,
            before=order.state if before is None else before,
            after=order.state,
            at=at,
            by_id=by,
            note=one_line(note, limit=500),
        )
    )
    db.session.flush()
