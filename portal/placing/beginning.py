"""Making a placement of an accepted offer: the fee by its basis, its instalments, and the guarantee of that day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from portal.applying.models import JobApplication
from portal.billing import queries as orders
from portal.billing.models import OrderLine
from portal.billing.pricing import ALL
from portal.database.base import db
from portal.foundation.identifiers import new_reference
from portal.offering.models import Offer
from portal.placing import money, moving, queries
from portal.placing.models import Placement, PlacementInstalment, PlacementShare
from portal.placing.sums import next_share, part_of
from portal.recruitment import costing, fees
from portal.recruitment.fees import OFFER_ACCEPTED, TERMS_AGREED, Instalment, Terms
from portal.recruitment.guarantee import DEFAULT, Rung
from portal.recruitment.models import Campaign
from portal.recruitment.placement_states import DID_NOT_START, OVER
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
    agreed = _agreed(campaign, offer)
    terms = agreed.terms
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
        fee_pence=sum(agreed.parts.values()),
        fee_agreed_at=None if terms.basis == fees.PERCENTAGE else at,
        plan=fees.as_kept(terms.instalments),
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
    write_instalments(placement, agreed.parts, at=at)
    if agreed.line is not None:
        for instalment in money.instalments_of(placement):
            instalment.order_id = agreed.line.order_id
    if campaign.consultant_id is not None:
        db.session.add(PlacementShare(placement_id=placement.id, person_id=campaign.consultant_id, parts=10_000))
    db.session.flush()


def write_instalments(placement: Placement, parts: Mapping[str, int], *, at: datetime) -> None:
    """The parts of the fee; what its milestone has brought already is due."""
    brought = fees.up_to(OFFER_ACCEPTED)
    for milestone, pence in parts.items():
        db.session.add(
            PlacementInstalment(
                placement_id=placement.id, milestone=milestone, pence=pence, due_at=at if milestone in brought else None
            )
        )
    db.session.flush()


def terms_of(placement: Placement) -> Terms:
    """The fee as it was agreed."""
    return Terms(placement.basis, placement.figure, fees.as_agreed(placement.plan), placement.remuneration)


@dataclass(frozen=True, slots=True)
class _Agreed:
    """The terms of the fee, what is due at each milestone, and the line of an order that asked for it already."""

    terms: Terms
    parts: Mapping[str, int]
    line: OrderLine | None = None


def _agreed(campaign: Campaign, offer: Offer) -> _Agreed:
    if campaign.service == PERCENTAGE:
        plan = costing.plan_of(campaign)
        terms = Terms(fees.PERCENTAGE, campaign.percent_parts or 0, plan, campaign.remuneration)
        return _Agreed(terms, fees.instalments(terms, fees.fee(terms, remuneration_pence=offer.salary_pence)))
    parts = _shares(campaign)
    plan = costing.plan_of(campaign) or (Instalment(TERMS_AGREED, ALL),)
    line = None if is_free(campaign) else bought_line(campaign)
    return _Agreed(Terms(fees.FIXED, sum(parts.values()), plan), parts, line)


def share_freed(campaign: Campaign) -> list[Placement]:
    """Somebody did not start: whoever was placed beyond the posts, and cost nothing, has the share that is free now."""
    if campaign.service == PERCENTAGE or is_free(campaign):
        return []
    wanted = _standing(campaign).where(Placement.fee_pence == 0, Placement.state.not_in(OVER)).order_by(Placement.id)
    found = []
    for placement in db.session.scalars(wanted).all():
        parts = _shares(campaign)
        for each in money.instalments_of(placement):
            each.pence = parts.get(each.milestone, 0)
        placement.fee_pence = placement.figure = sum(parts.values())
        db.session.flush()
        found.append(placement)
    return found


def bought_line(campaign: Campaign) -> OrderLine | None:
    """The line of the order that paid for this campaign."""
    kind, _, rest = (campaign.bought_as or "").partition(":")
    if kind != "line" or not campaign.order_reference:
        return None
    wanted = int(rest.split(":")[0])
    order = orders.for_staff(campaign.order_reference)
    return next((each for each in orders.lines_of(order.id) if each.id == wanted), None)


def _own(campaign: Campaign, line: OrderLine) -> int:
    """What of the line is this campaign's."""
    return part_of(line.net_pence, int((campaign.bought_as or "").split(":")[2]), line.quantity)


def _shares(campaign: Campaign) -> dict[str, int]:
    """What of each part of a fixed fee is for the next placement: an equal share, among the posts that are left, of what
    other placements do not have. All posts together have exactly the fee, and somebody beyond them costs nothing more."""
    standing = _standing(campaign).where(Placement.fee_pence > 0).with_only_columns(Placement.id)
    placed = db.session.scalar(select(func.count()).select_from(standing.subquery())) or 0
    rows = db.session.execute(
        select(PlacementInstalment.milestone, func.sum(PlacementInstalment.pence))
        .where(PlacementInstalment.placement_id.in_(standing))
        .group_by(PlacementInstalment.milestone)
    )
    had = {milestone: int(pence) for milestone, pence in rows}
    return {
        each: next_share(pence, had.get(each, 0), campaign.posts - placed) for each, pence in _whole(campaign).items()
    }


def _whole(campaign: Campaign) -> Mapping[str, int]:
    """A fixed fee by its milestones: as it was agreed, or what the order cost."""
    if campaign.fee_pence is not None:
        return costing.parts_of(campaign, campaign.fee_pence)
    line = None if is_free(campaign) else bought_line(campaign)
    return {TERMS_AGREED: _own(campaign, line) if line is not None else 0}


def _standing(campaign: Campaign) -> Select[Placement]:
    return select(Placement).where(Placement.campaign_id == campaign.id, Placement.state != DID_NOT_START)
