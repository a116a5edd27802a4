"""What does not agree: noted once, seen by staff, and settled by them or by what puts it right."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.payments.models import Attempt, Discrepancy

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """What it means and what to do, in words for staff.

    One that `holds` keeps its payment from being settled by itself; it can be accepted as it is at the provider.
    """

    title: str
    advice: str
    holds: bool = False


_LOOK = "Compare the payment at the provider with the order. If it is right after all, accept it; if not, accept it and give it back."
KINDS: Mapping[str, Kind] = {
    "amount": Kind("The amount is not that of the order", _LOOK, holds=True),
    "currency": Kind("The currency is not pounds", _LOOK, holds=True),
    "order": Kind("The payment names another order", _LOOK, holds=True),
    "quantity": Kind("The quantity is not that of the order", _LOOK, holds=True),
    "unpaid": Kind(
        "The payment page is finished, the money is not there",
        "Wait: this settles itself when the money comes. After a week, ask the buyer to pay another way.",
    ),
    "overpaid": Kind("More was paid than is owed", "Give back what is too much, or agree with the buyer to keep it."),
    "unknown_order": Kind(
        "Money came for no order of ours",
        "Find out at the provider who paid, and give it back there. Nothing of it is in our books.",
    ),
    "live_mode": Kind(
        "A message is of the other mode, test or live",
        "Check that the endpoint at Stripe and STRIPE_SECRET_KEY are both live or both test.",
    ),
    "account": Kind(
        "A message is of another Stripe account",
        "Check which accounts send to our endpoint. Nothing was done with the message.",
    ),
    "unresolved": Kind(
        "The provider could not tell us about a message for three days",
        "Look at the provider for the payment that the message names, and run: flask payments reconcile",
    ),
    "refund_over": Kind(
        "More was given back at the provider than was paid here",
        "Find out who gave it back. The order's figures keep only what was paid.",
    ),
    "refund_failed": Kind(
        "A refund came back",
        "The buyer’s bank did not take it. Agree with the buyer on a bank transfer.",
    ),
    "disputed": Kind(
        "The card holder’s bank questions a payment",
        "Answer at the provider with the order and its invoice before the day it names.",
    ),
    "dispute_lost": Kind(
        "A disputed payment is lost",
        "The order counts as given back. Decide whether to ask the buyer for payment another way.",
    ),
    "payout_failed": Kind(
        "A payout did not reach our bank",
        "Check the bank account that the provider pays out to.",
    ),
}


def note(
    kind: str,
    unique_key: str,
    *,
    order_id: int | None = None,
    attempt_id: int | None = None,
    event: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Discrepancy:
    """Note that something does not agree, once for each key; staff see it at once."""
    key = f"{kind}:{unique_key}"[:200]
    found = db.session.scalar(select(Discrepancy).where(Discrepancy.unique_key == key))
    if found is not None:
        return found
    made = Discrepancy(
        reference=new_reference(),
        unique_key=key,
        kind=kind,
        holds=KINDS[kind].holds,
        order_id=order_id,
        attempt_id=attempt_id,
        event=event,
        facts=dict(facts or {}),
        found_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    record("payments.discrepancy_found", subject=f"discrepancy:{made.reference}", facts={"kind": kind})
    log.error("payment.discrepancy", extra={"kind": kind, "discrepancy": made.reference, "provider_event": event})
    return made


def is_held(attempt: Attempt) -> bool:
    """Whether staff have to decide before this payment is settled."""
    held = select(Discrepancy.id).where(
        Discrepancy.attempt_id == attempt.id, Discrepancy.holds, Discrepancy.settled_at.is_(None)
    )
    return db.session.scalar(held.limit(1)) is not None


def put_right(kind: str, unique_key: str, *, because: str) -> None:
    """What was noted has come right by itself."""
    db.session.execute(
        update(Discrepancy)
        .where(Discrepancy.unique_key == f"{kind}:{unique_key}"[:200], Discrepancy.settled_at.is_(None))
        .values(settled_at=clock.now(), settled_because=because)
    )


def settle(reference: str, *, because: str, by: int) -> Discrepancy:
    """Staff have dealt with it, and say how. Raises RuleBroken where somebody has already."""
    found = by_reference(reference)
    if not because.strip():
        raise RuleBroken("Say what you found and what you did.")
    done = db.session.execute(
        update(Discrepancy)
        .where(Discrepancy.id == found.id, Discrepancy.settled_at.is_(None))
        .values(settled_at=clock.now(), settled_by_id=by, settled_because=because.strip())
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken("Somebody has settled this already. Nothing was changed.")
    db.session.refresh(found)
    record("payments.discrepancy_settled", by=by, subject=f"discrepancy:{found.reference}", facts={"kind": found.kind})
    return found


def settle_holding(reference: str, *, because: str, by: int) -> None:
    """What else held the same payment is settled with it."""
    attempt_id = by_reference(reference).attempt_id
    others = select(Discrepancy.reference).where(
        Discrepancy.attempt_id == attempt_id, Discrepancy.holds, Discrepancy.settled_at.is_(None)
    )
    for each in list(db.session.scalars(others)):
        settle(each, because=because, by=by)


def by_reference(reference: str) -> Discrepancy:
    """The discrepancy of this reference. Raises NotFound."""
    found = db.session.scalar(select(Discrepancy).where(Discrepancy.reference == tidy_reference(reference)))
    if found is None:
        raise NotFound("There is no such discrepancy.")
    return found


def waiting() -> int:
    """How many wait for staff."""
    return db.session.scalar(select(func.count()).where(Discrepancy.settled_at.is_(None))) or 0
