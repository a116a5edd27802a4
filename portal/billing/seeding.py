"""What a new installation sells, for how much and with which VAT; from then on it is the staff's."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from importlib import resources

from sqlalchemy import select

from portal.billing.models import Price, Product, VatRate
from portal.database.base import db


def seed() -> None:
    """Fill the tables of products, prices and rates where they are empty, in the caller's transaction."""
    if db.session.scalar(select(VatRate.id).limit(1)) is None:
        db.session.add_all(
            VatRate(code=row["code"], basis_points=int(row["basis_points"]), from_date=_day(row["from_date"]))
            for row in _rows("vat_rates.csv")
        )
    if db.session.scalar(select(Product.key).limit(1)) is None:
        db.session.add_all(
            Product(
                key=row["key"],
                kind=row["kind"],
                position=position,
                name=row["name"],
                description=row["description"],
                weeks=int(row["weeks"]),
                credits=int(row["credits"]),
                vat_code=row["vat_code"],
                discounted=row["discounted"] == "yes",
                sold_from=_day(row["sold_from"]),
            )
            for position, row in enumerate(_rows("products.csv"), start=1)
        )
        db.session.flush()
        db.session.add_all(
            Price(product_key=row["product"], pence=int(row["pence"]), from_date=_day(row["from_date"]))
            for row in _rows("prices.csv")
        )


def _day(written: str) -> date:
    return date.fromisoformat(written)


def _rows(name: str) -> Iterator[dict[str, str]]:
    file = resources.files("portal.billing") / "reference" / name
    yield from csv.DictReader(file.read_text(encoding="utf-8").splitlines())
