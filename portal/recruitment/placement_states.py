"""How a placement moves: one table of moves, drawn in docs/recruitment.md (a test keeps the two equal)."""

from __future__ import annotations

from portal.foundation.transitions import Move, Table

PENDING, CONFIRMED, STARTED, COMPLETED = "pending", "confirmed", "started", "completed"
DID_NOT_START, LEFT, CREDITED, REPLACED, SETTLED = "did_not_start", "left", "credited", "replaced", "settled"
NAMES = {
    PENDING: "Checks open",
    CONFIRMED: "Confirmed",
    STARTED: "Started",
    COMPLETED: "Guarantee over",
    DID_NOT_START: "Did not start",
    LEFT: "Left; remedy to decide",
    CREDITED: "Left; credited",
    REPLACED: "Left; replaced",
    SETTLED: "Left; nothing due",
}
STATES = tuple(NAMES)
OVER = (COMPLETED, DID_NOT_START, CREDITED, REPLACED, SETTLED)

MOVES = (
    Move("begin", "", PENDING, "candidate", "Offer accepted"),
    Move("confirm", PENDING, CONFIRMED, "consultant", "Checks done, start confirmed"),
    Move("reopen_checks", CONFIRMED, PENDING, "consultant", "A check is open again"),
    Move("start", CONFIRMED, STARTED, "consultant", "Started"),
    Move("fall_through", PENDING, DID_NOT_START, "consultant", "Did not start"),
    Move("fall_through", CONFIRMED, DID_NOT_START, "consultant", "Did not start"),
    Move("complete", STARTED, COMPLETED, "clock", "The guarantee is over"),
    Move("leave", STARTED, LEFT, "consultant", "Left within the guarantee"),
    Move("correct", LEFT, STARTED, "consultant", "The leaving date was a mistake"),
    Move("credit", LEFT, CREDITED, "consultant", "Part of the fee was credited"),
    Move("replace", LEFT, REPLACED, "consultant", "Somebody else was placed instead"),
    Move("settle", LEFT, SETTLED, "consultant", "Nothing is due"),
)
_REFUSALS = {
    "begin": "This placement was begun before.",
    "confirm": "Only a placement whose checks are open can be confirmed.",
    "reopen_checks": "Only a placement that is confirmed and has not started can go back to its checks.",
    "start": "Only a confirmed placement can start.",
    "fall_through": "This placement has started or is over.",
    "complete": "Only a placement that has started comes to the end of its guarantee.",
    "leave": "Only somebody who has started, and whose guarantee runs, can leave within it.",
    "correct": "A leaving date can be corrected until its remedy is decided.",
    "credit": "There is no leaving date whose remedy is open.",
    "replace": "There is no leaving date whose remedy is open.",
    "settle": "There is no leaving date whose remedy is open.",
}
EVENTS = tuple(_REFUSALS)
_TABLE = Table(MOVES, _REFUSALS)
follow, may, words_of, replay = _TABLE.follow, _TABLE.may, _TABLE.words_of, _TABLE.replay
