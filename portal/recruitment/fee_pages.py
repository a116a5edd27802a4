"""The instalments of a fixed fee as the pages of a campaign show them, with what can be done about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.billing.states import DRAFT
from portal.billing.states import NAMES as ORDER_NAMES
from portal.recruitment import costing, fees, instalments
from portal.recruitment import sold_services as services
from portal.recruitment.campaign_states import OVER
from portal.recruitment.fees import FIXED, MILESTONES, OF_SEARCH, OFFER_ACCEPTED, PERCENTAGE, PLANS
from portal.recruitment.models import Campaign, CampaignInstalment

DUE = "Due, not ordered"


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment: when it is due, how much of it without VAT, and how far its order is."""

    milestone: str
    when: str
    pence: int
    status: str
    order: str = ""
    may_raise: bool = False
    may_waive: bool = False


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in instalments; no `parts` where it is none, or the terms are not agreed."""

    pence: int
    parts: Sequence[Part]
    may_order: bool


def fee_of(campaign: Campaign) -> Fee:
    """The instalments of a campaign."""
    if campaign.fee_pence is None:
        return Fee(0, (), may_order=False)
    held = {each.milestone: each for each in instalments.of(campaign)}
    every = costing.parts_of(campaign, campaign.fee_pence)
    parts = [
        _search(campaign, held[milestone]) if milestone in OF_SEARCH else _success(campaign, milestone, pence)
        for milestone, pence in every.items()
    ]
    return Fee(campaign.fee_pence, parts, may_order=any(each.status == DUE for each in parts))


def due_says(campaign: Campaign) -> str:
    """When its fee is due, in words; empty for a service that one order alone pays."""
    plan = costing.plan_of(campaign)
    basis = PERCENTAGE if campaign.service == services.PERCENTAGE else FIXED
    return PLANS[basis][fees.key_of(basis, plan)][0] if plan else ""


def _search(campaign: Campaign, part: CampaignInstalment) -> Part:
    there = instalments.line_of(campaign, part)
    may_waive = (
        campaign.state in instalments.ENDED_WITHOUT
        and part.due_at is not None
        and part.waived_at is None
        and (there is None or there[0].state == DRAFT)
    )
    if part.waived_at is not None:
        status = "Let go"
    elif there is not None:
        status = "Order to be placed" if there[0].state == DRAFT else ORDER_NAMES[there[0].state]
    elif part.due_at is not None:
        status = DUE
    else:
        status = "Not owed: the campaign is over" if campaign.state in OVER else "Not due yet"
    return Part(
        part.milestone,
        MILESTONES[part.milestone],
        part.pence,
        status,
        there[0].reference if there else "",
        may_raise=there is not None and there[0].state == DRAFT,
        may_waive=may_waive,
    )


def _success(campaign: Campaign, milestone: str, pence: int) -> Part:
    if campaign.state in instalments.ENDED_WITHOUT:
        status = "Not owed: nobody was appointed"
    else:
        event = "acceptance" if milestone == OFFER_ACCEPTED else "start"
        status = f"Asked for with each {event}, on the placement’s page"
    return Part(milestone, MILESTONES[milestone], pence, status)
