"""How an order moves: one table of moves, drawn in docs/states.md (a test keeps the two equal)."""

from __future__ import annotations

from portal.foundation.transitions import Move, Table

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


MOVES = (
    Move("begin", "", DRAFT, "buyer", "Begun"),
    Move("ask", DRAFT, AWAITING, "buyer", "Sent for approval"),
    Move("place", DRAFT, PLACED, "buyer", "Placed"),
    Move("cancel", DRAFT, CANCELLED, "buyer", "Thrown away"),
    Move("approve", AWAITING, PLACED, "approver", "Approved and placed"),
    Move("send_back", AWAITING, DRAFT, "approver", "Sent back"),
    Move("call_back", AWAITING, DRAFT, "buyer", "Called back to be changed"),
    Move("cancel", AWAITING, CANCELLED, "buyer or staff", "Cancelled"),
    Move("invoice", PLACED, INVOICED, "system", "Put on account"),
    Move("pay", PLACED, PAID, "payment", "Paid"),
    Move("cancel", PLACED, CANCELLED, "buyer or staff", "Cancelled before it was paid"),
    Move("pay", INVOICED, PAID, "payment", "Paid"),
    Move("cancel", INVOICED, CANCELLED, "staff", "Cancelled, and its invoice credited in full"),
    Move("refund", PAID, REFUNDED, "payment", "Given back in full"),
    Move("reopen", PAID, INVOICED, "staff", "To be paid after all: its payment was another’s"),
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
    "reopen": "Only an order that was paid can be opened again.",
}
EVENTS = tuple(_REFUSALS)
_TABLE = Table(MOVES, _REFUSALS)
follow, may, words_of, replay = _TABLE.follow, _TABLE.may, _TABLE.words_of, _TABLE.replay
