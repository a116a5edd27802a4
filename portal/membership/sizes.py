"""What another number of staff would mean for an organisation's membership, before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.membership import queries, rises, tiers
from portal.membership.classes import ORGANISATION
from portal.membership.models import Membership
from portal.membership.supplement import Supplement, supplement


@dataclass(frozen=True, slots=True)
class Change:
    """From one tier to another: up at once for the supplement, down on `from_day` with nothing paid back, or the same.

    `asked` is the reference of a rise that is asked for already: to this tier or another. `next_settled` is the tier by
    which the year to come is settled, or invoiced, already; empty where it is not.
    """

    way: Literal["up", "down", "same"]
    staff: int
    before: str
    after: str
    discount_before: int
    discount_after: int
    year: int
    from_day: date
    supplement: Supplement | None
    asked: str
    asked_for: str
    next_settled: str

    @property
    def costs(self) -> bool:
        """Whether there is something to pay for it."""
        return self.supplement is not None and self.supplement.pence > 0

    @property
    def to_pay(self) -> str:
        return pounds(self.supplement.pence) if self.supplement else ""

    @property
    def fees(self) -> str:
        """£500 and £900: £400 more."""
        given = self.supplement
        if given is None:
            return ""
        return f"{pounds(given.before_pence)} and {pounds(given.after_pence)}: {pounds(given.year_pence)} more"


def change(membership: Membership, *, staff: int, on: date) -> Change:
    """What this number of staff would mean. Raises RuleBroken where the year is not settled, or no tier or fee is set."""
    before = current_tier(membership, on=on)
    bands = {each.name: (position, each) for position, each in enumerate(tiers.in_force(on=on))}
    after = tiers.tier_of(staff, on=on).name
    # A tier that is no longer offered lies below all others.
    low, high = (bands[each][0] if each in bands else -1 for each in (before, after))
    way: Literal["up", "down", "same"] = "up" if high > low else "down" if high < low else "same"
    asked = next(iter(rises.open_of(membership.id, year=on.year)), None)
    following = queries.due_for(membership, on.year + 1)
    fixed = following is not None and (following.paid_on is not None or bool(following.invoiced_as))
    return Change(
        way=way,
        staff=staff,
        before=before,
        after=after,
        discount_before=bands[before][1].discount_percent if before in bands else 0,
        discount_after=bands[after][1].discount_percent,
        year=on.year,
        from_day=date(on.year + 1, 1, 1),
        supplement=supplement(before, after, on=on) if way == "up" else None,
        asked=asked.reference if asked else "",
        asked_for=asked.after if asked else "",
        next_settled=following.tier if following is not None and fixed else "",
    )


def may_change(reference: str, *, on: date) -> bool:
    """Whether another number of staff can be told of for this membership today."""
    try:
        current_tier(queries.by_reference(reference), on=on)
    except RuleBroken:
        return False
    return True


def current_tier(membership: Membership, *, on: date) -> str:
    """The tier by which this year is settled. Raises RuleBroken where it is not, or the membership goes no further."""
    if membership.klass != ORGANISATION:
        raise RuleBroken("Only an organisation’s membership has a tier.")
    if membership.ended_on is not None and membership.ended_on <= date(on.year, 12, 31):
        raise RuleBroken("The membership ends this year, so its tier stays as it is. Keep the membership on first.")
    due = queries.due_for(membership, on.year)
    if due is None or due.paid_on is None or due.paid_on > on:
        raise RuleBroken(
            f"The fee for {on.year} is not settled, so there is nothing to add to. Change the number of staff in the "
            "organisation’s details, and write to us: what is owed can be charged by another tier."
        )
    return rises.climbed(due.tier, rises.of_memberships([membership.id]).get(membership.id, ()), year=due.year, on=on)
