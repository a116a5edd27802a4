"""How an employer's vacancy moves: one table of moves, drawn in docs/states.md (a test keeps the two equal)."""

from __future__ import annotations

from portal.foundation.transitions import Move, Table

DRAFT, READY, SCHEDULED = "draft", "ready", "scheduled"
LIVE, CLOSED, WITHDRAWN, DISCARDED = "live", "closed", "withdrawn", "discarded"
STATES = (DRAFT, READY, SCHEDULED, LIVE, CLOSED, WITHDRAWN, DISCARDED)
BEFORE = (DRAFT, READY, SCHEDULED)
"""Nothing of it is public yet."""
OVER = (CLOSED, WITHDRAWN)
"""It was public, and can be opened again or copied."""
WRITABLE = (DRAFT, LIVE, *OVER)
"""Its working copy can be changed, and the text of it sent to a colleague for approval: that is a move of its own which
leaves the state, since what is public stays public meanwhile."""
NAMES = {
    DRAFT: "Draft",
    READY: "Waiting for its order",
    SCHEDULED: "Scheduled",
    LIVE: "Live",
    CLOSED: "Closed",
    WITHDRAWN: "Withdrawn",
    DISCARDED: "Thrown away",
}


MOVES = (
    Move("begin", "", DRAFT, "recruiter", "Started"),
    Move("hand_over", DRAFT, READY, "recruiter", "Handed over; it is published when its order is settled"),
    Move("take_back", READY, DRAFT, "recruiter", "Taken back to be changed"),
    Move("schedule", DRAFT, SCHEDULED, "recruiter", "Given a day on which it is published"),
    Move("schedule", READY, SCHEDULED, "order", "Paid for; it waits for its day"),
    Move("take_back", SCHEDULED, DRAFT, "recruiter", "Taken back to be changed"),
    Move("publish", DRAFT, LIVE, "recruiter", "Published"),
    Move("publish", READY, LIVE, "order", "Paid for and published"),
    Move("publish", SCHEDULED, LIVE, "job", "Published on its day"),
    Move("discard", DRAFT, DISCARDED, "recruiter", "Thrown away"),
    Move("close_early", LIVE, CLOSED, "recruiter", "Closed early"),
    Move("close_on_time", LIVE, CLOSED, "job", "Closed at its closing time"),
    Move("withdraw", LIVE, WITHDRAWN, "recruiter", "Withdrawn"),
    Move("reopen", CLOSED, LIVE, "recruiter", "Opened again"),
    Move("reopen", WITHDRAWN, LIVE, "recruiter", "Opened again"),
    *(Move("ask", each, each, "recruiter", "Sent to a colleague for approval") for each in WRITABLE),
    *(Move("approve", each, each, "approver", "Its text was approved") for each in WRITABLE),
    *(Move("send_back", each, each, "approver", "Its text was sent back") for each in WRITABLE),
    *(Move("call_back", each, each, "recruiter", "Called back before it was approved") for each in WRITABLE),
)
_REFUSALS = {
    "begin": "This vacancy was started before.",
    "hand_over": "Only a draft can be handed over.",
    "take_back": "This vacancy does not wait to be published, so there is nothing to take back.",
    "schedule": "Only a vacancy that is not published yet can be given a day.",
    "publish": "This vacancy is published, or over, already.",
    "discard": "Only a draft can be thrown away. Take this vacancy back, close it or withdraw it.",
    "close_early": "Only a live vacancy can be closed.",
    "close_on_time": "Only a live vacancy can be closed.",
    "withdraw": "Only a live vacancy can be withdrawn. A draft can be thrown away.",
    "ask": "The text of a vacancy that waits to be published is not sent for approval. Take it back first.",
    "approve": "This text no longer waits for approval.",
    "send_back": "This text no longer waits for approval.",
    "call_back": "This text no longer waits for approval.",
    "reopen": "Only a vacancy that was closed or withdrawn can be opened again.",
}
EVENTS = tuple(_REFUSALS)
_TABLE = Table(MOVES, _REFUSALS)
follow, may, words_of, replay = _TABLE.follow, _TABLE.may, _TABLE.words_of, _TABLE.replay
