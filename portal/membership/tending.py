"""What staff do to memberships: never to their own, nor to that of an organisation they act for."""

from __future__ import annotations

from datetime import date, timedelta

from portal.foundation.errors import RuleBroken
from portal.membership import ending, paying, queries, renewing, rising, roll
from portal.membership.models import Due, Membership, TierRise

FARTHEST = 5
"""How many years ahead an end may lie."""


def record_payment(reference: str, due: str, *, paid_on: date, under: str, by: int) -> Due:
    """Record that a fee was paid in full on a day, under the reference that the bank shows."""
    owed = queries.due_of(_others(reference, by), due)
    paying.pay(owed, on=paid_on, reference=under, by=by)
    return owed


def let_off(reference: str, due: str, *, because: str, on: date, by: int) -> Due:
    """Let a fee off."""
    owed = queries.due_of(_others(reference, by), due)
    paying.waive(owed, because=because, on=on, by=by)
    return owed


def take_settling_back(reference: str, due: str, *, by: int) -> Due:
    """Undo a payment or a waiver recorded by mistake."""
    settled = queries.due_of(_others(reference, by), due)
    paying.take_back(settled, by=by)
    return settled


def retier(reference: str, *, tier: str, on: date, by: int) -> None:
    """Charge what an organisation owes by another tier."""
    renewing.retier(_others(reference, by), tier=tier, on=on, by=by)


def tell_size(reference: str, *, staff: int, on: date, by: int) -> TierRise | None:
    """Take in an organisation's number of staff for it, as its owner does."""
    return rising.tell_size(_others(reference, by), staff=staff, on=on, by=by)


def bring_back(reference: str, *, on: date, by: int) -> Due:
    """Make the fee for coming back due, for one who asked staff."""
    return renewing.come_back(_others(reference, by), on=on, by=by)


def end(reference: str, *, last_day: date, because: str, on: date, by: int) -> None:
    """End a membership with a day, for a reason that its holder reads."""
    if last_day.year > on.year + FARTHEST:
        raise RuleBroken(f"Enter a last day in {on.year + FARTHEST} or earlier.")
    ending.end(_others(reference, by), first_day_without=last_day + timedelta(days=1), because=because, by=by)


def take_end_back(reference: str, *, by: int) -> None:
    """Undo an end that was recorded by mistake, or that has been thought better of."""
    ending.take_back(_others(reference, by), by=by)


def _others(reference: str, by: int) -> Membership:
    membership = queries.by_reference(reference)
    if roll.is_own(by, membership):
        raise RuleBroken(
            "This membership is your own, or that of an organisation you act for. Ask a colleague to do it."
        )
    return membership
