"""What is to be invoiced, of placements and of campaigns whose fee is in instalments; and what was given back of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from portal.applying.models import JobApplication
from portal.billing.models import Order
from portal.billing.states import CANCELLED, SOLD
from portal.database.base import db
from portal.employers.models import Organisation
from portal.invoicing.models import IssuedDocument
from portal.offering.queries import name_of
from portal.placing.models import Placement, PlacementCredit, PlacementInstalment
from portal.placing.queries import Row, numbered
from portal.recruitment.fees import MILESTONES, OF_SEARCH
from portal.recruitment.models import Campaign, CampaignInstalment
from portal.recruitment.placement_states import DID_NOT_START


@dataclass(frozen=True, slots=True)
class ToRaise:
    """A part of a fee that is due and not invoiced. `placement` and `name` are empty where it is due for the search.
    `order` is the order that waits to be placed, empty where none was made; `is_settled` says whether the consultant has
    looked the fee over, before which nothing is ordered."""

    campaign: str
    placement: str
    milestone: str
    name: str
    title: str
    client: str
    pence: int
    due_at: datetime
    order: str
    is_settled: bool


def to_raise(person_id: int | None = None) -> list[ToRaise]:
    """Parts of fees that are due and not invoiced, the longest due first: of a consultant's campaigns, or of all."""
    mine = [] if person_id is None else [or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id)]
    order = list(MILESTONES)
    found = [*_of_placements(mine), *_of_campaigns(mine)]
    return sorted(found, key=lambda each: (each.due_at, order.index(each.milestone)))


def _of_placements(mine: list[ColumnElement[bool]]) -> list[ToRaise]:
    statement = (
        select(PlacementInstalment, Placement, JobApplication, Campaign, Organisation, Order)
        .join(Placement, Placement.id == PlacementInstalment.placement_id)
        .join(JobApplication, JobApplication.id == Placement.application_id)
        .join(Campaign, Campaign.id == Placement.campaign_id)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .outerjoin(Order, Order.id == PlacementInstalment.order_id)
        .where(*_unsold(PlacementInstalment), *mine)
        .where(PlacementInstalment.milestone.not_in(OF_SEARCH), Placement.state != DID_NOT_START)
        .order_by(PlacementInstalment.id)
    )
    return [
        ToRaise(
            campaign.reference,
            placement.reference,
            instalment.milestone,
            name_of(application),
            campaign.title,
            organisation.name,
            instalment.pence,
            instalment.due_at,
            _waiting(order),
            placement.fee_agreed_at is not None,
        )
        for instalment, placement, application, campaign, organisation, order in db.session.execute(statement)
        if instalment.due_at is not None and not (order is not None and order.credited_pence)
    ]


def _of_campaigns(mine: list[ColumnElement[bool]]) -> list[ToRaise]:
    statement = (
        select(CampaignInstalment, Campaign, Organisation, Order)
        .join(Campaign, Campaign.id == CampaignInstalment.campaign_id)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .outerjoin(Order, Order.id == CampaignInstalment.order_id)
        .where(*_unsold(CampaignInstalment), CampaignInstalment.waived_at.is_(None), *mine)
        .order_by(CampaignInstalment.id)
    )
    return [
        ToRaise(
            campaign.reference,
            "",
            instalment.milestone,
            "",
            campaign.title,
            organisation.name,
            instalment.pence,
            instalment.due_at,
            _waiting(order),
            is_settled=True,
        )
        for instalment, campaign, organisation, order in db.session.execute(statement)
        if instalment.due_at is not None and not (order is not None and order.credited_pence)
    ]


def _unsold(part: type[PlacementInstalment] | type[CampaignInstalment]) -> list[ColumnElement[bool]]:
    """That it is due, and no order of it was sold."""
    return [part.due_at.is_not(None), part.pence > 0, or_(part.order_id.is_(None), Order.state.not_in(SOLD))]


def _waiting(order: Order | None) -> str:
    return order.reference if order is not None and order.state != CANCELLED else ""


def every_credit() -> list[tuple[PlacementCredit, IssuedDocument, Row]]:
    """All credit notes that were given for placements, the newest first."""
    rows = db.session.execute(
        select(PlacementCredit, IssuedDocument)
        .join(IssuedDocument, IssuedDocument.id == PlacementCredit.document_id)
        .order_by(PlacementCredit.id.desc())
    ).all()
    there = {each.placement.id: each for each in numbered({row[0].placement_id for row in rows})}
    return [(credit, document, there[credit.placement_id]) for credit, document in rows]
