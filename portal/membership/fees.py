"""What a class costs, as dated data: the newest row that has begun is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.membership import years
from portal.membership.classes import name_of
from portal.membership.models import FeeRow


@dataclass(frozen=True, slots=True)
class Fee:
    """A year's fee, the months that are charged, and what they come to; whole pence without VAT."""

    whole_year_pence: int
    months: int
    pence: int


def fee_for(klass: str, tier: str = "", *, on: date) -> Fee:
    """The fee for one who joins on this day: the year's, and the part for the months left, the current one included.

    Raises RuleBroken where no fee has been set.
    """
    row = db.session.scalar(
        select(FeeRow)
        .where(FeeRow.klass == klass, FeeRow.tier == tier, FeeRow.from_date <= on)
        .order_by(FeeRow.from_date.desc())
        .limit(1)
    )
    if row is None:
        what = f"{name_of(klass)}, {tier}" if tier else name_of(klass)
        raise RuleBroken(
            f"No fee is set for {what} on {on:%-d %B %Y}. Our staff have to set one first: please write to us."
        )
    months = years.months_left(on)
    return Fee(row.pence, months, years.share_of(row.pence, months))
