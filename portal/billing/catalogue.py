"""What is sold on a day and for how much."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from portal.billing.models import Price, Product, VatRate
from portal.billing.vat import Rate
from portal.database.base import db
from portal.foundation.errors import NotFound

BASKET_KINDS = ("advert", "bundle", "service")
"""What is chosen from the price list by itself; a week more or a featured listing is for one vacancy."""


@dataclass(frozen=True, slots=True)
class OnSale:
    """A product with the list price of one in force."""

    product: Product
    pence: int


def product(key: str) -> Product:
    """The product of this key, sold or not; raises NotFound."""
    found = db.session.get(Product, key)
    if found is None:
        raise NotFound("There is no such product.")
    return found


def products(keys: Collection[str]) -> dict[str, Product]:
    """The products of these keys, sold or not."""
    return {row.key: row for row in db.session.scalars(select(Product).where(Product.key.in_(keys)))}


def on_sale(*, on: date, kinds: Sequence[str] = ()) -> list[OnSale]:
    """What the price list offers on a day, in its order."""
    prices = list_prices(on=on)
    rows = db.session.scalars(
        select(Product)
        .where(Product.sold_from <= on, or_(Product.sold_to.is_(None), Product.sold_to >= on))
        .order_by(Product.position, Product.key)
    )
    return [OnSale(each, prices[each.key]) for each in rows if each.key in prices and (not kinds or each.kind in kinds)]


def is_sold(row: Product, *, on: date) -> bool:
    """Whether it is sold on this day."""
    return row.sold_from <= on and (row.sold_to is None or on <= row.sold_to)


def list_prices(*, on: date) -> dict[str, int]:
    """The list price of every product in force on a day."""
    newest = (
        select(Price.product_key, func.max(Price.from_date).label("from_date"))
        .where(Price.from_date <= on)
        .group_by(Price.product_key)
        .subquery()
    )
    rows = db.session.execute(
        select(Price.product_key, Price.pence).join(
            newest, (Price.product_key == newest.c.product_key) & (Price.from_date == newest.c.from_date)
        )
    )
    return {key: pence for key, pence in rows}


def vat_rates() -> list[Rate]:
    """Every rate of VAT that was ever set."""
    return [Rate(row.code, row.basis_points, row.from_date) for row in db.session.scalars(select(VatRate))]
