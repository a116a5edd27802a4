"""Staff add a product: sold, with its first price, from a day to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.audit.recording import record
from portal.billing import catalogue, dated, product_editing, vat
from portal.billing.dated import MOST_PENCE
from portal.billing.models import Price, Product
from portal.billing.product_editing import MOST_CREDITS
from portal.database.base import db
from portal.foundation.errors import RuleBroken

BUNDLE, SERVICE = "bundle", "service"
KINDS = {BUNDLE: "Bundle of advert credits", SERVICE: "Service of a consultant"}
"""What can be added. A vacancy's page offers the advert, the extra week and the featured listing that there are, and a
membership is charged by its fees, so of those there is one each."""
MOST_IN_KEY = 30
TAKEN = ("new",)
"""Words that stand in the place of a product's key in an address of the staff's pages."""


@dataclass(frozen=True, slots=True)
class Added:
    """What was entered for a new product; `credits` counts for a bundle alone."""

    name: str
    kind: str
    description: str
    credits: int | None
    pence: int | None
    vat_code: str
    discounted: bool
    from_date: date | None


def add(added: Added, *, by: int, on: date) -> Product:
    """Put a product into the catalogue, sold from its day on at its first price. Raises RuleBroken where it cannot be."""
    words = product_editing.words(added.name, added.description)
    if added.kind not in KINDS:
        raise RuleBroken("Choose what kind of product it is.")
    credits = product_editing.number(added.credits, MOST_CREDITS, "credits") if added.kind == BUNDLE else 0
    if added.pence is None or not 0 < added.pence <= MOST_PENCE:
        raise RuleBroken("Enter a price above £0 and of at most £100,000, in pounds, such as 320 or 320.50.")
    if added.from_date is None or added.from_date <= on:
        raise RuleBroken("Enter a day after today as the first on which it is sold.")
    if added.vat_code not in vat.NAMES:
        raise RuleBroken("Choose how VAT is charged.")
    vat.rate_on(catalogue.vat_rates(), added.vat_code, on=added.from_date)
    _refuse_twin(words["name"])
    product = Product(
        key=_key(words["name"]),
        kind=added.kind,
        position=1 + (db.session.scalar(select(func.max(Product.position))) or 0),
        weeks=0,
        credits=credits,
        vat_code=added.vat_code,
        discounted=added.discounted,
        sold_from=added.from_date,
        **words,
    )
    db.session.add(product)
    try:
        db.session.flush()
    except IntegrityError:
        raise RuleBroken("A product of nearly this name was added just now. Look at the list first.") from None
    db.session.add(Price(product_key=product.key, pence=added.pence, from_date=added.from_date))
    db.session.flush()
    record(
        "billing.product_added",
        by=by,
        subject=f"product:{product.key}",
        facts={
            "kind": product.kind,
            "pence": added.pence,
            "from": added.from_date.isoformat(),
            "vat": product.vat_code,
            "credits": credits,
        },
    )
    return product


def vat_choices(*, on: date) -> list[tuple[str, str]]:
    """The treatments of VAT for which a rate is set, as choices with today's rate."""
    found = []
    for code, name in vat.NAMES.items():
        try:
            rate = vat.rate_on(catalogue.vat_rates(), code, on=on)
        except RuleBroken:
            continue
        found.append((code, name.capitalize() + ("" if code == vat.EXEMPT else f", {vat.percent(rate)} today")))
    return found


def _refuse_twin(name: str) -> None:
    twin = db.session.scalar(select(Product.name).where(func.lower(Product.name) == name.lower()).limit(1))
    if twin is not None:
        raise RuleBroken(f"{twin} is there already. Change that one, or choose another name.")


def _key(name: str) -> str:
    """A short name of its own for the record and for addresses: "Twenty adverts" as twenty_adverts."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:MOST_IN_KEY].strip("_") or "product"
    known = {*db.session.scalars(select(Product.key)), *(each.key for each in dated.settings()), *TAKEN}
    key, number = plain, 2
    while key in known:
        tail = f"_{number}"
        key, number = plain[: MOST_IN_KEY - len(tail)] + tail, number + 1
    return key
