"""What a consultant's placements of a time come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.billing.pricing import ALL
from portal.database.base import db
from portal.placing.models import Placement, PlacementShare
from portal.recruitment import fees
from portal.recruitment.models import Campaign


@dataclass(frozen=True, slots=True)
class Results:
    """How many placements a consultant has a share in, and what their shares of the fees come to without VAT."""

    placements: int
    fees_pence: int


def results(person_id: int, *, since: datetime, until: datetime) -> Results:
    """Of placements that were begun in this time and did not fall through. Where nobody shared one, it is its
    campaign's consultant's; what a guarantee gave back later is not taken off the month in which it was earned."""
    rows = db.session.execute(
        select(Placement, Campaign.consultant_id)
        .join(Campaign, Campaign.id == Placement.campaign_id)
        .where(Placement.begun_at.between(since, until), Placement.state != "did_not_start")
        .order_by(Placement.id)
    ).all()
    shares = _shares_of([placement.id for placement, _ in rows])
    number = pence = 0
    for placement, consultant_id in rows:
        among = shares.get(placement.id) or ([(str(consultant_id), ALL)] if consultant_id else [])
        if str(person_id) in dict(among):
            number += 1
            pence += fees.splits(placement.fee_pence, among)[str(person_id)]
    return Results(number, pence)


def _shares_of(placement_ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    rows = select(PlacementShare).where(PlacementShare.placement_id.in_(placement_ids)).order_by(PlacementShare.id)
    for each in db.session.scalars(rows):
        found.setdefault(each.placement_id, []).append((str(each.person_id), each.parts))
    return found
