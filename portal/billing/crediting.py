"""Taking a sale back, whole or in part: what a credit note does to the order and to the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.audit.recording import record
from portal.billing import binding, books, pricing, queries
from portal.billing.models import Order, OrderLine
from portal.billing.moving import note_step
from portal.billing.pricing import Amounts
from portal.billing.states import INVOICED, SOLD
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds

Part = tuple[int, int]
"""A line's id, and how much of its net in pence."""


def credit(
    order: Order, parts: Sequence[Part], *, what: str, because: str, at: datetime, by: int | None
) -> list[tuple[OrderLine, Amounts]]:
    """Credit so much of these lines' net, with its VAT; `what` names the credit note. Gives what came of each part.

    An order on account of which nothing is left to pay is paid by that, or, when nothing was paid, cancelled.
    """
    order = queries.locked(order.id)
    if order.state not in SOLD:
        raise RuleBroken(f"Order {order.reference} is neither on account nor paid, so there is nothing to credit.")
    lines = {line.id: line for line in queries.lines_of(order.id)}
    done = [(lines[line_id], _credit_one(order, lines, line_id, pence)) for line_id, pence in parts]
    whole = pricing.total(amounts for _, amounts in done)
    order.credited_pence += whole.gross_pence
    books.credit(order, done, what=what, at=at)
    note_step(order, "credit", by=by, at=at, note=f"{pounds(whole.gross_pence)}: {because}")
    record(
        "billing.credited",
        by=by,
        subject=f"order:{order.reference}",
        about=order.person_id,
        facts={"pence": whole.gross_pence, "note": what},
    )
    if order.state == INVOICED and order.owed_pence <= 0:
        if order.kept_pence == 0:
            binding.cancel(order, because=because, by=by, at=at)
        else:
            binding.pay(order, by=by, at=at)
    return done


def left(order: Order) -> list[Part]:
    """Everything that is not yet credited."""
    return [
        (line.id, line.net_pence - line.credited_net_pence)
        for line in queries.lines_of(order.id)
        if line.net_pence > line.credited_net_pence
    ]


def _credit_one(order: Order, lines: dict[int, OrderLine], line_id: int, pence: int) -> Amounts:
    line = lines.get(line_id)
    if line is None:
        raise RuleBroken(f"Order {order.reference} has no such line.")
    left_pence = line.net_pence - line.credited_net_pence
    if not 0 < pence <= left_pence:
        raise RuleBroken(
            f"Of “{line.description}” {pounds(left_pence)} without VAT is not yet credited. "
            "Enter an amount above £0 and up to that."
        )
    amounts = pricing.credited(
        Amounts(line.net_pence, line.vat_pence),
        Amounts(line.credited_net_pence, line.credited_vat_pence),
        net_pence=pence,
    )
    line.credited_net_pence += amounts.net_pence
    line.credited_vat_pence += amounts.vat_pence
    db.session.flush()
    return amounts
