"""A try to pay brought to where the provider's page is: open, finished, run out, paid, or held for staff.

What the provider's page says is compared with our order; money that differs from it is held until staff have looked.
"""

from __future__ import annotations

from sqlalchemy import or_, select

from portal.audit.recording import record
from portal.billing import paying, queries
from portal.billing.models import Order
from portal.billing.provider import Event, Session
from portal.billing.states import UNPAID
from portal.database.base import db
from portal.foundation import clock
from portal.payments import discrepancies, receipting
from portal.payments.models import Attempt
from portal.payments.states import ATTEMPT, OPENING, PAID, PROCESSING

DONE, NOTHING, WAITING, HELD = "done", "nothing", "waiting", "held"


def attempt_of(session: Session) -> Attempt | None:
    """The try that this page was made for, known by its id or, where the answer was lost, by our reference in it."""
    ours = [Attempt.session == session.id]
    if session.attempt:
        ours.append((Attempt.reference == session.attempt) & Attempt.session.is_(None))
    return db.session.scalar(select(Attempt).where(or_(*ours)))


def settle_session(session: Session, *, failed: bool = False, accepted: bool = False) -> str:
    """Bring a try to where the provider's page is, in the caller's transaction: done, nothing, or held.

    `failed` says that late money will not come. `accepted` says that staff take the payment as it is.
    """
    attempt = attempt_of(session)
    if attempt is None:
        return WAITING
    order = queries.locked(attempt.order_id)
    db.session.refresh(attempt, with_for_update=True)
    attempt.session, attempt.looked_at = session.id, clock.now()
    if attempt.state == PAID:
        return NOTHING
    if session.paid == "paid":
        return _paid(attempt, order, session, accepted=accepted)
    before = attempt.state
    if session.status == "complete":
        _move(attempt, "fail" if failed else "finish")
        _watch(attempt, session, failed=failed)
    elif session.status == "expired":
        _move(attempt, "run_out")
    elif session.status == "open" and attempt.state == OPENING:
        _move(attempt, "open")
        attempt.address = session.url
    return DONE if attempt.state != before else NOTHING


def _paid(attempt: Attempt, order: Order, session: Session, *, accepted: bool) -> str:
    wrong = [
        ("amount", session.pence != attempt.pence),
        ("currency", session.currency != "gbp"),
        ("order", session.order != order.reference or session.client_reference not in ("", order.reference)),
    ]
    if not accepted and (hold(wrong, attempt, session) or discrepancies.is_held(attempt)):
        return HELD
    now = clock.now()
    _move(attempt, "pay")
    attempt.payment, attempt.paid_at = session.payment or session.id, now
    attempt.received_pence = session.pence
    db.session.flush()
    too_much = session.pence - (max(order.owed_pence, 0) if order.state in UNPAID else 0)
    paying.settle(order, session.pence, f"card:{attempt.payment}", at=now, by=None)
    record(
        "payments.received",
        subject=f"order:{order.reference}",
        about=order.person_id,
        facts={"pence": session.pence, "try": attempt.reference},
    )
    if too_much > 0:
        discrepancies.note(
            "overpaid",
            attempt.reference,
            order_id=order.id,
            attempt_id=attempt.id,
            facts={"pence": too_much, "state": order.state},
        )
    discrepancies.put_right("unpaid", attempt.reference, because="The money came.")
    discrepancies.put_right("unknown_order", session.id, because="The order is known by now.")
    receipting.send(order, attempt)
    return DONE


def hold(wrong: list[tuple[str, bool]], attempt: Attempt, session: Session, *, event: Event | None = None) -> bool:
    """Note each of these (kind, whether it is so) that is wrong, for staff; whether any is. `event` is the message that says so."""
    kinds = [kind for kind, is_wrong in wrong if is_wrong]
    for kind in kinds:
        discrepancies.note(
            kind,
            f"{session.id}:{event.id}" if event else session.id,
            order_id=attempt.order_id,
            attempt_id=attempt.id,
            event=event.id if event else "",
            facts={
                "wanted_pence": attempt.pence,
                "seen_pence": event.pence if event else session.pence,
                "currency": event.currency if event else session.currency,
                "payment": session.payment,
                "session": session.id,
            },
        )
    return bool(kinds)


def _watch(attempt: Attempt, session: Session, *, failed: bool) -> None:
    """A finished page without money is noted until the money comes, or is known not to."""
    if failed:
        discrepancies.put_right("unpaid", attempt.reference, because="The payment failed; the order can be paid again.")
    if attempt.state != PROCESSING:
        return
    discrepancies.note(
        "unpaid",
        attempt.reference,
        order_id=attempt.order_id,
        attempt_id=attempt.id,
        facts={"pence": session.pence, "session": session.id},
    )


def _move(attempt: Attempt, event: str) -> None:
    if ATTEMPT.may(attempt.state, event):
        attempt.state = ATTEMPT.follow(attempt.state, event).after
