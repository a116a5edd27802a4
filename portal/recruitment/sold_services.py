"""What a client can buy of us: which product of the price list begins which service, and what a service includes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FIXED: Final = "fixed"
PERCENTAGE: Final = "percentage"
ASSISTED: Final = "assisted"


@dataclass(frozen=True, slots=True)
class Service:
    """`product` is what is ordered before the advert can be live; empty where the fee falls due later."""

    name: str
    says: str
    product: str
    includes_advert: bool


SERVICES: Mapping[str, Service] = {
    FIXED: Service(
        "Full recruitment for a fixed fee",
        "A consultant runs the whole recruitment, from the advert to the offer. The advert is included. "
        "It can be paid in instalments where we agree on them.",
        "full_recruitment",
        includes_advert=True,
    ),
    PERCENTAGE: Service(
        "Full recruitment for a percentage of the pay",
        "The same, for a fee that falls due when somebody is appointed. The advert is included.",
        "",
        includes_advert=True,
    ),
    ASSISTED: Service(
        "Assisted shortlisting",
        "You run the recruitment; a consultant scores every application and proposes a longlist. "
        "The advert is paid for apart.",
        "assisted_shortlisting",
        includes_advert=False,
    ),
}
BY_PRODUCT: Mapping[str, str] = {service.product: key for key, service in SERVICES.items() if service.product}
