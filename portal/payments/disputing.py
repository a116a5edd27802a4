"""Payments that a card holder's bank questions. See docs/decisions/cards.md for what becomes of adverts meanwhile.

While a dispute is open the money lies with the bank and the order stands as it was. Won, the money is ours again. Lost,
the order counts as given back, and what follows from that follows (OrderRefunded).
"""

from __future__ import annotations

from sqlalchemy import select

from portal.audit.recording import record
from portal.billing import books, paying, queries
from portal.billing.models import Order
from portal.billing.provider import DisputeSeen
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.payments import discrepancies
from portal.payments.models import Attempt, Dispute

OVER = ("won", "lost", "warning_closed", "prevented")
POSTED = "dispute"


def see(attempt: Attempt, seen: DisputeSeen) -> bool:
    """Take over what the provider says of a dispute; whether anything changed."""
    order = queries.locked(attempt.order_id)
    dispute = _row_of(attempt, seen)
    if dispute.closed_at is not None:
        return False
    changed = dispute.status != seen.status
    dispute.status, dispute.answer_by = seen.status, seen.answer_by
    if not seen.status.startswith("warning"):
        _withdraw(order, seen)
    if seen.status in OVER:
        _close(dispute, order, seen)
    db.session.flush()
    return changed


def _row_of(attempt: Attempt, seen: DisputeSeen) -> Dispute:
    found = db.session.scalar(select(Dispute).where(Dispute.made == seen.id))
    if found is not None:
        return found
    made = Dispute(
        made=seen.id,
        order_id=attempt.order_id,
        attempt_id=attempt.id,
        pence=seen.pence,
        reason=seen.reason[:60],
        status="",
        opened_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    facts = {"pence": seen.pence, "reason": seen.reason, "dispute": seen.id}
    facts |= {"answer_by": seen.answer_by.isoformat() if seen.answer_by else ""}
    discrepancies.note("disputed", seen.id, order_id=made.order_id, attempt_id=made.attempt_id, facts=facts)
    record("payments.disputed", subject=f"dispute:{seen.id}", facts={"pence": seen.pence, "reason": seen.reason})
    return made


def _withdraw(order: Order, seen: DisputeSeen) -> None:
    """The bank has taken the money; an inquiry ("warning") takes none."""
    if not books.is_posted(order, kind=POSTED, what=f"{seen.id}:opened"):
        entries = ((books.DISPUTED, seen.pence), (books.CARD, -seen.pence))
        books.post(order, kind=POSTED, what=f"{seen.id}:opened", entries=entries, at=clock.now())


def _close(dispute: Dispute, order: Order, seen: DisputeSeen) -> None:
    dispute.closed_at = now = clock.now()
    if books.is_posted(order, kind=POSTED, what=f"{seen.id}:opened"):
        entries = ((books.CARD, seen.pence), (books.DISPUTED, -seen.pence))
        books.post(order, kind=POSTED, what=f"{seen.id}:closed", entries=entries, at=now)
    discrepancies.put_right("disputed", seen.id, because=f"The bank decided: {seen.status}.")
    record("payments.dispute_closed", subject=f"dispute:{seen.id}", facts={"pence": seen.pence, "outcome": seen.status})
    if seen.status != "lost":
        return
    facts = {"pence": seen.pence, "dispute": seen.id}
    discrepancies.note("dispute_lost", seen.id, order_id=order.id, attempt_id=dispute.attempt_id, facts=facts)
    try:
        paying.give_back(order, seen.pence, f"card:{seen.id}", at=now, sale_stands=True)
    except RuleBroken:
        discrepancies.note("refund_over", seen.id, order_id=order.id, attempt_id=dispute.attempt_id, facts=facts)
