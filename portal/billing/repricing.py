"""Writing into an order that has not bound yet what it comes to on a day."""

from __future__ import annotations

from datetime import date

from portal.billing import catalogue, queries, valuing
from portal.billing.models import Order
from portal.billing.valuing import Valued
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds


def price_again(order: Order, *, on: date) -> Valued:
    """Write into an order that is not yet placed what it comes to on this day."""
    lines = queries.lines_of(order.id)
    valued = valuing.value(order, lines, on=on)
    by_id = {each.id: each for each in valued.lines}
    gives = catalogue.products({each.product_key for each in lines})
    for line in lines:
        now = by_id[line.id]
        line.description, line.list_pence = now.description, now.list_pence
        line.weeks, line.credits = gives[line.product_key].weeks, gives[line.product_key].credits
        line.discount_basis_points, line.discount_because = now.discount_basis_points, now.discount_because
        line.vat_code, line.vat_basis_points = now.vat_code, now.vat_basis_points
        line.net_pence, line.vat_pence, line.gross_pence = (
            now.amounts.net_pence,
            now.amounts.vat_pence,
            now.amounts.gross_pence,
        )
    order.member, order.tier = valued.discount.member, valued.discount.tier
    order.discount_because, order.no_vat_because = valued.discount.because, valued.no_vat_because
    order.net_pence, order.vat_pence, order.gross_pence = (
        valued.total.net_pence,
        valued.total.vat_pence,
        valued.total.gross_pence,
    )
    db.session.flush()
    return valued


def refuse_unseen(order: Order, seen_pence: int | None) -> None:
    """Raise RuleBroken where the total is another than the one that was looked at."""
    if seen_pence is not None and seen_pence != order.gross_pence:
        raise RuleBroken(
            f"The total is {pounds(order.gross_pence)} now; it was {pounds(seen_pence)} when you opened the page. "
            "Look it over, and go on if you agree."
        )
