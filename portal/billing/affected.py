"""Whom an amount from a day on concerns: what is not placed yet, what keeps its price, and renewals still to be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from portal.accounts.models import Person
from portal.billing import queries, states, valuing
from portal.billing.dated import DISCOUNT, FEE, PRICE, RATE, Setting
from portal.billing.dues import PRODUCT_OF_ORGANISATION
from portal.billing.models import BuyingTerms, Order, OrderLine, Product
from portal.billing.states import AWAITING, DRAFT, OPEN
from portal.billing.valuing import Supposed
from portal.billing.vat import Rate
from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation.money import pounds
from portal.membership import expecting, years
from portal.membership import queries as membership
from portal.membership.classes import ORGANISATION
from portal.membership.tiers import Tier

MOST = 100
"""How many are worked out and named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An order that is not placed yet: whose, and with VAT what it comes to on that day without and with the change."""

    order: str
    buyer: str
    state: str
    before: str
    after: str
    held_until: date | None

    @property
    def is_other(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Some:
    """So many in all, and the first of them."""

    number: int
    first: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Renewals:
    """Memberships whose renewal for a year is still to be made; and how many renewals for it keep the sum they have."""

    year: int
    number: int
    names: tuple[str, ...]
    made: int


@dataclass(frozen=True, slots=True)
class Affected:
    """Everybody whom a change concerns."""

    waiting: Some
    baskets: Some
    quotes: Some
    renewals: Renewals | None

    @property
    def is_nobody(self) -> bool:
        some = (self.waiting.number, self.baskets.number, self.quotes.number)
        return not any(some) and (self.renewals is None or not self.renewals.number)


def by(what: Setting, amount: int, *, from_date: date, on: date) -> Affected:
    """Whom this amount from that day on concerns, as things stand today."""
    supposed = _supposed(what, amount, from_date)
    holds = _holding(what, from_date)
    quoted = Order.quoted_until >= from_date
    keeps = [quoted] if what.kind == PRICE else []
    changes = [or_(Order.quoted_until.is_(None), ~quoted)] if what.kind == PRICE else []
    return Affected(
        waiting=_some([*holds, *changes, Order.state == AWAITING], supposed, from_date),
        baskets=_some([*holds, *changes, Order.state == DRAFT], supposed, from_date),
        quotes=_some([*holds, *keeps, Order.state.in_(OPEN)], supposed, from_date) if keeps else Some(0, ()),
        renewals=_renewals(what, from_date, on),
    )


def held_by(product_key: str) -> int:
    """How many orders that are not placed yet hold a product."""
    line = select(OrderLine.order_id).where(OrderLine.product_key == product_key)
    return (
        db.session.scalar(select(func.count()).select_from(Order).where(Order.id.in_(line), Order.state.in_(OPEN))) or 0
    )


def _supposed(what: Setting, amount: int, from_date: date) -> Supposed:
    if what.kind == PRICE:
        return Supposed(from_date, price=(what.of["product_key"], amount))
    if what.kind == RATE:
        return Supposed(from_date, rate=Rate(what.of["code"], amount, from_date))
    if what.kind == DISCOUNT:
        return Supposed(from_date, tier=Tier(what.of["name"], amount // 100))
    return Supposed(from_date)


def _holding(what: Setting, from_date: date) -> list[ColumnElement[bool]]:
    """Orders with a line that the change could touch."""
    line = select(OrderLine.order_id).join(Product, Product.key == OrderLine.product_key)
    if what.kind == PRICE:
        return [Order.id.in_(line.where(Product.key == what.of["product_key"]))]
    if what.kind == RATE:
        without = select(BuyingTerms.organisation_id).where(BuyingTerms.no_vat_because != "")
        charged = or_(Order.organisation_id.is_(None), Order.organisation_id.not_in(without))
        return [Order.id.in_(line.where(Product.vat_code == what.of["code"])), charged]
    if what.kind == DISCOUNT:
        buying = db.session.scalars(select(Order.organisation_id).where(Order.state.in_(OPEN)).distinct()).all()
        tiers = membership.tiers_paid([each for each in buying if each], on=from_date)
        of_tier = [each for each, tier in tiers.items() if tier == what.of["name"]]
        return [Order.id.in_(line.where(Product.discounted)), Order.organisation_id.in_(of_tier)]
    # A fee is fixed when it falls due, so what asks for it already stays.
    return [Order.id.is_(None)]


def _some(conditions: Sequence[ColumnElement[bool]], supposed: Supposed, from_date: date) -> Some:
    number = db.session.scalar(select(func.count()).select_from(Order).where(*conditions)) or 0
    rows = db.session.execute(
        select(Order, func.coalesce(Organisation.name, Person.name))
        .outerjoin(Organisation, Organisation.id == Order.organisation_id)
        .outerjoin(Person, Person.id == Order.person_id)
        .where(*conditions)
        .order_by(Order.id)
        .limit(MOST)
    )
    return Some(number, tuple(_hit(order, name, supposed, from_date) for order, name in rows))


def _hit(order: Order, buyer: str | None, supposed: Supposed, from_date: date) -> Hit:
    lines = queries.lines_of(order.id)
    before = valuing.value(order, lines, on=from_date)
    after = valuing.value(order, lines, on=from_date, supposed=supposed)
    held = order.quoted_until if order.quoted_until and order.quoted_until >= from_date else None
    return Hit(
        order.reference,
        buyer or "Someone who has left",
        states.NAMES[order.state],
        pounds(before.total.gross_pence),
        pounds(after.total.gross_pence),
        held,
    )


def _renewals(what: Setting, from_date: date, on: date) -> Renewals | None:
    """A fee counts for the first year that begins under it, a rate of VAT for the first renewal made under it."""
    if what.kind == FEE:
        year = from_date.year + (from_date > date(from_date.year, 1, 1))
        return _renewals_of(year, what.of["klass"], what.of["tier"])
    if what.kind == RATE and db.session.get_one(Product, PRODUCT_OF_ORGANISATION).vat_code == what.of["code"]:
        year = from_date.year + 1
        while years.renewal_opens(year) < max(from_date, on):
            year += 1
        return _renewals_of(year, ORGANISATION, "")
    return None


def _renewals_of(year: int, klass: str, tier: str) -> Renewals:
    names = expecting.still_to_be_offered(year, klass=klass, tier=tier)
    return Renewals(year, len(names), tuple(names[:MOST]), expecting.number_offered(year, klass=klass, tier=tier))
