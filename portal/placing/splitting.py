"""How consultants share a placement: in basis points that come to a whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from portal.accounts import queries as accounts
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.placing import moving, queries
from portal.placing.models import Placement, PlacementShare
from portal.recruitment import assigning, fees


def split(placement: Placement, shares: Mapping[int, int], *, by: int, at: datetime) -> None:
    """Share it anew. Raises RuleBroken unless the shares are a whole, and each is a consultant's."""
    wanted = {person: parts for person, parts in shares.items() if parts}
    if any(parts < 0 for parts in wanted.values()):
        raise RuleBroken("Enter each share as a percentage from 0 to 100.")
    fees.splits(placement.fee_pence, [(str(person), parts) for person, parts in wanted.items()])
    known = {each.id for each in assigning.consultants()}
    if set(wanted) - known:
        raise RuleBroken("Choose among the society’s consultants.")
    db.session.execute(delete(PlacementShare).where(PlacementShare.placement_id == placement.id))
    db.session.add_all(
        PlacementShare(placement_id=placement.id, person_id=person, parts=parts) for person, parts in wanted.items()
    )
    moving.note(placement, "split", by=by, at=at, words=f"Among {len(wanted)}")


def sums_of(placement: Placement) -> list[tuple[str, int, int]]:
    """Each consultant's name, share and sum; the sums come to exactly the fee."""
    shares = queries.shares_of(placement)
    if not shares:
        return []
    names = accounts.names_of({person for person, _ in shares})
    sums = fees.splits(placement.fee_pence, [(str(person), parts) for person, parts in shares])
    return [(names.get(person, accounts.SOMEBODY), parts, sums[str(person)]) for person, parts in shares]
