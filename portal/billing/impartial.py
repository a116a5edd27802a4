"""Whoever acts for the society decides nothing about money for themselves, or for an organisation that they act for."""

from __future__ import annotations

from portal.billing.models import Order
from portal.employers import queries as employers
from portal.foundation.errors import RuleBroken


def is_own(order: Order, person_id: int) -> bool:
    """Whether an order is this person's, or of an organisation in which they hold a seat, even one that waits."""
    if order.organisation_id is None:
        return order.person_id == person_id
    return holds_seat(order.organisation_id, person_id)


def holds_seat(organisation_id: int, person_id: int) -> bool:
    """Whether this person acts for the organisation today, or is to."""
    return bool(employers.every_role(person_id, organisation_id))


def refuse_own(order: Order, *, by: int | None) -> None:
    """Raise RuleBroken where staff decide about their own order, or their own organisation's; None is the portal itself."""
    if by is not None and is_own(order, by):
        whose = "an organisation for which you act" if order.organisation_id else "you"
        raise RuleBroken(f"Order {order.reference} is of {whose}. Ask a colleague on the staff to do this.")


def refuse_seat(organisation_id: int, *, by: int) -> None:
    """Raise RuleBroken where staff decide about an organisation in which they hold a seat."""
    if holds_seat(organisation_id, by):
        name = employers.by_id(organisation_id).name
        raise RuleBroken(f"You act for {name} yourself. Ask a colleague on the staff to do this.")
