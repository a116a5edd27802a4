"""The one way in which money is noted: received, and given back, each payment once and never more back than came."""

from __future__ import annotations

from datetime import datetime

from portal.audit.recording import record
from portal.billing import binding, books, queries, ways
from portal.billing.facts import OrderRefunded, OrderReopened
from portal.billing.models import Order
from portal.billing.moving import move, note_step
from portal.billing.states import PAID, UNPAID
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds

RECEIVED, GIVEN_BACK, TAKEN_BACK = "received", "given_back", "taken_back"


def settle(order: Order, pence: int, by_what: str, *, at: datetime, by: int | None = None) -> bool:
    """Note money received for an order: "card:PAYMENT" or "bank:RECEIPT". False where this payment was noted before.

    The order is paid as soon as everything that was charged is there. Money is noted whatever has become of the order
    meanwhile: what comes for a cancelled order, or beyond what was charged, is owed to whoever paid it
    (`order.owed_pence` is below nothing).
    """
    if pence <= 0:
        raise ValueError("money received is more than nothing")
    order = queries.locked(order.id)
    if books.is_posted(order, kind=RECEIVED, what=by_what):
        return False
    books.post(
        order, kind=RECEIVED, what=by_what, entries=((account_of(by_what), pence), (books.DEBTORS, -pence)), at=at
    )
    order.paid_pence += pence
    _note(order, RECEIVED, pence, by=by, at=at)
    if order.state in UNPAID and order.owed_pence <= 0:
        binding.pay(order, by=by, at=at)
    return True


def give_back(
    order: Order, pence: int, by_what: str, *, at: datetime, by: int | None = None, sale_stands: bool = False
) -> bool:
    """Note money given back; `sale_stands` where a bank took it. False where this was noted before; RuleBroken where it is more than is left of it."""
    if pence <= 0:
        raise RuleBroken("Enter an amount above £0 to give back.")
    order = queries.locked(order.id)
    if books.is_posted(order, kind=GIVEN_BACK, what=by_what):
        return False
    if pence > order.kept_pence:
        raise RuleBroken(
            f"Of order {order.reference} {pounds(order.kept_pence)} was paid and not given back. "
            f"{pounds(pence)} is more than that, so nothing was given back."
        )
    books.post(
        order, kind=GIVEN_BACK, what=by_what, entries=((account_of(by_what), -pence), (books.DEBTORS, pence)), at=at
    )
    order.refunded_pence += pence
    _note(order, GIVEN_BACK, pence, by=by, at=at)
    if order.state == PAID and order.kept_pence == 0:
        move(order, "refund", by=by, at=at)
    announce(OrderRefunded(order.id, pence, sale_stands))
    return True


def take_back(order: Order, pence: int, by_what: str, *, at: datetime, by: int | None = None) -> None:
    """Note that money which was noted as received for this order was for another: nothing has left the bank.

    An order that is not paid without it is on account again. RuleBroken where this payment was not received for the
    order, was taken back before, or was given back meanwhile.
    """
    order = queries.locked(order.id)
    if not books.is_posted(order, kind=RECEIVED, what=by_what):
        raise RuleBroken(f"Order {order.reference} did not receive this payment.")
    if books.is_posted(order, kind=TAKEN_BACK, what=by_what):
        raise RuleBroken("This payment was taken back before.")
    if pence > order.kept_pence:
        raise RuleBroken(f"Of this payment a part was given back already, so order {order.reference} keeps the rest.")
    books.post(
        order, kind=TAKEN_BACK, what=by_what, entries=((account_of(by_what), -pence), (books.DEBTORS, pence)), at=at
    )
    order.paid_pence -= pence
    _note(order, TAKEN_BACK, pence, by=by, at=at)
    if order.state == PAID and order.owed_pence > 0 and order.way == ways.ACCOUNT:
        order.paid_at = None
        move(order, "reopen", by=by, at=at)
        announce(OrderReopened(order.id))


def account_of(by_what: str) -> str:
    """The account on which this kind of money lies."""
    account = by_what.partition(":")[0]
    if account not in (books.CARD, books.BANK):
        raise ValueError(f"{by_what} is neither card: nor bank:")
    return account


def _note(order: Order, event: str, pence: int, *, by: int | None, at: datetime) -> None:
    note_step(order, event, by=by, at=at, note=pounds(pence))
    record(
        f"billing.money_{event}",
        by=by,
        subject=f"order:{order.reference}",
        about=order.person_id,
        facts={"pence": pence},
    )
