"""What is to be invoiced, of placements and of campaigns whose fee is in instalments; and what was given back of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, cast, null, or_, select, union_all

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
    due = union_all(_due_of_placements(), _due_of_campaigns()).subquery()
    statement = (
        select(
            due.c.milestone, due.c.pence, due.c.due_at, Placement, JobApplication, Campaign, Organisation.name, Order
        )
        .select_from(due)
        .join(Campaign, Campaign.id == due.c.campaign_id)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .outerjoin(Placement, Placement.id == due.c.placement_id)
        .outerjoin(JobApplication, JobApplication.id == Placement.application_id)
        .outerjoin(Order, Order.id == due.c.order_id)
        .where(or_(due.c.order_id.is_(None), Order.state.not_in(SOLD)))
        .order_by(due.c.part)
    )
    if person_id is not None:
        statement = statement.where(or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id))
    found = [
        ToRaise(
            campaign.reference,
            placement.reference if placement is not None else "",
            milestone,
            name_of(application) if application is not None else "",
            campaign.title,
            client,
            pence,
            due_at,
            order.reference if order is not None and order.state != CANCELLED else "",
            placement is None or placement.fee_agreed_at is not None,
        )
        for milestone, pence, due_at, placement, application, campaign, client, order in db.session.execute(statement)
        if not (order is not None and order.credited_pence)
    ]
    return sorted(found, key=lambda each: (each.due_at, list(MILESTONES).index(each.milestone)))


def _due_of_placements() -> Select[Any]:
    part = PlacementInstalment
    return (
        select(part.id.label("part"), part.placement_id, Placement.campaign_id, *_facts(part))
        .join(Placement, Placement.id == part.placement_id)
        .where(part.due_at.is_not(None), part.pence > 0, part.milestone.not_in(OF_SEARCH))
        .where(Placement.state != DID_NOT_START)
    )


def _due_of_campaigns() -> Select[Any]:
    part = CampaignInstalment
    nobody = cast(null(), Integer).label("placement_id")
    return select(part.id.label("part"), nobody, part.campaign_id, *_facts(part)).where(
        part.due_at.is_not(None), part.pence > 0, part.waived_at.is_(None)
    )


def _facts(part: type[PlacementInstalment] | type[CampaignInstalment]) -> tuple[Any, ...]:
    return part.milestone, part.pence, part.due_at, part.order_id


def every_credit() -> list[tuple[PlacementCredit, IssuedDocument, Row]]:
    """All credit notes that were given for placements, the newest first."""
    rows = db.session.execute(
        select(PlacementCredit, IssuedDocument)
        .join(IssuedDocument, IssuedDocument.id == PlacementCredit.document_id)
        .order_by(PlacementCredit.id.desc())
    ).all()
    there = {each.placement.id: each for each in numbered({row[0].placement_id for row in rows})}
    return [(credit, document, there[credit.placement_id]) for credit, document in rows]
