"""Which renewals of a year are still to be made, and how many were: what staff ask before they set another fee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select

from portal.accounts.models import Person
from portal.database.base import db
from portal.employers.models import Organisation
from portal.membership import queries
from portal.membership.models import Due, Membership
from portal.membership.tiers import Tier, fitting, in_force


def still_to_be_offered(year: int, *, klass: str, tier: str = "") -> list[str]:
    """Whose memberships of this class last into the year and owe nothing for it yet; by name. An organisation counts to
    the tier of its size, as its renewal will."""
    rows = db.session.execute(
        select(Membership, func.coalesce(Organisation.name, Person.name), Organisation.staff_count)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(*_lasting(year, klass), ~exists().where(Due.membership_id == Membership.id, Due.year == year))
        .order_by(Membership.id)
    )
    bands = in_force(on=date(year, 1, 1))
    return sorted(
        name or "Someone who has left"
        for row, name, staff_count in rows
        if not tier or _tier_ahead(row, staff_count, bands) == tier
    )


def number_offered(year: int, *, klass: str, tier: str = "") -> int:
    """How many of these have their renewal for the year already, at the sum that it says."""
    made = select(func.count(Due.id)).join(Membership, Membership.id == Due.membership_id)
    conditions: Sequence[ColumnElement[bool]] = [*_lasting(year, klass), Due.year == year]
    return db.session.scalar(made.where(*conditions, *([Due.tier == tier] if tier else []))) or 0


def _lasting(year: int, klass: str) -> list[ColumnElement[bool]]:
    return [Membership.klass == klass, or_(Membership.ended_on.is_(None), Membership.ended_on > date(year, 1, 1))]


def _tier_ahead(membership: Membership, staff_count: int | None, bands: Sequence[Tier]) -> str:
    found = fitting(bands, staff_count)
    return found.name if found else queries.last_tier(membership)
