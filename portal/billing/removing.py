"""What stands in the way of removing an organisation: money that is still to come."""

from __future__ import annotations

from sqlalchemy import select

from portal.billing.models import Order
from portal.billing.states import AWAITING, INVOICED, PLACED
from portal.database.base import db
from portal.employers.facts import EmployerRemoved
from portal.foundation.errors import RuleBroken


def refuse_removal(fact: EmployerRemoved) -> None:
    """Raise RuleBroken while an order of it waits for approval or for payment."""
    waits = select(Order.reference).where(
        Order.organisation_id == fact.organisation_id, Order.state.in_((AWAITING, PLACED, INVOICED))
    )
    reference = db.session.scalar(waits.limit(1))
    if reference is not None:
        raise RuleBroken(f"Its order {reference} is neither paid nor cancelled. Settle that first.")
