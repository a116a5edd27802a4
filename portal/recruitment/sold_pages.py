"""What can be asked for and what it costs today, as the public and clients read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.billing import catalogue
from portal.foundation import clock
from portal.recruitment.sold_services import SERVICES
from portal.web.words import money


@dataclass(frozen=True, slots=True)
class OnSale:
    """A service in words."""

    name: str
    says: str
    costs: str


def services_on_sale() -> list[OnSale]:
    """Every service, in the order in which they are offered."""
    prices = catalogue.list_prices(on=clock.today())
    return [OnSale(each.name, each.says, _costs(each.product, prices)) for each in SERVICES.values()]


def _costs(product: str, prices: Mapping[str, int]) -> str:
    if not product:
        return "A share of the first year’s pay, which the terms name. Nobody appointed, nothing owed."
    return f"{money(prices[product])} without VAT" if product in prices else "Ask us for the price"
