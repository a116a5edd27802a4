"""When an order no longer waits for a card: its payment page is given up, and closed at the provider soon after."""

from __future__ import annotations

from portal.billing.facts import OrderCancelled, OrderInvoiced, OrderPaid
from portal.database.base import db
from portal.foundation import clock
from portal.jobs.queueing import enqueue
from portal.payments.checking_out import live_attempt
from portal.payments.states import ATTEMPT

JOB = "payments.close_pages"


def give_up(fact: OrderCancelled | OrderPaid | OrderInvoiced) -> None:
    """Take the open try of this order out of use; the worker closes its page. What is paid on it nevertheless is noticed."""
    attempt = live_attempt(fact.order_id)
    if attempt is None or not ATTEMPT.may(attempt.state, "replace"):
        return
    attempt.state = ATTEMPT.follow(attempt.state, "replace").after
    db.session.flush()
    enqueue(JOB, {"order_id": fact.order_id}, at=clock.now(), unique_key=f"{JOB}:{attempt.reference}")
