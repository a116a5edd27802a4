"""A quote of what an order would cost, and, once it is placed, the pro-forma invoice of it; as PDF, never numbered."""

from __future__ import annotations

from portal.billing import queries as billing
from portal.billing.models import Order
from portal.billing.states import OPEN
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.invoicing import composing
from portal.invoicing.documents import Document, Kind


def quote_of(order: Order) -> Document:
    """The quote of an order that is not placed, the pro-forma invoice of one that is. NotFound for an empty one."""
    lines = billing.lines_of(order.id)
    if not lines:
        raise NotFound("There is nothing in this order yet.")
    kind = Kind.QUOTE if order.state in OPEN else Kind.PRO_FORMA
    return composing.quote_of(order, lines, kind=kind, on=clock.today())
