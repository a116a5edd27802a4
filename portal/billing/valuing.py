"""What an order comes to on a day, worked out from the price list, the standing and the rates of that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.billing import catalogue, pricing, subjects, vat
from portal.billing.discounting import NONE, Discount, by_tier, discount_for, would_have
from portal.billing.models import BuyingTerms, Order, OrderLine, Product
from portal.billing.pricing import Amounts
from portal.billing.states import OPEN
from portal.billing.subjects import Asked
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.membership.tiers import Tier


@dataclass(frozen=True, slots=True)
class ValuedLine:
    """A line with its amounts; `problem` says why it cannot be bought on that day."""

    id: int
    product_key: str
    description: str
    subject: str
    quantity: int
    list_pence: int
    discount_basis_points: int
    discount_because: str
    vat_code: str
    vat_basis_points: int
    amounts: Amounts
    problem: str = ""

    @property
    def list_total_pence(self) -> int:
        return self.list_pence * self.quantity

    @property
    def saved_pence(self) -> int:
        return self.list_total_pence - self.amounts.net_pence


@dataclass(frozen=True, slots=True)
class Valued:
    """An order as it would be, or was, bought. `missed_pence` is what membership would have saved a non-member,
    without VAT, and `missed_because` by which rule."""

    lines: tuple[ValuedLine, ...]
    total: Amounts
    discount: Discount
    no_vat_because: str
    missed_pence: int = 0
    missed_because: str = ""

    @property
    def problems(self) -> list[str]:
        return [each.problem for each in self.lines if each.problem]

    @property
    def list_total_pence(self) -> int:
        return sum(each.list_total_pence for each in self.lines)

    @property
    def saved_pence(self) -> int:
        return sum(each.saved_pence for each in self.lines)


@dataclass(frozen=True, slots=True)
class Supposed:
    """A change that is not made yet: a product's price, a rate of VAT or a tier's discount from a day on."""

    from_date: date
    price: tuple[str, int] | None = None
    rate: vat.Rate | None = None
    tier: Tier | None = None


def held_on(order: Order, on: date) -> date:
    """The day whose list prices count for an order on a day: that of its quote while it is valid."""
    return order.quoted_on if order.quoted_on and order.quoted_until and on <= order.quoted_until else on


def value(order: Order, lines: Sequence[OrderLine], *, on: date, supposed: Supposed | None = None) -> Valued:
    """An order as it stands when it was placed; before that, as it would be on this London day."""
    return _on_the_day(order, lines, on, supposed) if order.state in OPEN else as_placed(order, lines)


def as_placed(order: Order, lines: Sequence[OrderLine]) -> Valued:
    """What was bought, as it was bought."""
    products = catalogue.products({each.product_key for each in lines})
    found = tuple(
        ValuedLine(
            each.id,
            each.product_key,
            each.description,
            each.subject,
            each.quantity,
            each.list_pence,
            each.discount_basis_points,
            each.discount_because,
            each.vat_code,
            each.vat_basis_points,
            Amounts(each.net_pence, each.vat_pence),
        )
        for each in lines
    )
    discount = Discount(
        max((each.discount_basis_points for each in lines), default=0),
        order.discount_because,
        order.member,
        order.tier,
    )
    total = Amounts(order.net_pence, order.vat_pence)
    missed = _missed(order, found, products, discount, on=order.placed_on)
    return Valued(found, total, discount, order.no_vat_because, *missed)


def _on_the_day(order: Order, lines: Sequence[OrderLine], on: date, supposed: Supposed | None) -> Valued:
    products = catalogue.products({each.product_key for each in lines})
    discount = discount_for(order.organisation_id, on=on)
    terms = db.session.get(BuyingTerms, order.organisation_id) if order.organisation_id else None
    no_vat_because = terms.no_vat_because if terms else ""
    held = held_on(order, on)
    prices = catalogue.list_prices(on=held)
    rates = catalogue.vat_rates()
    if supposed is not None:
        discount, prices, rates = _as_if(supposed, discount, prices, rates, on=on, held=held)
    asked = subjects.memberships(lines)
    found = []
    for line in lines:
        product = products[line.product_key]
        now = (
            asked.asked(line, on=on, held=held) if product.kind == "membership" else _sold(line, product, prices, held)
        )
        code = vat.EXEMPT if no_vat_because else product.vat_code
        taken = discount if product.discounted else NONE
        rate = vat.rate_on(rates, code, on=on)
        amounts = pricing.priced(now.pence, line.quantity, discount=taken.basis_points, vat=rate)
        found.append(
            ValuedLine(
                line.id,
                line.product_key,
                now.description,
                line.subject,
                line.quantity,
                now.pence,
                taken.basis_points,
                taken.because,
                code,
                rate,
                amounts,
                now.problem,
            )
        )
    total = pricing.total(each.amounts for each in found)
    missed = _missed(order, tuple(found), products, discount, on=on)
    return Valued(tuple(found), total, discount, no_vat_because, *missed)


def _as_if(
    supposed: Supposed, discount: Discount, prices: dict[str, int], rates: list[vat.Rate], *, on: date, held: date
) -> tuple[Discount, dict[str, int], list[vat.Rate]]:
    """What would count if this were set: a price that is held stays, a rate and a discount are never held."""
    if supposed.price is not None and held >= supposed.from_date:
        prices = {**prices, supposed.price[0]: supposed.price[1]}
    if supposed.rate is not None:
        rates = [*rates, supposed.rate]
    if supposed.tier is not None and on >= supposed.from_date and discount.tier == supposed.tier.name:
        discount = by_tier(supposed.tier, member=discount.member)
    return discount, prices, rates


def _sold(line: OrderLine, product: Product, prices: dict[str, int], on: date) -> Asked:
    if line.agreed_pence is not None:
        return Asked(line.agreed_pence, line.description)
    if product.key not in prices or not catalogue.is_sold(product, on=on):
        problem = f"{line.description} is no longer sold. Take it out to go on."
        return Asked(prices.get(product.key, line.list_pence), line.description, problem)
    return Asked(prices[product.key], line.description)


def _missed(
    order: Order, lines: tuple[ValuedLine, ...], products: dict[str, Product], discount: Discount, *, on: date | None
) -> tuple[int, str]:
    """What membership would have saved on these lines, and by which rule."""
    if discount.member or order.organisation_id is None or on is None:
        return 0, ""
    would = would_have(order.organisation_id, on=on)
    saved = sum(
        each.list_total_pence
        - pricing.priced(each.list_pence, each.quantity, discount=would.basis_points, vat=0).net_pence
        for each in lines
        if products[each.product_key].discounted
    )
    return (saved, would.because) if saved else (0, "")


def refuse_problems(valued: Valued) -> None:
    """Raise RuleBroken with the first reason why this cannot be bought."""
    if not valued.lines:
        raise RuleBroken("There is nothing in this order yet. Choose something first.")
    if valued.problems:
        raise RuleBroken(valued.problems[0])
