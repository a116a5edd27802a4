"""How an order moves: one table of moves, drawn in docs/states.md (a test keeps the two equal)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.foundation.errors import RuleBroken

DRAFT, AWAITING, PLACED, INVOICED = "draft", "awaiting_approval", "placed", "invoiced"
PAID, REFUNDED, CANCELLED = "paid", "refunded", "cancelled"
STATES = (DRAFT, AWAITING, PLACED, INVOICED, PAID, REFUNDED, CANCELLED)
OPEN = (DRAFT, AWAITING)
"""Not yet bought: its lines may change, and its amounts are those of the day."""
UNPAID = (PLACED, INVOICED)
SOLD = (INVOICED, PAID, REFUNDED)
"""The sale stands in the book of accounts."""

NAMES = {
    DRAFT: "Basket",
    AWAITING: "Awaiting approval",
    PLACED: "Placed, not yet paid",
    INVOICED: "On account, to be paid",
    PAID: "Paid",
    REFUNDED: "Refunded",
    CANCELLED: "Cancelled",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One move: what happens, between which states, by whose act, in words."""

    event: str
    before: str
    after: str
    who: str
    words: str


MOVES = (
    Move("begin", "", DRAFT, "buyer", "Begun"),
    Move("ask", DRAFT, AWAITING, "buyer", "Sent for approval"),
    Move("place", DRAFT, PLACED, "buyer", "Placed"),
    Move("cancel", DRAFT, CANCELLED, "buyer", "Thrown away"),
    Move("approve", AWAITING, PLACED, "approver", "Approved and placed"),
    Move("send_back", AWAITING, DRAFT, "approver", "Sent back"),
    Move("call_back", AWAITING, DRAFT, "buyer", "Called back to be changed"),
    Move("cancel", AWAITING, CANCELLED, "buyer", "Cancelled"),
    Move("invoice", PLACED, INVOICED, "system", "Put on account"),
    Move("pay", PLACED, PAID, "payment", "Paid"),
    Move("cancel", PLACED, CANCELLED, "buyer", "Cancelled before it was paid"),
    Move("pay", INVOICED, PAID, "payment", "Paid"),
    Move("cancel", INVOICED, CANCELLED, "staff", "Cancelled, and its invoice credited in full"),
    Move("refund", PAID, REFUNDED, "payment", "Given back in full"),
)

_REFUSALS = {
    "begin": "This order was begun before.",
    "ask": "This order was sent before. Look at its page for what became of it.",
    "place": "This order was placed before. Look at its page for what became of it.",
    "approve": "This order no longer waits for approval.",
    "send_back": "This order no longer waits for approval.",
    "call_back": "This order no longer waits for approval.",
    "invoice": "Only an order that is placed and not paid can be put on account.",
    "pay": "This order is not waiting for payment.",
    "cancel": "This order is paid, cancelled or refunded, so it cannot be cancelled now. Ask us for a refund instead.",
    "refund": "Only an order that was paid can be refunded.",
}
_TABLE = {(move.event, move.before): move for move in MOVES}
EVENTS = tuple(_REFUSALS)


def follow(state: str, event: str) -> Move:
    """The move that an event makes from a state; raises RuleBroken with a sentence where the table has none."""
    move = _TABLE.get((event, state))
    if move is None:
        raise RuleBroken(_REFUSALS[event])
    return move


def may(state: str, event: str) -> bool:
    """Whether the table has this move."""
    return (event, state) in _TABLE


def words_of(event: str, before: str) -> str:
    """What people read of a move; empty for what is none."""
    move = _TABLE.get((event, before))
    return move.words if move else ""


def replay(events: Iterable[str]) -> str:
    """Where a history leads; raises RuleBroken for one that cannot have been."""
    state = ""
    for event in events:
        state = follow(state, event).after
    return state
