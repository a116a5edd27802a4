"""How a try to pay and a refund move: one table each, drawn in docs/states.md (a test keeps them equal)."""

from __future__ import annotations

from portal.foundation.transitions import Move, Table

OPENING, OPEN, PROCESSING, PAID = "opening", "open", "processing", "paid"
EXPIRED, FAILED, REPLACED = "expired", "failed", "replaced"
ATTEMPT_STATES = (OPENING, OPEN, PROCESSING, PAID, EXPIRED, FAILED, REPLACED)
LIVE = (OPENING, OPEN, PROCESSING)
"""An order has one try at most in one of these."""
OVER = (EXPIRED, FAILED, REPLACED)

ATTEMPT_NAMES = {
    OPENING: "Being opened",
    OPEN: "Waiting for the buyer",
    PROCESSING: "Money on its way",
    PAID: "Paid",
    EXPIRED: "Not paid in time",
    FAILED: "The payment failed",
    REPLACED: "Given up for another try",
}
ATTEMPT_MOVES = (
    Move("begin", "", OPENING, "buyer", "Begun"),
    Move("open", OPENING, OPEN, "provider", "The payment page is there"),
    Move("finish", OPENING, PROCESSING, "provider", "Finished, the money is on its way"),
    Move("finish", OPEN, PROCESSING, "provider", "Finished, the money is on its way"),
    Move("run_out", OPENING, EXPIRED, "provider", "Not paid in time"),
    Move("run_out", OPEN, EXPIRED, "provider", "Not paid in time"),
    Move("fail", OPENING, FAILED, "provider", "The page could not be made, or the money did not come"),
    Move("fail", OPEN, FAILED, "provider", "The money did not come"),
    Move("fail", PROCESSING, FAILED, "provider", "The money did not come"),
    Move("replace", OPENING, REPLACED, "buyer", "Given up for another try or another way to pay"),
    Move("replace", OPEN, REPLACED, "buyer", "Given up for another try or another way to pay"),
    *(Move("pay", before, PAID, "provider", "Paid") for before in ATTEMPT_STATES if before != PAID),
)
"""What the provider calls paid is paid, whatever came before; nothing leads back from it."""

ASKED, APPROVED, SENDING, PENDING, DONE = "asked", "approved", "sending", "pending", "done"
DECLINED, REFUSED = "declined", "refused"
REFUND_STATES = (ASKED, APPROVED, SENDING, PENDING, DONE, DECLINED, REFUSED)
RESERVING = (ASKED, APPROVED, SENDING, PENDING)
"""Not given back yet, and yet no longer to be given away twice."""

REFUND_NAMES = {
    ASKED: "Waiting for approval",
    APPROVED: "Approved",
    SENDING: "With the provider",
    PENDING: "On its way",
    DONE: "Given back",
    DECLINED: "Not approved",
    REFUSED: "Failed",
}
REFUND_MOVES = (
    Move("ask", "", ASKED, "staff", "Asked for"),
    Move("ask_alone", "", APPROVED, "staff", "Asked for, small enough to need nobody else"),
    Move("notice", "", SENDING, "provider", "Seen at the provider, made there"),
    Move("approve", ASKED, APPROVED, "other staff", "Approved"),
    Move("decline", ASKED, DECLINED, "staff", "Not approved"),
    Move("send", APPROVED, SENDING, "system", "Sent to the provider"),
    Move("wait", SENDING, PENDING, "provider", "On its way to the card"),
    Move("give_back", SENDING, DONE, "provider", "Given back"),
    Move("give_back", PENDING, DONE, "provider", "Given back"),
    Move("fail", SENDING, REFUSED, "provider", "Refused by the provider"),
    Move("fail", PENDING, REFUSED, "provider", "Sent back by the bank"),
    Move("fail", DONE, REFUSED, "provider", "Sent back by the bank"),
)

_NO_LONGER = "This refund no longer waits for approval. Nothing was changed."
ATTEMPT = Table(ATTEMPT_MOVES, dict.fromkeys((move.event for move in ATTEMPT_MOVES), "This try to pay is over."))
REFUND = Table(REFUND_MOVES, dict.fromkeys((move.event for move in REFUND_MOVES), _NO_LONGER))


def refunds_before(event: str) -> tuple[str, ...]:
    """The states of a refund from which this may happen."""
    return tuple(move.before for move in REFUND_MOVES if move.event == event)
