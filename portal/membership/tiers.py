"""The size bands of organisations, as dated data: of each name the newest row that has begun is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.membership.models import TierRow


@dataclass(frozen=True, slots=True)
class Tier:
    """A band in force: from how many staff on, and what it takes off recruitment services."""

    name: str
    discount_percent: int
    least_staff: int = 0


def in_force(*, on: date) -> list[Tier]:
    """The bands of a day, smallest first."""
    newest = (
        select(TierRow.name, func.max(TierRow.from_date).label("from_date"))
        .where(TierRow.from_date <= on)
        .group_by(TierRow.name)
        .subquery()
    )
    rows = db.session.scalars(
        select(TierRow)
        .join(newest, (TierRow.name == newest.c.name) & (TierRow.from_date == newest.c.from_date))
        .order_by(TierRow.least_staff)
    )
    return [Tier(row.name, row.discount_percent, row.least_staff) for row in rows]


def tier_of(staff_count: int, *, on: date) -> Tier:
    """The band of an organisation with so many staff. Raises RuleBroken where no band reaches down to it."""
    found = fitting(in_force(on=on), staff_count)
    if found is None:
        raise RuleBroken(
            f"No tier is set for {staff_count} staff on {on:%-d %B %Y}. Our staff have to set one first: please write to us."
        )
    return found


def fitting(bands: Sequence[Tier], staff_count: int | None) -> Tier | None:
    """Of a day's bands, smallest first, the one for so many staff; None where that is not known, or none reaches down."""
    reaching = [] if staff_count is None else [tier for tier in bands if tier.least_staff <= staff_count]
    return reaching[-1] if reaching else None
