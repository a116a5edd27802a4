"""The money of one placement: the parts of its fee, the orders that ask for them, what was paid, and what was given back."""

from __future__ import annotations

from sqlalchemy import select

from portal.billing import queries as orders
from portal.billing.models import Order, OrderLine
from portal.billing.states import CANCELLED, DRAFT, PAID
from portal.database.base import db
from portal.invoicing.models import IssuedDocument
from portal.placing.models import Placement, PlacementCredit, PlacementInstalment
from portal.placing.queries import campaign_of
from portal.recruitment import costing
from portal.recruitment import instalments as of_campaigns
from portal.recruitment.fees import MILESTONES, OF_SEARCH
from portal.recruitment.models import CampaignInstalment

SUBJECT = "placement:"


def instalments_of(placement: Placement) -> list[PlacementInstalment]:
    """The parts of the fee, in the order of their milestones."""
    rows = db.session.scalars(
        select(PlacementInstalment)
        .where(PlacementInstalment.placement_id == placement.id)
        .execution_options(populate_existing=True)
    )
    return sorted(rows, key=lambda each: list(MILESTONES).index(each.milestone))


def subject_of(placement: Placement, milestone: str) -> str:
    """How the line of an order names the part of the fee that it asks for."""
    return f"{SUBJECT}{placement.reference}:{milestone}"


def asked_with_campaign(placement: Placement, instalment: PlacementInstalment) -> CampaignInstalment | None:
    """The part of the campaign's fee of which this one is a share, where the fee is fixed and in instalments."""
    campaign = campaign_of(placement)
    if instalment.milestone not in OF_SEARCH or not costing.is_in_parts(campaign):
        return None
    return next((each for each in of_campaigns.of(campaign) if each.milestone == instalment.milestone), None)


def line_of(placement: Placement, instalment: PlacementInstalment) -> tuple[Order, OrderLine] | None:
    """The order that asks for this part, and its line; none where there is none, or it was given up."""
    campaign, shared = campaign_of(placement), asked_with_campaign(placement, instalment)
    if shared is not None:
        return of_campaigns.line_of(campaign, shared)
    if instalment.order_id is None:
        return None
    order = orders.by_id(instalment.order_id)
    if order.state == CANCELLED and not order.credited_pence:
        return None
    wanted = subject_of(placement, instalment.milestone)
    bought = (campaign.bought_as or "").split(":")
    for line in orders.lines_of(order.id):
        if line.subject == wanted or (bought[0] == "line" and str(line.id) == bought[1]):
            return order, line
    return None


def paid_of(placement: Placement) -> list[tuple[Order, OrderLine, int]]:
    """What was paid of the fee without VAT and not given back, by order, in the order of the milestones."""
    found = []
    for instalment in instalments_of(placement):
        there = line_of(placement, instalment)
        if there is not None and there[0].state == PAID:
            order, line = there
            left = min(instalment.pence, line.net_pence - line.credited_net_pence)
            if left > 0:
                found.append((order, line, left))
    return found


def owes(placement: Placement) -> bool:
    """Whether a part of the fee that is due was not paid."""
    for instalment in instalments_of(placement):
        if instalment.due_at is None or not instalment.pence:
            continue
        shared = asked_with_campaign(placement, instalment)
        if shared is not None and shared.waived_at is not None:
            continue
        there = line_of(placement, instalment)
        if there is None or there[0].state != PAID:
            return True
    return False


def may_be_invoiced(order: Order) -> bool:
    """Whether the order still waits to be placed."""
    return order.state == DRAFT


def credits_of(placement: Placement) -> list[tuple[PlacementCredit, IssuedDocument]]:
    """The credit notes that were given for it."""
    rows = db.session.execute(
        select(PlacementCredit, IssuedDocument)
        .join(IssuedDocument, IssuedDocument.id == PlacementCredit.document_id)
        .where(PlacementCredit.placement_id == placement.id)
        .order_by(PlacementCredit.id)
    )
    return [(credit, document) for credit, document in rows]
