"""The provider's messages, each dealt with once: the provider's objects fetched afresh decide, never a message's words.

A message only says that there is something to look at, so messages may come twice, in any order, late or never. What
each leads to is written in one transaction with the message itself, whose id is unique.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.billing import queries
from portal.billing.provider import (
    SECONDS,
    DisputeSeen,
    Event,
    Gateway,
    PayoutSeen,
    ProviderError,
    RefundSeen,
    Session,
    UnknownToProvider,
)
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.payments import choosing, discrepancies, disputing, giving_back, paying_out
from portal.payments.composing import page_for
from portal.payments.models import Attempt, ProviderEvent
from portal.payments.settling import DONE, HELD, NOTHING, WAITING, attempt_of, hold, settle_session
from portal.payments.states import PAID

log = logging.getLogger(__name__)

IGNORED = "ignored"
NEW, KNOWN = "new", "known"
"""Not dealt with yet, for the length of a transaction; and dealt with before."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=4)
TELL_AFTER, GIVE_UP_AFTER = timedelta(hours=1), timedelta(days=3)
SILENT = "the provider did not tell"
REFUNDS = ("charge.refunded", "charge.refund.updated", "refund.created", "refund.updated", "refund.failed")
PAYOUTS = ("payout.paid", "payout.failed", "payout.canceled")
LATE_MONEY_FAILED = "checkout.session.async_payment_failed"


@dataclass(frozen=True, slots=True)
class Sight:
    """What the provider holds at this moment of what a message is about."""

    session: Session | None = None
    refunds: tuple[RefundSeen, ...] = ()
    disputes: tuple[DisputeSeen, ...] = ()
    payout: PayoutSeen | None = None


def take(event: Event) -> str:
    """Deal with a message: look at what it is about, and write down what follows; what became of it.

    To be called outside of a transaction. However often and wherever at once it is called with the same message, what
    follows from it follows once.
    """
    with reading():
        outcome = db.session.scalar(select(ProviderEvent.outcome).where(ProviderEvent.event == event.id))
    if outcome is not None and outcome != WAITING:
        return KNOWN
    gateway = choosing.gateway()
    foreign = _foreign(event, gateway)
    sight = None if foreign else look(event, gateway)
    try:
        with transaction():
            return follow(event, sight, foreign=foreign)
    except IntegrityError:
        with reading():
            if db.session.scalar(select(ProviderEvent.id).where(ProviderEvent.event == event.id)) is None:
                raise
        return KNOWN


def follow(event: Event, sight: Sight | None, *, foreign: str = "") -> str:
    """Write the message down with what follows from it, in the caller's transaction; what became of it."""
    row = _noted(event)
    if row.outcome not in (NEW, WAITING):
        return KNOWN
    row.outcome, row.because = (IGNORED, _alarm(foreign, event)) if foreign else _effect(event, sight)
    if row.outcome == WAITING:
        _wait(row, event)
    return row.outcome


def _noted(event: Event) -> ProviderEvent:
    """The message's row, unique and locked: made now, or the one of a message that waits."""
    row = db.session.scalar(select(ProviderEvent).where(ProviderEvent.event == event.id).with_for_update())
    if row is not None:
        row.tries += row.outcome == WAITING
        return row
    said = {"order": event.order, "pence": event.pence, "currency": event.currency}
    said |= {"quantity": event.quantity, "paid": event.paid}
    row = ProviderEvent(
        event=event.id,
        type=event.type,
        made_at=event.made_at,
        received_at=clock.now(),
        live=event.live,
        account=event.account,
        about=event.about,
        about_id=event.about_id,
        session=event.session,
        payment=event.payment,
        said={name: value for name, value in said.items() if value not in (None, "")},
        outcome=NEW,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _foreign(event: Event, gateway: Gateway) -> str:
    """Why the message is none of our business, if it is not: it is of the other mode, or of another account."""
    return "live_mode" if event.live != gateway.live else "account" if event.account else ""


def _alarm(kind: str, event: Event) -> str:
    discrepancies.note(kind, event.id, event=event.id, facts={"type": event.type, "account": event.account})
    return discrepancies.KINDS[kind].title


def concerns_us(event: Event) -> bool:
    """Whether anything can follow from a message of this type."""
    return event.type.startswith(("checkout.session.", "charge.dispute.")) or event.type in (*REFUNDS, *PAYOUTS)


def look(event: Event, gateway: Gateway) -> Sight | None:
    """What the message is about, as it is now; None when the provider does not tell just now."""
    if not concerns_us(event):
        return Sight()
    until = time.monotonic() + SECONDS
    try:
        return _sight(event, gateway, until)
    except UnknownToProvider:
        return Sight()
    except ProviderError as problem:
        log.warning("payment.not_looked_at", extra={"provider_event": event.id, "reason": problem.code})
        return None


def _sight(event: Event, gateway: Gateway, until: float) -> Sight:
    def left() -> float:
        return max(0.1, until - time.monotonic())

    if event.type in PAYOUTS:
        return Sight(payout=gateway.payout(event.about_id, within=left()))
    if event.session:
        return Sight(session=gateway.look(event.session, within=left()))
    session = gateway.session_of(event.payment, within=left())
    if session is None:
        return Sight()
    if event.type in REFUNDS:
        return Sight(session=session, refunds=tuple(gateway.refunds_of(event.payment, within=left())))
    return Sight(session=session, disputes=tuple(gateway.disputes_of(event.payment, within=left())))


def _effect(event: Event, sight: Sight | None) -> tuple[str, str]:
    """What follows from a message, in the caller's transaction: its outcome, and why."""
    if not concerns_us(event):
        return IGNORED, "nothing follows from this type"
    if sight is None:
        return WAITING, SILENT
    if sight.payout is not None:
        return (DONE if paying_out.settle(sight.payout) else NOTHING), ""
    if sight.session is None:
        return WAITING, "no payment page of ours is known"
    attempt = attempt_of(sight.session)
    if attempt is None:
        return WAITING, "no order of ours is known"
    if _contradicts(event, attempt, sight.session):
        return HELD, "the message and the order do not agree"
    outcome = settle_session(sight.session, failed=event.type == LATE_MONEY_FAILED)
    if outcome == HELD:
        return HELD, "the payment and the order do not agree"
    changed = [outcome == DONE]
    changed += [giving_back.see(attempt, each) for each in sight.refunds]
    changed += [disputing.see(attempt, each) for each in sight.disputes]
    return (DONE if any(changed) else NOTHING), ""


def _contradicts(event: Event, attempt: Attempt, session: Session) -> bool:
    """Whether the message's own figures differ from our order's; then nothing is settled until staff have looked."""
    if not event.session:
        return False
    order = queries.by_id(attempt.order_id)
    lines = len(page_for(attempt, order).lines)
    pence = attempt.received_pence if attempt.state == PAID else attempt.pence
    wrong = [
        ("amount", event.pence is not None and event.pence != pence),
        ("currency", event.currency not in (None, "gbp")),
        ("order", event.order is not None and event.order != order.reference),
        ("quantity", event.quantity is not None and event.quantity != lines),
    ]
    return hold(wrong, attempt, session, event=event)


def _wait(row: ProviderEvent, event: Event) -> None:
    """Look again within minutes. Money that no order explains is told to staff after an hour; after three days we stop."""
    now = clock.now()
    waited, silent = now - row.received_at, row.because == SILENT
    row.again_at = now + min(FIRST_WAIT * row.tries, LONGEST_WAIT)
    if waited >= GIVE_UP_AFTER:
        row.outcome, row.again_at = (HELD, None) if silent else (IGNORED, None)
        if silent:
            discrepancies.note("unresolved", event.id, event=event.id, facts=dict(row.said))
    elif waited >= TELL_AFTER and not silent and event.paid == "paid":
        discrepancies.note("unknown_order", event.session, event=event.id, facts=dict(row.said))


def waiting_events() -> list[Event]:
    """The messages that are to be looked at again now."""
    now = clock.now()
    rows = db.session.scalars(
        select(ProviderEvent)
        .where(ProviderEvent.outcome == WAITING, ProviderEvent.again_at <= now)
        .order_by(ProviderEvent.made_at, ProviderEvent.id)
    )
    return [_event_of(each) for each in rows]


def _event_of(row: ProviderEvent) -> Event:
    return Event(
        id=row.event,
        type=row.type,
        made_at=row.made_at,
        live=row.live,
        account=row.account,
        about=row.about,
        about_id=row.about_id,
        session=row.session,
        payment=row.payment,
        order=row.said.get("order"),
        pence=row.said.get("pence"),
        currency=row.said.get("currency"),
        quantity=row.said.get("quantity"),
        paid=row.said.get("paid", ""),
    )
