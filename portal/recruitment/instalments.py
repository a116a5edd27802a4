"""The parts of a fixed fee that fall due for the search: each is ordered once, when its milestone has come."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select

from portal.billing import ordering, placing
from portal.billing import queries as orders
from portal.billing.models import Order, OrderLine
from portal.billing.states import CANCELLED, DRAFT
from portal.database.base import db
from portal.database.claiming import claim
from portal.database.transaction import reading, transaction
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.foundation.text import one_line
from portal.recruitment import costing, fees, instalment_mails, moving
from portal.recruitment.campaign_states import CANCELLED as CAMPAIGN_CANCELLED
from portal.recruitment.campaign_states import UNFILLED
from portal.recruitment.fees import MILESTONES, TERMS_AGREED
from portal.recruitment.models import Campaign, CampaignInstalment
from portal.recruitment.sold_services import SERVICES

log = logging.getLogger(__name__)
PRODUCT = "placement_fee"
"""What is ordered: the product without a list price, for each fee is agreed."""
ENDED_WITHOUT = (CAMPAIGN_CANCELLED, UNFILLED)
"""A campaign in which nobody was appointed; what is still owed of it can be let go."""


def begin(campaign: Campaign, *, at: datetime) -> None:
    """Write the parts of the fee that was agreed, and order what the terms bring at once."""
    assert campaign.fee_pence is not None
    for milestone, pence in costing.for_search(campaign, campaign.fee_pence).items():
        db.session.add(CampaignInstalment(campaign_id=campaign.id, milestone=milestone, pence=pence))
    db.session.flush()
    reach(campaign, TERMS_AGREED, at=at)


def reach(campaign: Campaign, milestone: str, *, at: datetime) -> None:
    """A milestone has come: its part is due, and whatever comes before it; what is missing of orders is made."""
    for each in of(campaign):
        if each.milestone in fees.up_to(milestone) and each.due_at is None:
            each.due_at = at
    db.session.flush()
    order_due(campaign, at=at)


def of(campaign: Campaign) -> list[CampaignInstalment]:
    """The parts, in the order of their milestones."""
    rows = db.session.scalars(
        select(CampaignInstalment)
        .where(CampaignInstalment.campaign_id == campaign.id)
        .execution_options(populate_existing=True)
    )
    return sorted(rows, key=lambda each: list(MILESTONES).index(each.milestone))


def subject_of(campaign: Campaign, milestone: str) -> str:
    """How the line of an order names the part that it asks for."""
    return f"{moving.subject_of(campaign)}:{milestone}"


def line_of(campaign: Campaign, part: CampaignInstalment) -> tuple[Order, OrderLine] | None:
    """The order that asks for this part, and its line; none where there is none, or it was given up."""
    if part.order_id is None:
        return None
    order = orders.by_id(part.order_id)
    if order.state == CANCELLED and not order.credited_pence:
        return None
    wanted = subject_of(campaign, part.milestone)
    return next(((order, line) for line in orders.lines_of(order.id) if line.subject == wanted), None)


def waiting(campaign: Campaign, milestone: str) -> Order | None:
    """The order for this part, while it is still to be placed."""
    part = next((each for each in of(campaign) if each.milestone == milestone), None)
    there = line_of(campaign, part) if part is not None else None
    return there[0] if there is not None and there[0].state == DRAFT else None


def order_due(campaign: Campaign, *, at: datetime) -> int:
    """Make the orders that are due and missing; how many. `campaign` is held by the caller's transaction."""
    return sum(
        1
        for each in of(campaign)
        if each.due_at is not None and each.waived_at is None and each.pence and _order(campaign, each, at=at)
    )


def order_again(campaign: Campaign, *, at: datetime) -> str:
    """Order anew what is due and whose order was given up; the reference of the first order that waits to be placed."""
    order_due(campaign, at=at)
    found = next((order for each in of(campaign) if (order := waiting(campaign, each.milestone))), None)
    if found is None:
        raise RuleBroken("Everything that is due is ordered.")
    return found.reference


def order_forgotten(*, at: datetime, limit: int = 200) -> int:
    """Order what is due and has no order, each campaign in a transaction of its own; how many orders were made."""
    with reading():
        wanted = db.session.scalars(
            select(CampaignInstalment.campaign_id)
            .where(
                CampaignInstalment.due_at.is_not(None),
                CampaignInstalment.pence > 0,
                CampaignInstalment.order_id.is_(None),
                CampaignInstalment.waived_at.is_(None),
            )
            .distinct()
            .limit(limit)
        ).all()
    made = 0
    for campaign_id in wanted:
        try:
            with transaction():
                made += order_due(held(campaign_id), at=at)
        except RuleBroken as problem:
            log.warning("recruitment.fee_not_ordered", extra={"campaign_id": campaign_id, "reason": str(problem)})
    return made


def waive(campaign: Campaign, milestone: str, *, because: str, by: int, at: datetime) -> None:
    """Let a part go that is owed of a campaign which ended without an appointment; its order, not placed, goes with it."""
    reason = one_line(because, limit=400)
    if campaign.state not in ENDED_WITHOUT:
        raise RuleBroken("A part of the fee can be let go once the campaign has ended without anybody appointed.")
    part = next((each for each in of(campaign) if each.milestone == milestone), None)
    if part is None or part.due_at is None or part.waived_at is not None:
        raise RuleBroken("This part of the fee is not owed.")
    if not reason:
        raise RuleBroken("Say what was agreed: the client reads it.")
    there = line_of(campaign, part)
    if there is not None and there[0].state != DRAFT:
        raise RuleBroken(
            f"Order {there[0].reference} was placed. Ask our staff to cancel it, or to credit its invoice."
        )
    claim(part, "This part of the fee", expecting=("order_id", "waived_at"), waived_at=at)
    if there is not None:
        placing.cancel(there[0], because="This part of the fee is let go.", by=None, at=at)
    moving.note(campaign, "waive", by=by, at=at, words=f"{pounds(part.pence)} {MILESTONES[milestone]}: {reason}")


def held(campaign_id: int) -> Campaign:
    """The campaign, locked, as it stands now."""
    return db.session.scalars(
        select(Campaign).where(Campaign.id == campaign_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _order(campaign: Campaign, part: CampaignInstalment, *, at: datetime) -> bool:
    """Order one part, unless an order asks for it. Of two at once one orders it."""
    if line_of(campaign, part) is not None:
        return False
    made = ordering.begin(organisation_id=campaign.organisation_id, by=None, at=at)
    ordering.add_line(
        made,
        PRODUCT,
        1,
        on=at.astimezone(LONDON).date(),
        subject=subject_of(campaign, part.milestone),
        description=f"{SERVICES[campaign.service].name}, {campaign.title}: {MILESTONES[part.milestone]}",
        agreed_pence=part.pence,
    )
    claim(part, "This part of the fee", expecting=("order_id", "waived_at"), order_id=made.id)
    moving.note(campaign, "part_order", by=None, at=at, words=f"Order {made.reference}, {pounds(part.pence)}")
    instalment_mails.part_due(campaign, made, pence=part.pence)
    return True
