"""Prices from a future day on: set, and withdrawn again while they have not begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from portal.audit.recording import record
from portal.billing import catalogue
from portal.billing.models import Order, OrderLine, Price
from portal.billing.states import OPEN
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.web.words import day_in_words

MOST_PENCE = 10_000_000


@dataclass(frozen=True, slots=True)
class Held:
    """How many baskets, and orders that wait for approval, hold a product; of them, how many have its price held."""

    open: int
    quoted: int


def prices_of(product_key: str) -> list[Price]:
    """Every price the product has had and will have, the newest first."""
    return list(
        db.session.scalars(select(Price).where(Price.product_key == product_key).order_by(Price.from_date.desc()))
    )


def held_in(product_key: str, *, on: date) -> Held:
    """Who meets another price when this product's changes."""
    wanted = (
        select(func.count(Order.id.distinct()))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.product_key == product_key, Order.state.in_(OPEN))
    )
    quoted = db.session.scalar(wanted.where(Order.quoted_until >= on)) or 0
    return Held(db.session.scalar(wanted) or 0, quoted)


def set_price(product_key: str, pence: int, *, from_date: date, by: int, on: date) -> Price:
    """The list price of one, without VAT, from a day after today; what was placed or quoted before keeps its price."""
    product = catalogue.product(product_key)
    if not 0 < pence <= MOST_PENCE:
        raise RuleBroken("Enter a price above £0 and of at most £100,000.")
    if from_date <= on:
        raise RuleBroken("Enter a day after today: a price that has begun is not changed.")
    price = Price(product_key=product.key, pence=pence, from_date=from_date)
    db.session.add(price)
    try:
        db.session.flush()
    except IntegrityError:
        raise RuleBroken(
            f"A price from {day_in_words(from_date)} is set already. Withdraw it first, then set the new one."
        ) from None
    facts = {"pence": pence, "from": from_date.isoformat()}
    record("billing.price_set", by=by, subject=f"product:{product.key}", facts=facts)
    return price


def withdraw_price(product_key: str, from_date: date, *, by: int, on: date) -> None:
    """Take back a price that has not begun."""
    if from_date <= on:
        raise RuleBroken("This price has begun, so it is not withdrawn. Set another from a later day.")
    gone = db.session.execute(delete(Price).where(Price.product_key == product_key, Price.from_date == from_date))
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken("This price is not there any more. Nothing was changed.")
    facts = {"from": from_date.isoformat()}
    record("billing.price_withdrawn", by=by, subject=f"product:{product_key}", facts=facts)
