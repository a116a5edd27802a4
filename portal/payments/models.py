"""Tries to pay by card, the provider's messages, what does not agree, refunds, disputes, payouts; and test payment pages.

Whole pence, all of them pounds. Ids of the provider are text as it gives them. Nothing of a card or of who holds it is kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant
from portal.payments.states import ATTEMPT_STATES, LIVE, REFUND_STATES


def _in(column: str, values: tuple[str, ...]) -> str:
    return f"{column} in ({', '.join(repr(each) for each in values)})"


_LIVE = text(_in("state", LIVE))


class Attempt(Model):
    """One try to pay an order by card. Its `reference` is the key under which the provider made the payment page.

    `session` is the provider's id of that page, empty until it answered; `payment` that of the money. An order has
    one try at a time that can still be paid. `looked_at` is when the provider was last asked about it.
    """

    __tablename__ = "payment_attempts"
    __table_args__ = (
        CheckConstraint(_in("state", ATTEMPT_STATES), name="state_known"),
        CheckConstraint("pence > 0", name="some"),
        Index("uq_payment_attempts_live", "order_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_payment_attempts_state", "state", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    provider: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12), default="opening")
    pence: Mapped[int] = mapped_column(Integer)
    received_pence: Mapped[int] = mapped_column(Integer, default=0)
    session: Mapped[str | None] = mapped_column(String(120), unique=True)
    payment: Mapped[str | None] = mapped_column(String(120), unique=True)
    address: Mapped[str] = mapped_column(Text, default="")
    done_address: Mapped[str] = mapped_column(String(300))
    stopped_address: Mapped[str] = mapped_column(String(300))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    looked_at: Mapped[datetime | None] = mapped_column(Instant)
    paid_at: Mapped[datetime | None] = mapped_column(Instant)


class ProviderEvent(Model):
    """A message of the provider, once each; written in the transaction of what it led to.

    `outcome`: done; nothing (it changed nothing); ignored (of no concern to us); waiting (to be looked at again from
    `again_at`); held (a discrepancy says why). The figures are those that the message held, for comparing later.
    """

    __tablename__ = "provider_events"
    __table_args__ = (
        CheckConstraint(_in("outcome", ("new", "done", "nothing", "ignored", "waiting", "held")), name="outcome_known"),
        Index("ix_provider_events_outcome", "outcome", "again_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(120), unique=True)
    type: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant, index=True)
    live: Mapped[bool] = mapped_column(Boolean)
    account: Mapped[str] = mapped_column(String(120), default="")
    about: Mapped[str] = mapped_column(String(120), default="")
    about_id: Mapped[str] = mapped_column(String(120), default="")
    session: Mapped[str] = mapped_column(String(120), default="")
    payment: Mapped[str] = mapped_column(String(120), default="")
    said: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    outcome: Mapped[str] = mapped_column(String(10))
    because: Mapped[str] = mapped_column(String(200), default="")
    tries: Mapped[int] = mapped_column(Integer, default=1)
    again_at: Mapped[datetime | None] = mapped_column(Instant)


class Discrepancy(Model):
    """Something about money that does not agree, for staff to settle; `unique_key` keeps it from being noted twice.

    While one that `holds` is open, its attempt is not settled by itself. `settled_because` is what staff wrote, or
    what put it right.
    """

    __tablename__ = "discrepancies"
    __table_args__ = (Index("ix_discrepancies_open", "settled_at", "found_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    unique_key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    holds: Mapped[bool] = mapped_column(Boolean, default=False)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("payment_attempts.id"), index=True)
    event: Mapped[str] = mapped_column(String(120), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    found_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    settled_because: Mapped[str] = mapped_column(Text, default="")


class Refund(Model):
    """Money to be given back to the card it came from. Its `reference` is the key under which the provider does it.

    `asked_by_id` is None for one that was made at the provider. Above an amount somebody else approves
    (payments.refunding). `made` is the provider's id; `tries` counts the keys that were spent on failures.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint(_in("state", REFUND_STATES), name="state_known"),
        CheckConstraint("pence > 0", name="some"),
        Index("ix_refunds_state", "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("payment_attempts.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    pence: Mapped[int] = mapped_column(Integer)
    because: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    decided_because: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    made: Mapped[str | None] = mapped_column(String(120), unique=True)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_because: Mapped[str] = mapped_column(String(200), default="")


class Dispute(Model):
    """A payment that the card holder's bank took back for the time being; `status` is the provider's word."""

    __tablename__ = "disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[str] = mapped_column(String(120), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("payment_attempts.id"), index=True)
    pence: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(60), default="")
    status: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    answer_by: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class Payout(Model):
    """What the provider sent to our bank: `pence` arrives, after `fee_pence` that it kept."""

    __tablename__ = "payouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[str] = mapped_column(String(120), unique=True)
    pence: Mapped[int] = mapped_column(Integer)
    fee_pence: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(20))
    arrives_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)


class TestCardPage(Model):
    """A payment page of the test card, which moves no money (payments.test_card); none are made in production."""

    __tablename__ = "test_card_pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    order: Mapped[str] = mapped_column(String(12))
    lines: Mapped[list[Any]] = mapped_column(JSON)
    pence: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(10), default="open")
    paid: Mapped[str] = mapped_column(String(10), default="unpaid")
    payment: Mapped[str] = mapped_column(String(40), default="")
    refunds: Mapped[list[Any]] = mapped_column(JSON, default=list)
    done_address: Mapped[str] = mapped_column(String(300))
    stopped_address: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    arrives_at: Mapped[datetime | None] = mapped_column(Instant)
