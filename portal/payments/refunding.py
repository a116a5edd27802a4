"""Deciding to give money back to the card it came from: asked for, and above an amount approved by somebody else.

What is asked for is set aside at once, so that however many ask at the same time, no more is given back than came.
payments.giving_back has the provider do what was decided.
"""

from __future__ import annotations

from flask import current_app
from sqlalchemy import func, select, update

from portal.audit.recording import record
from portal.billing import impartial, queries
from portal.billing.models import Order
from portal.config import Settings
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.foundation.money import pounds
from portal.payments.models import Attempt, Refund
from portal.payments.states import (
    APPROVED,
    ASKED,
    DONE,
    PAID,
    REFUND,
    RESERVING,
)


def ask(order: Order, pence: int, *, because: str, by: int) -> Refund:
    """Ask for money to be given back; up to the amount in the settings this approves it too.

    Raises RuleBroken where it is more than is left of what was paid by card, and for one's own organisation.
    """
    order = queries.locked(order.id)
    impartial.refuse_own(order, by=by)
    if pence <= 0:
        raise RuleBroken("Enter an amount above £0 to give back.")
    if not because.strip():
        raise RuleBroken("Say why the money is given back.")
    attempt = _with_left(order, pence)
    alone = pence <= alone_up_to()
    now = clock.now()
    refund = Refund(
        reference=new_reference(),
        order_id=order.id,
        attempt_id=attempt.id,
        state=APPROVED if alone else ASKED,
        pence=pence,
        because=because.strip(),
        asked_at=now,
        asked_by_id=by,
        decided_at=now if alone else None,
        decided_by_id=by if alone else None,
    )
    db.session.add(refund)
    db.session.flush()
    note("payments.refund_asked", refund, order, by=by)
    return refund


def alone_up_to() -> int:
    """Up to how much one member of staff gives back without another's approval, in pence."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.refund_alone_pence


def left_of(order: Order) -> int:
    """How much of what was paid for this order by card can still be asked back in one refund."""
    return max((_left(each) for each in _paid_attempts(order)), default=0)


def _with_left(order: Order, pence: int) -> Attempt:
    attempts = _paid_attempts(order)
    if not attempts:
        raise RuleBroken(f"Order {order.reference} was not paid by card, so there is no card to give money back to.")
    found = next((each for each in attempts if _left(each) >= pence), None)
    if found is None or pence > order.kept_pence - _reserved(Refund.order_id == order.id):
        left = min(max(_left(each) for each in attempts), order.kept_pence - _reserved(Refund.order_id == order.id))
        raise RuleBroken(
            f"Of order {order.reference} {pounds(max(left, 0))} can still be given back to the card. "
            f"{pounds(pence)} is more than that. Nothing was given back."
        )
    return found


def _paid_attempts(order: Order) -> list[Attempt]:
    rows = select(Attempt).where(Attempt.order_id == order.id, Attempt.state == PAID).order_by(Attempt.id.desc())
    return list(db.session.scalars(rows))


def _left(attempt: Attempt) -> int:
    given = _sum(Refund.attempt_id == attempt.id, Refund.state == DONE)
    return attempt.received_pence - given - _reserved(Refund.attempt_id == attempt.id)


def _reserved(of: object) -> int:
    return _sum(of, Refund.state.in_(RESERVING))


def _sum(*conditions: object) -> int:
    return int(db.session.scalar(select(func.coalesce(func.sum(Refund.pence), 0)).where(*conditions)) or 0)  # type: ignore[arg-type]


def approve(reference: str, *, by: int) -> Refund:
    """A second pair of eyes agrees. Raises RuleBroken for one's own, one's own organisation's, and one that no longer waits."""
    refund = by_reference(reference)
    if refund.asked_by_id == by:
        raise RuleBroken("You asked for this refund, so somebody else has to approve it.")
    impartial.refuse_own(queries.by_id(refund.order_id), by=by)
    return _decide(refund, "approve", because="", by=by)


def decline(reference: str, *, because: str, by: int) -> Refund:
    """The refund is not made; what was set aside is free again. One may decline what one asked for oneself."""
    if not because.strip():
        raise RuleBroken("Say why the refund is not made.")
    return _decide(by_reference(reference), "decline", because=because.strip(), by=by)


def _decide(refund: Refund, event: str, *, because: str, by: int) -> Refund:
    to = REFUND.follow(refund.state, event).after
    values = {"state": to, "decided_at": clock.now(), "decided_by_id": by, "decided_because": because}
    done = db.session.execute(update(Refund).where(Refund.id == refund.id, Refund.state == ASKED).values(**values))
    db.session.refresh(refund)
    if not done.rowcount:  # type: ignore[attr-defined]
        raise REFUND.refusal(event)
    action = "payments.refund_approved" if to == APPROVED else "payments.refund_declined"
    note(action, refund, queries.by_id(refund.order_id), by=by)
    return refund


def by_reference(reference: str) -> Refund:
    """The refund of this reference. Raises NotFound."""
    found = db.session.scalar(select(Refund).where(Refund.reference == tidy_reference(reference)))
    if found is None:
        raise NotFound("There is no such refund.")
    return found


def waiting() -> int:
    """How many wait for somebody's approval."""
    return db.session.scalar(select(func.count()).where(Refund.state == ASKED)) or 0


def note(action: str, refund: Refund, order: Order, *, by: int | None) -> None:
    """Put what happened to a refund in the record of acts."""
    record(
        action,
        by=by,
        subject=f"refund:{refund.reference}",
        about=order.person_id,
        facts={"order": order.reference, "pence": refund.pence},
    )
