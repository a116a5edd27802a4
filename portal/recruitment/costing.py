"""What a campaign costs: the plan of its fee, a fixed fee that is agreed to in instalments, and how the terms say both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.billing import catalogue, discounting, pricing, queries
from portal.foundation.clock import LONDON
from portal.foundation.money import pounds
from portal.recruitment import fees
from portal.recruitment.fees import MILESTONES, OF_SEARCH, PLANS, USUAL, Instalment
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import FIXED, PERCENTAGE, SERVICES

FALLS_AWAY = (
    "A part that has not fallen due when the campaign ends is not owed.",
    "A part that falls due with somebody’s acceptance or start is shared equally among the posts, and is given back when "
    "they accepted and do not start.",
)


@dataclass(frozen=True, slots=True)
class Price:
    """What a service costs an organisation today, without VAT, and why less than its list price."""

    list_pence: int
    net_pence: int
    because: str


def price_of(campaign: Campaign, *, at: datetime) -> Price:
    """The list price of its service, less what membership takes off today; nought where it is not sold."""
    on, key = at.astimezone(LONDON).date(), SERVICES[campaign.service].product
    pence = catalogue.list_prices(on=on).get(key, 0)
    taken = discounting.discount_for(campaign.organisation_id, on=on)
    if not pence or not catalogue.product(key).discounted:
        return Price(pence, pence, "")
    net = pricing.priced(pence, 1, discount=taken.basis_points, vat=0).net_pence
    return Price(pence, net, taken.because if net < pence else "")


def is_in_parts(campaign: Campaign) -> bool:
    """Whether its fee is fixed and paid in instalments."""
    return campaign.service == FIXED and bool(campaign.fee_plan)


def plan_of(campaign: Campaign) -> tuple[Instalment, ...]:
    """When which part of its fee is due; nothing for a fee that one order pays."""
    plan = fees.as_agreed(campaign.fee_plan)
    return plan or PLANS[PERCENTAGE][USUAL[PERCENTAGE]][1] if campaign.service == PERCENTAGE else plan


def parts_of(campaign: Campaign, fee_pence: int) -> dict[str, int]:
    """What of a fixed fee in instalments is due at each milestone; exactly the fee in all."""
    terms = fees.Terms(fees.FIXED, fee_pence, plan_of(campaign))
    return fees.instalments(fees.checked(terms), fee_pence)


def sentences(campaign: Campaign, *, at: datetime) -> list[str]:
    """The fee as the terms say it, in paragraphs and lists (recruitment.terms)."""
    if campaign.service == PERCENTAGE:
        return [_percentage(campaign)]
    if is_in_parts(campaign):
        return _in_parts(campaign, at=at)
    service = SERVICES[campaign.service]
    if campaign.order_reference:
        order = queries.for_staff(campaign.order_reference)
        lines = [each for each in queries.lines_of(order.id) if each.product_key == service.product]
        each_one = sum(each.net_pence for each in lines) // max(1, sum(each.quantity for each in lines))
        return [f"{pounds(each_one)} without VAT, by order {order.reference}."]
    return [
        f"The price of “{service.name}” on the day of your order: today {pounds(price_of(campaign, at=at).list_pence)} "
        "without VAT, less your member discount if you have one. The order is placed before the advert is published."
    ]


def percent_of(parts: int) -> str:
    """18 or 17.5, from basis points."""
    return f"{parts / 100:g}"


def _percentage(campaign: Campaign) -> str:
    share = percent_of(campaign.percent_parts) if campaign.percent_parts else "…"
    plan = plan_of(campaign)
    due = [f"{percent_of(each.parts)} per cent of it {MILESTONES[each.milestone]}" for each in plan]
    when = MILESTONES[plan[0].milestone] if len(plan) == 1 else " and ".join(due)
    return (
        f"{share} per cent of the first year’s pay of whoever is appointed, and VAT, due {when}. "
        "Nobody appointed, nothing owed."
    )


def _in_parts(campaign: Campaign, *, at: datetime) -> list[str]:
    price = price_of(campaign, at=at)
    less = f", which is {pounds(price.list_pence)} less your member discount of today" if price.because else ""
    parts = parts_of(campaign, price.net_pence) if price.net_pence else {}
    lines = [f"- {pounds(pence)} {MILESTONES[milestone]}" for milestone, pence in parts.items()]
    return [
        f"{pounds(price.net_pence)} without VAT{less}, in instalments:",
        "\n".join(lines),
        "Each is ordered when it falls due. The first order is placed before the advert is published.",
        *FALLS_AWAY,
    ]


def cancelling_says(campaign: Campaign) -> str:
    """What cancelling leaves owed, as a sentence."""
    if is_in_parts(campaign):
        return "The parts of the fee that fell due stay owed for work that was begun. Those after them are not owed."
    return "What was ordered stays owed for work that was begun."


def for_search(campaign: Campaign, fee_pence: int) -> dict[str, int]:
    """Of the parts those that fall due for the search."""
    return {each: pence for each, pence in parts_of(campaign, fee_pence).items() if each in OF_SEARCH}
