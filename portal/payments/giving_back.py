"""Having the provider give back what was decided, once, and taking over what became of it.

The provider is called with the refund's reference as its key, by the one who won the claim to send it; a refund whose
answer was lost is looked for at the provider before it is sent again.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import or_, select, update

from portal.billing import paying, queries
from portal.billing.models import Order
from portal.billing.provider import Gateway, KeySpent, ProviderError, ProviderRefused, RefundSeen
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.payments import choosing, discrepancies
from portal.payments.models import Attempt, Refund
from portal.payments.refunding import by_reference, note
from portal.payments.states import APPROVED, DONE, PENDING, REFUSED, SENDING, refunds_before

log = logging.getLogger(__name__)

ASK_AGAIN_AFTER = timedelta(minutes=1)
FAILED = ("failed", "canceled")


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
            note("payments.refund_failed", refund, queries.by_id(refund.order_id), by=None)
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
    note("payments.refunded", refund, order, by=None)


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
    note("payments.refund_failed", refund, order, by=None)
    return True
