"""Giving money back to the card it came from: asked for, above an amount approved by somebody else, sent once, and seen.

What is asked for is set aside at once, so that however many ask at the same time, no more is given back than came. The
provider is called with the refund's reference as its key, by the one who won the claim to send it; a refund whose
answer was lost is looked for at the provider before it is sent again.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, or_, select, update

from portal.audit.recording import record
from portal.billing import paying, queries
from portal.billing.models import Order
from portal.billing.provider import Gateway, KeySpent, ProviderError, ProviderRefused, RefundSeen
from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.foundation.money import pounds
from portal.payments import choosing, discrepancies
from portal.payments.models import Attempt, Refund
from portal.payments.states import (
    APPROVED,
    ASKED,
    DONE,
    PAID,
    PENDING,
    REFUND,
    REFUSED,
    RESERVING,
    SENDING,
    refunds_before,
)

log = logging.getLogger(__name__)

ASK_AGAIN_AFTER = timedelta(minutes=1)
FAILED = ("failed", "canceled")


def ask(order: Order, pence: int, *, because: str, by: int) -> Refund:
    """Ask for money to be given back; up to the amount in the settings this approves it too.

    Raises RuleBroken where it is more than is left of what was paid by card.
    """
    order = queries.locked(order.id)
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
    _record("payments.refund_asked", refund, order, by=by)
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
    """A second pair of eyes agrees. Raises RuleBroken for one's own, and for one that no longer waits."""
    refund = by_reference(reference)
    if refund.asked_by_id == by:
        raise RuleBroken("You asked for this refund, so somebody else has to approve it.")
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
    _record(action, refund, queries.by_id(refund.order_id), by=by)
    return refund


def send(reference: str) -> str:
    """Have the provider give an approved refund back, once; its state afterwards. Not within a transaction.

    Without an answer it stays with the provider, and the worker looks what became of it.
    """
    gateway = choosing.gateway()
    with transaction():
        claimed = db.session.execute(
            update(Refund)
            .where(Refund.reference == tidy_reference(reference), Refund.state == APPROVED)
            .values(state=SENDING, sent_at=clock.now())
        )
    if claimed.rowcount:  # type: ignore[attr-defined]
        _send(reference, gateway)
    with reading():
        return by_reference(reference).state


def send_again(gateway: Gateway) -> int:
    """Carry on with approved refunds that nobody sent, and with those whose answer was lost; how many were tried."""
    with reading():
        lost = or_(Refund.sent_at.is_(None), Refund.sent_at <= clock.now() - ASK_AGAIN_AFTER)
        rows = select(Refund.reference, Refund.state).where(
            (Refund.state == APPROVED) & (Refund.decided_at <= clock.now() - ASK_AGAIN_AFTER)
            | Refund.state.in_((SENDING, PENDING)) & lost
        )
        found = [(reference, state) for reference, state in db.session.execute(rows)]
    for reference, state in found:
        try:
            if state == APPROVED:
                send(reference)
            elif not _seen_at_provider(reference, gateway) and state == SENDING:
                _send(reference, gateway)
        except ProviderError as problem:
            log.warning("refund.not_sent", extra={"refund": reference, "reason": problem.code})
    return len(found)


def anything_open() -> bool:
    """Whether a refund waits for the provider."""
    return (
        db.session.scalar(select(Refund.id).where(Refund.state.in_((APPROVED, SENDING, PENDING))).limit(1)) is not None
    )


def _send(reference: str, gateway: Gateway) -> None:
    with reading():
        refund = by_reference(reference)
        attempt = db.session.get_one(Attempt, refund.attempt_id)
        reference, pence, tries = refund.reference, refund.pence, refund.tries
        attempt_id, payment = attempt.id, attempt.payment or ""
    key = f"{reference}-{tries}" if tries else reference
    try:
        seen = gateway.refund(payment, pence, refund=reference, key=key)
    except KeySpent:
        if not _seen_at_provider(reference, gateway):
            with transaction():
                by_reference(reference).tries += 1
        return
    except ProviderRefused as refused:
        _refused(reference, refused, gateway)
        return
    except ProviderError as problem:
        log.warning("refund.not_sent", extra={"refund": reference, "reason": problem.code})
        return
    with transaction():
        see(db.session.get_one(Attempt, attempt_id), seen)


def _seen_at_provider(reference: str, gateway: Gateway) -> bool:
    """Whether the provider has this refund; everything that it has of the payment is taken over."""
    with reading():
        attempt = db.session.get_one(Attempt, by_reference(reference).attempt_id)
        attempt_id, payment = attempt.id, attempt.payment or ""
    seen = gateway.refunds_of(payment)
    with transaction():
        attempt = db.session.get_one(Attempt, attempt_id)
        for each in seen:
            see(attempt, each)
    return any(each.refund == tidy_reference(reference) for each in seen)


def _refused(reference: str, refused: ProviderRefused, gateway: Gateway) -> None:
    try:
        if _seen_at_provider(reference, gateway):
            return
    except ProviderError:
        return
    with transaction():
        refund = by_reference(reference)
        if refund.state == SENDING:
            refund.state, refund.failed_because = REFUSED, f"The provider refused it: {refused.reason}"[:200]
            _record("payments.refund_failed", refund, queries.by_id(refund.order_id), by=None)
    log.error("refund.refused", extra={"refund": reference, "reason": refused.reason})


def see(attempt: Attempt, seen: RefundSeen) -> bool:
    """Take over what the provider says of a refund, ours or one that was made there; whether anything changed."""
    order = queries.locked(attempt.order_id)
    refund = _row_of(attempt, seen)
    if seen.status in FAILED:
        return _failed(refund, order, seen)
    to = DONE if seen.status == "succeeded" else PENDING
    moved = db.session.execute(
        update(Refund)
        .where(Refund.id == refund.id, Refund.state.in_(refunds_before("give_back" if to == DONE else "wait")))
        .values(state=to, made=seen.id, done_at=clock.now() if to == DONE else None)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        return False
    db.session.refresh(refund)
    if to == DONE:
        _give_back(refund, order)
    return True


def _row_of(attempt: Attempt, seen: RefundSeen) -> Refund:
    ours = [Refund.made == seen.id]
    if seen.refund:
        ours.append((Refund.reference == seen.refund) & Refund.made.is_(None))
    refund = db.session.scalar(select(Refund).where(Refund.attempt_id == attempt.id, or_(*ours)))
    if refund is None:
        refund = Refund(
            reference=new_reference(),
            order_id=attempt.order_id,
            attempt_id=attempt.id,
            state=SENDING,
            pence=seen.pence,
            because="Made at the provider.",
            asked_at=seen.made_at,
            made=seen.id,
            sent_at=seen.made_at,
        )
        db.session.add(refund)
        db.session.flush()
    return refund


def _give_back(refund: Refund, order: Order) -> None:
    try:
        paying.give_back(order, refund.pence, f"card:{refund.made}", at=clock.now(), by=refund.decided_by_id)
    except RuleBroken:
        facts = {"pence": refund.pence, "kept_pence": order.kept_pence}
        discrepancies.note(
            "refund_over", str(refund.made), order_id=order.id, attempt_id=refund.attempt_id, facts=facts
        )
    _record("payments.refunded", refund, order, by=None)


def _failed(refund: Refund, order: Order, seen: RefundSeen) -> bool:
    """The bank sent it back, or it was called off: the money is with the provider again."""
    if refund.state == REFUSED:
        return False
    was_done = refund.state == DONE
    refund.state, refund.made = REFUSED, seen.id
    refund.failed_because = f"It came back: {seen.failed_because or seen.status}"[:200]
    db.session.flush()
    if was_done:
        paying.settle(order, refund.pence, f"card:{seen.id}", at=clock.now())
    facts = {"pence": refund.pence, "reason": seen.failed_because}
    discrepancies.note("refund_failed", seen.id, order_id=order.id, attempt_id=refund.attempt_id, facts=facts)
    _record("payments.refund_failed", refund, order, by=None)
    return True


def by_reference(reference: str) -> Refund:
    """The refund of this reference. Raises NotFound."""
    found = db.session.scalar(select(Refund).where(Refund.reference == tidy_reference(reference)))
    if found is None:
        raise NotFound("There is no such refund.")
    return found


def waiting() -> int:
    """How many wait for somebody's approval."""
    return db.session.scalar(select(func.count()).where(Refund.state == ASKED)) or 0


def _record(action: str, refund: Refund, order: Order, *, by: int | None) -> None:
    record(
        action,
        by=by,
        subject=f"refund:{refund.reference}",
        about=order.person_id,
        facts={"order": order.reference, "pence": refund.pence},
    )
