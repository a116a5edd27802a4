"""A quote of what an order would cost, and, once it is placed, the pro-forma invoice of it; as PDF, never numbered."""

from __future__ import annotations

from portal.billing import queries as billing
from portal.billing import valuing
from portal.billing.models import Order
from portal.billing.presenting import quoted_until
from portal.billing.states import OPEN
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.invoicing import composing
from portal.invoicing.documents import Document, Kind
from portal.web.words import day_in_words


def quote_of(order: Order) -> Document:
    """The quote of an order that is not placed, the pro-forma invoice of one that is. NotFound for an empty one.

    Raises RuleBroken where no prices are held, or no longer: a quote says until when it is valid.
    """
    lines, on = billing.lines_of(order.id), clock.today()
    if not lines:
        raise NotFound("There is nothing in this order yet.")
    is_open = order.state in OPEN
    if is_open and quoted_until(order, on=on) is None:
        ended = f"The quote ended on {day_in_words(order.quoted_until)}. " if order.quoted_until else ""
        raise RuleBroken(f"{ended}Hold today’s list prices for 30 days to get a quote.")
    valued = valuing.value(order, lines, on=on)
    return composing.quote_of(order, valued, kind=Kind.QUOTE if is_open else Kind.PRO_FORMA, on=on)
