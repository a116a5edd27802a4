"""Buying on account as a way to pay: offered while the society can send invoices."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app

from portal.billing import ways
from portal.billing.models import Order
from portal.billing.ways import Step
from portal.invoicing import queries, selling, telling
from portal.web.words import day_in_words


def why_not() -> str:
    """Why nothing can be bought on account, for staff; empty when it can."""
    missing = selling.missing(current_app.config["SETTINGS"])
    return f"Buying on account is not set up. Set {', '.join(missing)}." if missing else ""


def next_step(order: Order) -> Step | None:
    """What an order on account asks of its buyer: to pay the invoice that it has."""
    row = queries.invoice_of(order.id)
    if row is None or order.owed_pence <= 0:
        return None
    if row.state == "returned":
        return Step(f"Invoice {row.number} was returned. We issue it anew.", telling.address_of(row))
    by = f"by {day_in_words(row.due_on)}, " if row.due_on else ""
    return Step(f"See invoice {row.number} and how to pay it", telling.address_of(row), f"{by}by bank transfer")


WAY = replace(ways.ON_ACCOUNT, why_not=why_not, next_step=next_step)
