"""What membership takes off on a day: from the organisation's standing and tier, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.employers import queries as employers
from portal.foundation.errors import RuleBroken
from portal.membership import queries as membership
from portal.membership.tiers import Tier, in_force, tier_of

PERCENT = 100
"""Basis points in a percent."""


@dataclass(frozen=True, slots=True)
class Discount:
    """What is taken off whatever is discounted; `because` is written on the line."""

    basis_points: int = 0
    because: str = ""
    member: bool = False
    tier: str = ""


NONE = Discount()


def discount_for(organisation_id: int | None, *, on: date) -> Discount:
    """The discount of an organisation on a London day; a person who buys for themselves has none."""
    if organisation_id is None or not membership.organisation_standing(organisation_id, on=on).in_force:
        return NONE
    paid = membership.tiers_paid([organisation_id], on=on).get(organisation_id)
    tier = next((each for each in in_force(on=on) if each.name == paid), None)
    return by_tier(tier, member=True) if tier else Discount(member=True)


def by_tier(tier: Tier, *, member: bool) -> Discount:
    """What a tier takes off."""
    name = tier.name.replace("_", " ")
    return Discount(tier.discount_percent * PERCENT, f"{tier.discount_percent}% for a {name} member", member, tier.name)


def would_have(organisation_id: int, *, on: date) -> Discount:
    """What membership would take off for an organisation that is no member: by its size, or the least of all tiers."""
    bands = in_force(on=on)
    if not bands:
        return NONE
    staff = employers.by_id(organisation_id).staff_count
    if staff is None:
        return by_tier(min(bands, key=lambda each: each.discount_percent), member=False)
    try:
        return by_tier(tier_of(staff, on=on), member=False)
    except RuleBroken:
        return NONE
