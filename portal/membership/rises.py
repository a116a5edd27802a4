"""What is asked of the rises of organisations into a higher tier, and the tier that they lead to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from portal.database.base import db
from portal.membership.models import TierRise

AT_ONCE = 500


def climbed(tier: str, rises: Iterable[TierRise], *, year: int, on: date) -> str:
    """The tier on a day of an organisation that was charged by `tier` for the year.

    Each rise goes on from the one before: where an earlier one was given back, a later one leads nowhere.
    """
    for rise in rises:
        if rise.year == year and rise.before == tier and rise.counts_on(on):
            tier = rise.after
    return tier


def of_memberships(membership_ids: Sequence[int]) -> dict[int, list[TierRise]]:
    """Every rise of these memberships, by membership, the oldest first."""
    found: defaultdict[int, list[TierRise]] = defaultdict(list)
    for start in range(0, len(membership_ids), AT_ONCE):
        ids = membership_ids[start : start + AT_ONCE]
        for rise in db.session.scalars(select(TierRise).where(TierRise.membership_id.in_(ids)).order_by(TierRise.id)):
            found[rise.membership_id].append(rise)
    return found


def open_of(membership_id: int, *, year: int | None = None) -> list[TierRise]:
    """The rises that are asked for and neither paid nor given up; at most one a year."""
    wanted = select(TierRise).where(
        TierRise.membership_id == membership_id, TierRise.paid_on.is_(None), TierRise.closed_on.is_(None)
    )
    if year is not None:
        wanted = wanted.where(TierRise.year == year)
    return list(db.session.scalars(wanted.order_by(TierRise.id)))


def under(references: Sequence[str]) -> dict[str, TierRise]:
    """The rises of these references, as they are this moment."""
    rows = db.session.scalars(
        select(TierRise).where(TierRise.reference.in_(references)).execution_options(populate_existing=True)
    )
    return {row.reference: row for row in rows}


def locked(rise_id: int) -> TierRise:
    """The rise as it is this moment, and nobody else changes it until the transaction ends."""
    return db.session.scalars(
        select(TierRise).where(TierRise.id == rise_id).with_for_update().execution_options(populate_existing=True)
    ).one()
