"""What a campaign costs: the plan of its fee, a fixed fee that is agreed to in instalments, and how the terms say both."""

from __future__ import annotations

from datetime import datetime

from portal.billing import catalogue, discounting, queries
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


def list_price_of(campaign: Campaign, *, at: datetime) -> int:
    """The list price of its service on this day, in pence; nought where it is not sold."""
    return catalogue.list_prices(on=at.astimezone(LONDON).date()).get(SERVICES[campaign.service].product, 0)


def less_membership(campaign: Campaign, *, at: datetime, each: str) -> str:
    """What membership takes off, as the terms say it: by the standing of the day on which `each` order is placed."""
    today = discounting.discount_for(campaign.organisation_id, on=at.astimezone(LONDON).date())
    now = f", today {today.because}" if today.basis_points else ""
    return f"less your member discount if you have one on the day of {each}{now}"


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
        return [_percentage(campaign, at=at)]
    if is_in_parts(campaign):
        return _in_parts(campaign, at=at)
    service = SERVICES[campaign.service]
    if campaign.order_reference:
        order = queries.for_staff(campaign.order_reference)
        lines = [each for each in queries.lines_of(order.id) if each.product_key == service.product]
        each_one = sum(each.net_pence for each in lines) // max(1, sum(each.quantity for each in lines))
        return [f"{pounds(each_one)} without VAT, by order {order.reference}."]
    return [
        f"The price of “{service.name}” on the day of your order: today {pounds(list_price_of(campaign, at=at))} without "
        f"VAT, {less_membership(campaign, at=at, each='your order')}. The order is placed before the advert is published."
    ]


def percent_of(parts: int) -> str:
    """18 or 17.5, from basis points."""
    return f"{parts / 100:g}"


def _percentage(campaign: Campaign, *, at: datetime) -> str:
    share = percent_of(campaign.percent_parts) if campaign.percent_parts else "…"
    plan = plan_of(campaign)
    due = [f"{percent_of(each.parts)} per cent of it {MILESTONES[each.milestone]}" for each in plan]
    when = MILESTONES[plan[0].milestone] if len(plan) == 1 else " and ".join(due)
    return (
        f"{share} per cent of the first year’s pay of whoever is appointed, "
        f"{less_membership(campaign, at=at, each='each order')}, and VAT. It is due {when}. Nobody appointed, nothing owed."
    )


def _in_parts(campaign: Campaign, *, at: datetime) -> list[str]:
    price = list_price_of(campaign, at=at)
    parts = parts_of(campaign, price) if price else {}
    lines = [f"- {pounds(pence)} {MILESTONES[milestone]}" for milestone, pence in parts.items()]
    return [
        f"{pounds(price)} without VAT, {less_membership(campaign, at=at, each='each order')}, in instalments:",
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
