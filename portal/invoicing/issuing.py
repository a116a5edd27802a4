"""Issuing invoices: when an order is put on account, and when a card has paid one that has none."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import select

from portal.audit.recording import record
from portal.billing import queries as billing
from portal.billing import ways
from portal.billing.facts import OrderInvoiced, OrderPaid
from portal.billing.models import Order
from portal.billing.states import INVOICED, PAID
from portal.billing.trusting import DAYS_TO_PAY
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.invoicing import composing, keeping, queries, selling, telling
from portal.invoicing.documents import Paid
from portal.invoicing.models import DocumentStep, IssuedDocument
from portal.invoicing.numbering import next_number

log = logging.getLogger(__name__)

HOW_PAID = {ways.CARD: "by card", ways.ACCOUNT: "by bank transfer"}


def issue_owed(fact: OrderInvoiced) -> None:
    """An order was put on account: its invoice goes out, to be paid within thirty days."""
    _issue_unless_missing(fact.order_id)


def issue_paid(fact: OrderPaid) -> None:
    """An order was paid: where it was not invoiced before it is now, as paid."""
    _issue_unless_missing(fact.order_id)


def invoice(order: Order, *, at: datetime, by: int | None = None) -> IssuedDocument:
    """The order's invoice; the one there is when it was issued before.

    The tax point is the day on which the order was placed, whose rate its lines bear, at the latest today: nobody buys
    here more than a few days before paying or being invoiced. Raises RuleBroken while the seller is not set up.
    """
    order = billing.locked(order.id)
    standing = queries.invoice_of(order.id)
    if standing is not None:
        return standing
    selling.refuse_unready(current_app.config["SETTINGS"])
    issued_on = at.astimezone(LONDON).date()
    lines = billing.lines_of(order.id)
    owed = order.state == INVOICED
    document = composing.invoice_of(
        order,
        lines,
        number=next_number("invoice"),
        issued_on=issued_on,
        tax_point=order.placed_on or issued_on,
        due_on=due_on(issued_on) if owed else None,
        paid=() if owed else (_paid(order),),
    )
    row = keeping.keep(
        document, order=order, line_ids={at: line.id for at, line in enumerate(lines, start=1)}, at=at, by=by
    )
    order.due_on = row.due_on
    note(row, "sent", at=at, by=by)
    record_issued(row, by=by)
    telling.send(row)
    return row


def due_on(sent_on: date) -> date:
    """When an invoice is to be paid: thirty days after it was sent, and again so when it is issued anew."""
    return sent_on + timedelta(days=DAYS_TO_PAY)


def without_invoice(*, most: int) -> list[Order]:
    """Orders that should have an invoice and have none, the oldest first: the seller was not set up at the time."""
    has = select(IssuedDocument.id).where(IssuedDocument.order_id == Order.id, IssuedDocument.kind == "invoice")
    return list(
        db.session.scalars(
            select(Order)
            .where(Order.state.in_((INVOICED, PAID)), Order.gross_pence > 0, ~has.exists())
            .order_by(Order.id)
            .limit(most)
        )
    )


def catch_up(*, at: datetime, most: int = 200) -> int:
    """Issue what could not be issued at its time; how many. Safe to repeat."""
    if selling.missing(current_app.config["SETTINGS"]):
        return 0
    late = without_invoice(most=most)
    for order in late:
        invoice(order, at=at)
    return len(late)


def note(
    row: IssuedDocument, event: str, *, at: datetime, by: int | None, note: str = "", key: str | None = None
) -> None:
    """Write down what happened to a document."""
    db.session.add(DocumentStep(document_id=row.id, event=event, key=key, at=at, by_id=by, note=note[:500]))
    db.session.flush()


def record_issued(row: IssuedDocument, *, by: int | None) -> None:
    """The record of acts names the document and its amount."""
    record(
        f"invoicing.{row.kind}_issued",
        by=by,
        subject=f"document:{row.number}",
        about=row.person_id,
        facts={"pence": row.gross_pence, "order": row.order_reference},
    )


def _issue_unless_missing(order_id: int) -> None:
    """An order is never held up because its invoice cannot be made: it follows (catch_up) when that is mended."""
    order = billing.by_id(order_id)
    if order.gross_pence == 0:
        return
    missing = selling.missing(current_app.config["SETTINGS"])
    if missing:
        log.error("invoicing.not_set_up", extra={"order": order.reference, "missing": missing})
        return
    invoice(order, at=clock.now())


def _paid(order: Order) -> Paid:
    at = order.paid_at or clock.now()
    return Paid(HOW_PAID.get(order.way, ""), at.astimezone(LONDON).date(), min(order.gross_pence, order.kept_pence))


def send_again(row: IssuedDocument, *, by: int, at: datetime) -> str:
    """Send a document once more, as it was issued; to whom. Raises RuleBroken where nobody's address is known."""
    sent = telling.send(row, again=f"{at.timestamp():.0f}")
    if sent is None:
        raise RuleBroken("It was sent this very second, or nobody’s address is known to send it to.")
    note(row, "sent_again", at=at, by=by)
    record("invoicing.sent_again", by=by, subject=f"document:{row.number}", about=row.person_id)
    return sent.recipient
