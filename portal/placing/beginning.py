"""Making a placement of an accepted offer: the fee by its basis, its instalments, and the guarantee of that day."""

from __future__ import annotations

from datetime import datetime

from portal.applying.models import JobApplication
from portal.billing import queries as orders
from portal.billing.models import OrderLine
from portal.database.base import db
from portal.foundation.identifiers import new_reference
from portal.offering.models import Offer
from portal.placing import moving, queries
from portal.placing.models import Placement, PlacementInstalment, PlacementShare
from portal.placing.sums import PLANS, part_of
from portal.recruitment import fees
from portal.recruitment.fees import OFFER_ACCEPTED, TERMS_AGREED, Instalment, Terms
from portal.recruitment.guarantee import DEFAULT, Rung
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import ASSISTED, PERCENTAGE

REPLACES = "replacement:"
"""How a campaign that looks for somebody else without a fee says what it was begun for (Campaign.bought_as)."""


def is_free(campaign: Campaign) -> bool:
    """Whether it looks for a replacement, for which nothing is owed, and nothing is promised a second time."""
    return (campaign.bought_as or "").startswith(REPLACES)


def begin(application: JobApplication, offer: Offer, campaign: Campaign, *, by: int | None, at: datetime) -> None:
    """Make the placement. Assisted shortlisting has none: there the client appoints, and no fee follows."""
    if campaign.service == ASSISTED or queries.standing(application.id) is not None:
        return
    terms, fee, line = _agreed(campaign, offer)
    schedule: tuple[Rung, ...] = () if is_free(campaign) else DEFAULT
    placement = Placement(
        reference=new_reference(),
        application_id=application.id,
        offer_id=offer.id,
        campaign_id=campaign.id,
        starts_on=offer.now_starts_on,
        salary_pence=offer.salary_pence,
        basis=terms.basis,
        figure=terms.figure,
        remuneration=terms.remuneration,
        remuneration_pence=offer.salary_pence,
        fee_pence=fee,
        fee_agreed_at=None if terms.basis == fees.PERCENTAGE else at,
        plan=[[each.milestone, each.parts] for each in terms.instalments],
        schedule=[[each.month, each.percent] for each in schedule],
        left_because="",
        ticked=[],
        remedy_percent=0,
        remedy_pence=0,
        remedy_because="",
        begun_at=at,
        updated_at=at,
    )
    moving.begin(placement, by=by, at=at)
    write_instalments(placement, terms, at=at)
    if line is not None:
        for instalment in queries.instalments_of(placement):
            instalment.order_id = line.order_id
    if campaign.consultant_id is not None:
        db.session.add(PlacementShare(placement_id=placement.id, person_id=campaign.consultant_id, parts=10_000))
    db.session.flush()


def write_instalments(placement: Placement, terms: Terms, *, at: datetime) -> None:
    """The parts of the fee; what its milestone has brought already is due."""
    for milestone, pence in fees.instalments(terms, placement.fee_pence).items():
        is_due = milestone in (TERMS_AGREED, OFFER_ACCEPTED)
        db.session.add(
            PlacementInstalment(
                placement_id=placement.id, milestone=milestone, pence=pence, due_at=at if is_due else None
            )
        )
    db.session.flush()


def terms_of(placement: Placement) -> Terms:
    """The fee as it was agreed."""
    plan = tuple(Instalment(str(milestone), int(parts)) for milestone, parts in placement.plan)
    return Terms(placement.basis, placement.figure, plan, placement.remuneration)


def _agreed(campaign: Campaign, offer: Offer) -> tuple[Terms, int, OrderLine | None]:
    """The terms of the fee, what it comes to, and the line of an order that asked for it already."""
    if campaign.service == PERCENTAGE:
        plan = PLANS["acceptance"][1]
        terms = Terms(fees.PERCENTAGE, campaign.percent_parts or 0, plan, campaign.remuneration)
        return terms, fees.fee(terms, remuneration_pence=offer.salary_pence), None
    line = None if is_free(campaign) else bought_line(campaign)
    pence = _share(campaign, line) if line is not None else 0
    return Terms(fees.FIXED, pence, (Instalment(TERMS_AGREED, 10_000),)), pence, line


def bought_line(campaign: Campaign) -> OrderLine | None:
    """The line of the order that paid for this campaign."""
    kind, _, rest = (campaign.bought_as or "").partition(":")
    if kind != "line" or not campaign.order_reference:
        return None
    wanted = int(rest.split(":")[0])
    order = orders.for_staff(campaign.order_reference)
    return next((each for each in orders.lines_of(order.id) if each.id == wanted), None)


def _share(campaign: Campaign, line: OrderLine) -> int:
    """What of a fixed fee is for this placement: the campaign's own of the line, and of that a post's."""
    number = int((campaign.bought_as or "").split(":")[2])
    own = part_of(line.net_pence, number, line.quantity)
    before = db.session.query(Placement).filter(
        Placement.campaign_id == campaign.id, Placement.state != "did_not_start"
    )
    return part_of(own, min(before.count() + 1, campaign.posts), campaign.posts)
