"""What the pages show of card payments, refunds and discrepancies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts import queries as accounts
from portal.billing import queries, telling
from portal.billing.models import Order
from portal.billing.states import PAID as ORDER_PAID
from portal.billing.states import REFUNDED, UNPAID
from portal.database.base import db
from portal.database.slicing import Found, page_of
from portal.foundation.identifiers import tidy_reference
from portal.foundation.money import pounds
from portal.payments import choosing, discrepancies
from portal.payments.checking_out import live_attempt
from portal.payments.models import Attempt, Discrepancy, Refund
from portal.payments.states import PROCESSING
from portal.web import words
from portal.web.listing import Asked


@dataclass(frozen=True, slots=True)
class CardPage:
    """What a buyer sees of paying by card. `stage`: pay, coming, paid, nothing, or off where no cards are taken."""

    stage: str
    reference: str
    amount: str
    order_address: str
    test: bool
    lines: tuple[tuple[str, str], ...]


def card_page(order: Order) -> CardPage:
    """Where an order stands with being paid by card, by our own books alone."""
    attempt = live_attempt(order.id)
    if order.state in (ORDER_PAID, REFUNDED) or (order.state in UNPAID and order.owed_pence <= 0):
        stage = "paid"
    elif order.state not in UNPAID:
        stage = "nothing"
    elif attempt is not None and attempt.state == PROCESSING:
        stage = "coming"
    else:
        stage = "pay" if choosing.which() else "off"
    return CardPage(
        stage=stage,
        reference=order.reference,
        amount=pounds(order.owed_pence if stage in ("pay", "coming", "off") else order.paid_pence),
        order_address=telling.address_of(order),
        test=choosing.which() == choosing.TEST,
        lines=tuple(
            (
                f"{each.description} × {each.quantity}" if each.quantity > 1 else each.description,
                pounds(each.gross_pence),
            )
            for each in queries.lines_of(order.id)
        ),
    )


def refunds(asked: Asked) -> Found:
    """Refunds with their orders, for the list."""
    statement = select(
        Refund.reference,
        Refund.state,
        Refund.pence,
        Refund.asked_at,
        Refund.asked_by_id,
        Order.reference.label("order"),
    ).join(Order, Order.id == Refund.order_id)
    if asked.words:
        tidy = tidy_reference(asked.words)
        statement = statement.where(or_(Refund.reference == tidy, Order.reference == tidy))
    if state := asked.chosen["state"]:
        statement = statement.where(Refund.state == state)
    columns: Mapping[str, Any] = {"asked": Refund.asked_at, "amount": Refund.pence}
    return _sorted(statement, columns[asked.sort], Refund.id, asked)


def matters(asked: Asked) -> Found:
    """Discrepancies with their orders, for the list."""
    statement = select(
        Discrepancy.reference,
        Discrepancy.kind,
        Discrepancy.found_at,
        Discrepancy.settled_at,
        Order.reference.label("order"),
    ).outerjoin(Order, Order.id == Discrepancy.order_id)
    if asked.words:
        tidy = tidy_reference(asked.words)
        statement = statement.where(or_(Discrepancy.reference == tidy, Order.reference == tidy))
    if state := asked.chosen["state"]:
        settled = Discrepancy.settled_at.is_not(None)
        statement = statement.where(settled if state == "settled" else ~settled)
    if kind := asked.chosen["kind"]:
        statement = statement.where(Discrepancy.kind == kind)
    return _sorted(statement, Discrepancy.found_at, Discrepancy.id, asked)


def _sorted(statement: Any, column: ColumnElement[Any] | InstrumentedAttribute[Any], key: Any, asked: Asked) -> Found:
    order = (column.desc(), key.desc()) if asked.descending else (column, key)
    return page_of(statement, order=order, page=asked.page, per_page=asked.per_page)


def names(*ids: int | None) -> dict[int | None, str]:
    """The names of people by their ids; nobody for none."""
    found = accounts.names_of([each for each in ids if each])
    return {each: found.get(each, "Someone who has left") if each else "" for each in ids}


def order_of(order_id: int | None) -> Order | None:
    """The order that something is about."""
    return queries.by_id(order_id) if order_id else None


_LABELS = {
    "wanted_pence": "We asked for",
    "seen_pence": "The payment service says",
    "pence": "Amount",
    "kept_pence": "Left of what was paid",
    "currency": "Currency",
    "payment": "Payment at the provider",
    "session": "Payment page at the provider",
    "dispute": "Dispute at the provider",
    "payout": "Payout at the provider",
    "reason": "Reason given",
    "answer_by": "Answer by",
    "type": "Kind of message",
    "account": "Account",
    "order": "Order named",
    "state": "State of the order",
}


def facts_of(matter: Discrepancy) -> list[tuple[str, str]]:
    """What is known of a discrepancy, in words."""
    found = []
    for name, value in matter.facts.items():
        if value in (None, ""):
            continue
        shown = pounds(value) if name.endswith("pence") and isinstance(value, int) else str(value)
        found.append((_LABELS.get(name, name.replace("_", " ").capitalize()), shown))
    return found


def can_be_accepted(matter: Discrepancy) -> bool:
    """Whether staff can take the payment as it is at the provider."""
    if matter.settled_at is not None or not discrepancies.KINDS[matter.kind].holds or matter.attempt_id is None:
        return False
    return db.session.get_one(Attempt, matter.attempt_id).state != "paid"


def when(at: Any) -> str:
    """A time in words, or nothing."""
    return words.long_time(at) if at else ""
