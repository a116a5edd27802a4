"""Asking the provider about everything that is open, and for the messages that never came; safe to repeat at any time."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from portal.billing.provider import Event, Gateway, ProviderError, ProviderSilent, Session, UnknownToProvider
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.payments import choosing, giving_back, heeding, settling
from portal.payments.models import Attempt, ProviderEvent
from portal.payments.states import EXPIRED, LIVE, OPENING, OVER, REPLACED

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=3)
"""How far the ten-minute job reads the provider's messages back; the command says so itself."""
MOST_LOOK_BACK = timedelta(days=30)
"""The provider keeps its messages no longer."""
LATE = timedelta(days=1)
"""So long after a try was given up it is still looked at: it may have been paid at the last moment."""
LOOK_EVERY = timedelta(seconds=30)


@dataclass(slots=True)
class Outcome:
    """What was looked at and what came of it; `silent` counts what the provider did not tell."""

    looked_at: int = 0
    settled: int = 0
    events: int = 0
    refunds: int = 0
    silent: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def reconcile(*, since: datetime | None = None) -> Outcome:
    """Bring every open payment, message and refund to where the provider has it. Not within a transaction.

    Raises RuleBroken where no cards are taken.
    """
    gateway = choosing.gateway()
    outcome = Outcome()
    for attempt_id in _open_attempts():
        _one(attempt_id, gateway, outcome)
    _take(heeding.waiting_events(), outcome)
    _take(_missed(gateway, since or clock.now() - LOOK_BACK, outcome), outcome)
    outcome.refunds = giving_back.send_again(gateway)
    log.info("payments.reconciled", extra=outcome.as_json())
    return outcome


def retry() -> Outcome:
    """The quick part, for every minute: what waits for an answer of the provider."""
    outcome = Outcome()
    with reading():
        events = heeding.waiting_events()
    if events or giving_back.anything_open():
        _take(events, outcome)
        outcome.refunds = giving_back.send_again(choosing.gateway())
    return outcome


def look_again(order_id: int) -> bool:
    """Ask the provider about the tries of this order; whether anything changed. For a buyer who waits.

    Not within a transaction; silence of the provider is no failure, for the worker asks again.
    """
    outcome = Outcome()
    gateway = choosing.gateway()
    with reading():
        rows = select(Attempt.id).where(Attempt.order_id == order_id, Attempt.state.in_((*LIVE, *OVER)))
        recent = or_(Attempt.looked_at.is_(None), Attempt.looked_at <= clock.now() - LOOK_EVERY)
        found = list(db.session.scalars(rows.where(recent).order_by(Attempt.id.desc()).limit(3)))
    for attempt_id in found:
        _one(attempt_id, gateway, outcome)
    return outcome.settled > 0


def close_pages(order_id: int) -> int:
    """Close the payment pages of an order that nobody is to pay on any more; how many were looked at."""
    gateway, outcome = choosing.gateway(), Outcome()
    with reading():
        rows = select(Attempt.id).where(Attempt.order_id == order_id, Attempt.state == REPLACED)
        found = list(db.session.scalars(rows.where(Attempt.provider == gateway.name)))
    for attempt_id in found:
        _one(attempt_id, gateway, outcome)
    if outcome.silent:
        raise ProviderSilent(f"{outcome.silent} payment pages could not be closed.")
    return outcome.looked_at


def _open_attempts() -> list[int]:
    with reading():
        lately = Attempt.expires_at >= clock.now() - LATE
        open_ones = Attempt.state.in_(LIVE) | (Attempt.state.in_(OVER) & lately)
        ours = Attempt.provider == choosing.gateway().name
        return list(db.session.scalars(select(Attempt.id).where(open_ones, ours).order_by(Attempt.id)))


def _one(attempt_id: int, gateway: Gateway, outcome: Outcome) -> None:
    outcome.looked_at += 1
    with reading():
        attempt = db.session.get_one(Attempt, attempt_id)
        session_id, reference, opened_at, state = attempt.session, attempt.reference, attempt.opened_at, attempt.state
    try:
        session = gateway.look(session_id) if session_id else gateway.find(reference, since=opened_at)
        if session is not None and state == REPLACED and session.status == "open":
            gateway.expire(session.id)
    except UnknownToProvider:
        session = None
    except ProviderError as problem:
        outcome.silent += 1
        log.warning("payment.not_looked_at", extra={"attempt": reference, "reason": problem.code})
        return
    with transaction():
        outcome.settled += _settle(attempt_id, session)


def _settle(attempt_id: int, session: Session | None) -> bool:
    if session is not None:
        return settling.settle_session(session) == settling.DONE
    attempt = db.session.get_one(Attempt, attempt_id)
    if attempt.state == OPENING and attempt.expires_at < clock.now():
        attempt.state = EXPIRED
    return False


def _missed(gateway: Gateway, since: datetime, outcome: Outcome) -> list[Event]:
    """The provider's messages of that time which never reached us, oldest first."""
    try:
        found = list(gateway.events(since=max(since, clock.now() - MOST_LOOK_BACK)))
    except ProviderError as problem:
        outcome.silent += 1
        log.warning("payments.events_not_listed", extra={"reason": problem.code})
        return []
    with reading():
        ids = [each.id for each in found]
        rows = [ids[start : start + 500] for start in range(0, len(ids), 500)]
        known = {
            event
            for some in rows
            for event in db.session.scalars(select(ProviderEvent.event).where(ProviderEvent.event.in_(some)))
        }
    return [each for each in found if each.id not in known and heeding.concerns_us(each)]


def _take(events: Iterable[Event], outcome: Outcome) -> None:
    for each in events:
        outcome.events += 1
        outcome.settled += heeding.take(each) == settling.DONE
