"""What a basket costs without membership and in each tier, and when membership pays for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.billing import catalogue, pricing, vat
from portal.billing.catalogue import OnSale
from portal.billing.discounting import PERCENT
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.membership import tiers
from portal.membership.classes import ORGANISATION
from portal.membership.fees import fee_for

KINDS = ("advert", "extra_week", "featured", "bundle", "service")
MOST = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product with how many are asked for."""

    key: str
    name: str
    description: str
    price: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Side:
    """The basket for one kind of buyer: who, what it comes to, what is saved, and when the fee is won back."""

    who: str
    discount: str
    net: str
    vat: str
    gross: str
    saved: str
    fee: str
    pays: str


@dataclass(frozen=True, slots=True)
class Tiered:
    """One product's price, without VAT, without membership and in each tier."""

    name: str
    description: str
    vat: str
    prices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """Everything that /prices says."""

    heads: tuple[str, ...]
    table: tuple[Tiered, ...]
    wanted: tuple[Wanted, ...]
    sides: tuple[Side, ...]
    is_empty: bool


def costs(quantities: Mapping[str, int], *, on: date) -> Costs:
    """The price list of a day, and what so many of each come to. Whatever is not sold is left out."""
    sold = catalogue.on_sale(on=on, kinds=KINDS)
    rates = catalogue.vat_rates()
    bands = tiers.in_force(on=on)
    points = [0, *(each.discount_percent * PERCENT for each in bands)]
    table = tuple(
        Tiered(
            each.product.name,
            each.product.description,
            vat.percent(vat.rate_on(rates, each.product.vat_code, on=on)),
            tuple(pounds(_net(each, 1, each_points)) for each_points in points),
        )
        for each in sold
    )
    wanted = tuple(
        Wanted(each.product.key, each.product.name, each.product.description, pounds(each.pence), quantity)
        for each in sold
        for quantity in [max(0, min(quantities.get(each.product.key, 0), MOST))]
    )
    asked = {each.key: each.quantity for each in wanted}
    basket = [(each, asked[each.product.key]) for each in sold if asked[each.product.key]]

    def come_to(discount: int) -> pricing.Amounts:
        return pricing.total(
            pricing.priced(
                each.pence,
                quantity,
                discount=discount if each.product.discounted else 0,
                vat=vat.rate_on(rates, each.product.vat_code, on=on),
            )
            for each, quantity in basket
        )

    without = come_to(0)
    sides = [_side("Not a member", "", without, without, None, 0)]
    for band in bands:
        discount = band.discount_percent * PERCENT
        name = f"Member, {band.name.replace('_', ' ')}"
        sides.append(
            _side(name, f"{band.discount_percent}%", come_to(discount), without, _fee(band.name, on), discount)
        )
    heads = ("Not a member", *(f"{each.name.replace('_', ' ').capitalize()} member" for each in bands))
    return Costs(heads, table, wanted, tuple(sides), not basket)


def _net(each: OnSale, quantity: int, discount: int) -> int:
    taken = discount if each.product.discounted else 0
    return pricing.priced(each.pence, quantity, discount=taken, vat=0).net_pence


def _fee(tier: str, on: date) -> int | None:
    try:
        return fee_for(ORGANISATION, tier, on=on).whole_year_pence
    except RuleBroken:
        return None


def _side(
    who: str, discount: str, amounts: pricing.Amounts, without: pricing.Amounts, fee: int | None, points: int
) -> Side:
    saved = without.net_pence - amounts.net_pence
    return Side(
        who,
        discount,
        pounds(amounts.net_pence),
        pounds(amounts.vat_pence),
        pounds(amounts.gross_pence),
        pounds(saved) if saved else "",
        pounds(fee) + " a year" if fee else "",
        _pays(saved, fee, points),
    )


def _pays(saved: int, fee: int | None, points: int) -> str:
    """In words, when the year's fee is won back; all without VAT."""
    if not fee or not points:
        return ""
    if saved >= fee:
        return f"Pays for itself with this: {pounds(saved - fee)} more saved than the year’s fee."
    # Rounded up to the next whole pound, so that nobody who spends it falls short.
    spend = -(-fee * pricing.ALL // (points * 100)) * 100
    return f"Pays for itself from {pounds(spend)} a year at list prices."
