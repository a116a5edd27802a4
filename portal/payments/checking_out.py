"""From "pay by card" to the provider's page: one try at a time, one page for each try, however often it is asked for.

The try is written down before the provider is called, under the key that the provider is given. So nothing that gets
lost on the way makes a second page: the same try asks again with the same key and gets the same page.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from portal.audit.recording import record
from portal.billing import queries
from portal.billing.provider import (
    SECONDS,
    CheckoutWanted,
    Gateway,
    KeySpent,
    ProviderError,
    ProviderRefused,
    Session,
)
from portal.billing.states import UNPAID
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference
from portal.payments import choosing, settling
from portal.payments.composing import page_for
from portal.payments.models import Attempt
from portal.payments.states import FAILED, LIVE, OPEN, OPENING, PROCESSING, REPLACED

log = logging.getLogger(__name__)

OPEN_FOR = timedelta(hours=2)
"""How long a payment page can be used."""
LEFT_AT_LEAST = timedelta(minutes=5)
"""A page with less time than this is not handed out again."""
ASK_AGAIN_WITHIN = timedelta(minutes=60)
"""A try whose page was never seen is asked for again so long; the provider wants half an hour left on it."""

ON_ITS_WAY = "Your payment is on its way to us. We send a mail when it is here; you do not need to pay again."
NOT_PAYABLE = "This order is not waiting for payment. Look at its page for what became of it."
TRY_ANOTHER_WAY = "The card payment could not be started, and nothing was charged. Try again, or pay on account."


@dataclass(frozen=True, slots=True)
class Begun:
    """A try as it was written down: what to ask the provider for, and which page nobody is to pay on any more."""

    id: int
    address: str
    wanted: CheckoutWanted
    replaced: str = ""


def start(order_id: int, *, by: int | None, done_address: str, stopped_address: str) -> str:
    """The address of the payment page of this order: the same one for whoever asks twice.

    To be called outside of a transaction. Raises RuleBroken where the order is not to be paid, and ProviderError where
    no page could be made within ten seconds.
    """
    until = time.monotonic() + SECONDS
    gateway = choosing.gateway()
    with transaction():
        begun = _begin(order_id, gateway, by=by, done_address=done_address, stopped_address=stopped_address)
    _close(gateway, begun.replaced, until)
    if begun.address:
        return begun.address
    try:
        session = gateway.open_checkout(begun.wanted, key=begun.wanted.attempt, within=until - time.monotonic())
    except KeySpent:
        begun, session = _after_a_spent_key(begun, gateway, until, by=by)
    except ProviderRefused as refused:
        _give_up(begun.id, refused)
        raise RuleBroken(TRY_ANOTHER_WAY) from refused
    with transaction():
        return _keep(begun, session)


def _begin(order_id: int, gateway: Gateway, *, by: int | None, done_address: str, stopped_address: str) -> Begun:
    order = queries.locked(order_id)
    pence = order.owed_pence
    if order.state not in UNPAID or pence <= 0:
        raise RuleBroken(NOT_PAYABLE)
    now, replaced = clock.now(), ""
    if (attempt := live_attempt(order.id)) is not None:
        if attempt.state == PROCESSING:
            raise RuleBroken(ON_ITS_WAY)
        if _still_good(attempt, gateway, pence):
            return Begun(attempt.id, attempt.address if attempt.state == OPEN else "", page_for(attempt, order))
        attempt.state, replaced = REPLACED, attempt.session or ""
        db.session.flush()
    attempt = Attempt(
        reference=new_reference(),
        order_id=order.id,
        by_id=by,
        provider=gateway.name,
        state=OPENING,
        pence=pence,
        done_address=done_address,
        stopped_address=stopped_address,
        opened_at=now,
        expires_at=now + OPEN_FOR,
    )
    db.session.add(attempt)
    db.session.flush()
    record(
        "payments.begun", by=by, subject=f"order:{order.reference}", facts={"pence": pence, "try": attempt.reference}
    )
    return Begun(attempt.id, "", page_for(attempt, order), replaced)


def _still_good(attempt: Attempt, gateway: Gateway, pence: int) -> bool:
    """Whether the try that there is can be used again: the same money, the same provider, and time left."""
    now = clock.now()
    if attempt.pence != pence or attempt.provider != gateway.name:
        return False
    if attempt.state == OPENING:
        return now - attempt.opened_at <= ASK_AGAIN_WITHIN
    return attempt.expires_at - now >= LEFT_AT_LEAST


def live_attempt(order_id: int) -> Attempt | None:
    """The try of this order that can still be paid."""
    return db.session.scalar(select(Attempt).where(Attempt.order_id == order_id, Attempt.state.in_(LIVE)))


def _after_a_spent_key(begun: Begun, gateway: Gateway, until: float, *, by: int | None) -> tuple[Begun, Session]:
    """The provider answers this key with a failure for ever: the page may be there nevertheless, else a new try asks."""
    with transaction():
        attempt = db.session.get_one(Attempt, begun.id)
        order_id, opened_at = attempt.order_id, attempt.opened_at
        done_address, stopped_address = attempt.done_address, attempt.stopped_address
    found = gateway.find(begun.wanted.attempt, since=opened_at, within=until - time.monotonic())
    if found is not None:
        return begun, found
    with transaction():
        attempt = db.session.get_one(Attempt, begun.id)
        if attempt.state == OPENING:
            attempt.state = FAILED
        db.session.flush()
        begun = _begin(order_id, gateway, by=by, done_address=done_address, stopped_address=stopped_address)
    log.warning("payment.key_spent", extra={"attempt": attempt.reference})
    return begun, gateway.open_checkout(begun.wanted, key=begun.wanted.attempt, within=until - time.monotonic())


def _give_up(attempt_id: int, refused: ProviderRefused) -> None:
    with transaction():
        attempt = db.session.get_one(Attempt, attempt_id)
        if attempt.state == OPENING:
            attempt.state = FAILED
        reference = attempt.reference
    log.error("payment.refused", extra={"attempt": reference, "reason": refused.reason})


def _keep(begun: Begun, session: Session) -> str:
    """Write the provider's page down, and say where to go."""
    attempt = db.session.scalar(select(Attempt).where(Attempt.id == begun.id).with_for_update())
    assert attempt is not None
    if attempt.state == OPENING:
        attempt.state, attempt.session, attempt.address = OPEN, session.id, session.url
        attempt.expires_at = session.expires_at or attempt.expires_at
        db.session.flush()
    if session.status != "open":
        settling.settle_session(session)
    if attempt.state == OPEN and attempt.session == session.id and session.url:
        return session.url
    return attempt.done_address


def _close(gateway: Gateway, session: str, until: float) -> None:
    """Close the page of a try that was given up; should that fail, what is paid on it is noticed as too much."""
    if not session:
        return
    try:
        gateway.expire(session, within=min(3.0, until - time.monotonic()))
    except ProviderError as problem:
        log.warning("payment.page_not_closed", extra={"reason": problem.code})
