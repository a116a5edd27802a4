"""Which renewals of a year are still to be made, and how many were: what staff ask before they set another fee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select

from portal.accounts.models import Person
from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation.errors import RuleBroken
from portal.membership import queries
from portal.membership.classes import ORGANISATION
from portal.membership.models import Due, Membership
from portal.membership.tiers import tier_of


def still_to_be_offered(year: int, *, klass: str, tier: str = "") -> list[str]:
    """Whose memberships of this class last into the year and owe nothing for it yet; by name. An organisation counts to
    the tier of its size, as its renewal will."""
    rows = db.session.execute(
        select(Membership, func.coalesce(Organisation.name, Person.name))
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(*_lasting(year, klass), ~exists().where(Due.membership_id == Membership.id, Due.year == year))
        .order_by(Membership.id)
    )
    first = date(year, 1, 1)
    return sorted(
        name or "Someone who has left" for row, name in rows if not tier or _tier_ahead(row, on=first) == tier
    )


def number_offered(year: int, *, klass: str, tier: str = "") -> int:
    """How many of these have their renewal for the year already, at the sum that it says."""
    made = select(func.count(Due.id)).join(Membership, Membership.id == Due.membership_id)
    conditions: Sequence[ColumnElement[bool]] = [*_lasting(year, klass), Due.year == year]
    return db.session.scalar(made.where(*conditions, *([Due.tier == tier] if tier else []))) or 0


def _lasting(year: int, klass: str) -> list[ColumnElement[bool]]:
    return [Membership.klass == klass, or_(Membership.ended_on.is_(None), Membership.ended_on > date(year, 1, 1))]


def _tier_ahead(membership: Membership, *, on: date) -> str:
    whose = membership.organisation_id if membership.klass == ORGANISATION else None
    staff = queries.staff_count(whose) if whose is not None else None
    if staff is None:
        return queries.last_tier(membership)
    try:
        return tier_of(staff, on=on).name
    except RuleBroken:
        return queries.last_tier(membership)
