"""What the staff's pages about prices show: ready words, decided once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy import select

from portal.billing import catalogue, dated, product_editing, vat
from portal.billing.dated import FEE, PRICE, Setting
from portal.billing.models import Product
from portal.billing.product_adding import Added
from portal.billing.product_editing import Written
from portal.database.base import db
from portal.foundation.money import pence_of
from portal.web import words


@dataclass(frozen=True, slots=True)
class RowShown:
    """An amount from a day on, in the history of a setting."""

    amount: str
    from_date: date
    coming: bool
    now: bool


@dataclass(frozen=True, slots=True)
class SettingShown:
    """A line of the list of everything that is charged; `is_priced` is false for a product without a price list."""

    key: str
    name: str
    amount: str
    coming: tuple[str, ...]
    vat: str = ""
    sold: str = ""
    is_priced: bool = True


def products(*, on: date) -> list[SettingShown]:
    """Every product, sold or not, in the order of the price list."""
    rows = db.session.scalars(select(Product).order_by(Product.position, Product.key))
    return [_product(row, on) for row in rows]


def settings(*, on: date) -> list[SettingShown]:
    """The rate of VAT, the discounts and the fees."""
    return [_setting(each, on) for each in dated.settings()]


def rows(what: Setting, *, on: date) -> list[RowShown]:
    """Its amounts, the newest first."""
    found = dated.rows_of(what)
    now = dated.in_force(found, on=on)
    return [RowShown(dated.say(what, each.amount), each.from_date, each.from_date > on, each is now) for each in found]


def said(what: Setting, amount: int | None) -> str:
    """An amount, or that there is none yet."""
    return "not set" if amount is None else dated.say(what, amount)


def word(form: FlaskForm, what: Setting) -> None:
    """Label the one field by what is set."""
    label = {PRICE: "List price of one", FEE: "Fee for a whole year"}.get(what.kind, what.name)
    form.amount.label.text = label
    form.amount.description = "In per cent." if what.kind.in_percent else "In pounds, without VAT."


def trim(form: FlaskForm, row: Product) -> None:
    """Leave out what a product of this kind does not have."""
    for name, has in (
        ("weeks", product_editing.has_weeks(row)),
        ("credits", product_editing.has_credits(row)),
        ("is_sold", product_editing.may_be_stopped(row)),
        ("sold_from", product_editing.may_be_stopped(row)),
        ("sold_to", product_editing.may_be_stopped(row)),
    ):
        if not has:
            delattr(form, name)


def written(form: FlaskForm) -> Written:
    """What was entered."""

    def of(name: str) -> Any:
        return form[name].data if name in form else None

    return Written(
        name=of("name") or "",
        description=of("description") or "",
        weeks=of("weeks"),
        credits=of("credits"),
        is_sold=bool(of("is_sold")) if "is_sold" in form else True,
        sold_from=of("sold_from"),
        sold_to=of("sold_to"),
    )


def added(form: FlaskForm) -> Added:
    """What was entered for a new product."""
    return Added(
        name=form.name.data or "",
        kind=form.kind.data or "",
        description=form.description.data or "",
        credits=form.credits.data,
        pence=pence_of(form.price.data),
        vat_code=form.vat_code.data or "",
        discounted=bool(form.discounted.data),
        from_date=form.from_date.data,
    )


def _product(row: Product, on: date) -> SettingShown:
    rate = "exempt" if row.vat_code == vat.EXEMPT else vat.NAMES[row.vat_code]
    if row.kind == "membership":
        return SettingShown(row.key, row.name, "by its fees", (), rate, _sold(row, on), is_priced=False)
    shown = _setting(dated.setting(row.key), on)
    return SettingShown(row.key, row.name, shown.amount, shown.coming, rate, _sold(row, on))


def _sold(row: Product, on: date) -> str:
    if catalogue.is_sold(row, on=on):
        return f"Until {words.day_in_words(row.sold_to)}" if row.sold_to else "Yes"
    return f"From {words.day_in_words(row.sold_from)}" if row.sold_from > on else "No longer"


def _setting(what: Setting, on: date) -> SettingShown:
    found = dated.rows_of(what)
    now, coming = dated.in_force(found, on=on), [each for each in found if each.from_date > on]
    return SettingShown(
        what.key,
        what.name,
        said(what, now.amount if now else None),
        tuple(f"{dated.say(what, each.amount)} from {words.day_in_words(each.from_date)}" for each in coming[::-1]),
    )
