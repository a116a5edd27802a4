"""Who is served before it has paid: trusted organisations, up to their limit, and with nothing overdue."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from portal.billing.models import Order
from portal.billing.states import INVOICED
from portal.billing.terms import terms_of
from portal.database.base import db
from portal.employers.models import Organisation

DAYS_TO_PAY = 30


def may_be_served(order: Order, *, on: date) -> bool:
    """Whether what was put on account is given before it is paid. `on` is the London day."""
    if order.organisation_id is None:
        return False
    _one_at_a_time(order.organisation_id)
    terms = terms_of(order.organisation_id)
    if not terms.trusted or is_overdue(order.organisation_id, on=on):
        return False
    return owed(order.organisation_id) <= terms.credit_limit_pence


def owed(organisation_id: int) -> int:
    """What an organisation has had put on account and not paid."""
    unpaid = Order.gross_pence - Order.credited_pence - Order.paid_pence + Order.refunded_pence
    found = select(func.coalesce(func.sum(unpaid), 0)).where(
        Order.organisation_id == organisation_id, Order.state == INVOICED
    )
    return int(db.session.scalar(found) or 0)


def is_overdue(organisation_id: int, *, on: date) -> bool:
    """Whether anything that was put on account is not paid by its day."""
    late = select(Order.id).where(
        Order.organisation_id == organisation_id,
        Order.state == INVOICED,
        Order.due_on < on,
    )
    return db.session.scalar(late.limit(1)) is not None


def _one_at_a_time(organisation_id: int) -> None:
    """Two orders placed at once count each other, so that together they stay within the limit."""
    db.session.execute(
        select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True)
    )
