"""How an application moves: one table of moves, drawn in docs/states.md (a test keeps the two equal)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.foundation import transitions

DRAFT, AWAITING, WITH_PANEL = "draft", "awaiting_endorsement", "with_panel"
APPROVED, DECLINED, WITHDRAWN = "approved", "declined", "withdrawn"
STATES = (DRAFT, AWAITING, WITH_PANEL, APPROVED, DECLINED, WITHDRAWN)
OPEN = (DRAFT, AWAITING, WITH_PANEL)
"""One application a person and class may be in one of these."""

FIRST, APPEAL = 1, 2


@dataclass(frozen=True, slots=True)
class Move(transitions.Move):
    """A move that may happen in some rounds only."""

    rounds: tuple[int, ...] = (FIRST,)


BOTH = (FIRST, APPEAL)
MOVES = (
    Move("begin", "", DRAFT, "applicant", "Started"),
    Move("ask_endorser", DRAFT, AWAITING, "applicant", "Sent in; the Head of Profession was asked"),
    Move("submit", DRAFT, WITH_PANEL, "applicant", "Sent in to the panel"),
    Move("withdraw", DRAFT, WITHDRAWN, "applicant", "Withdrawn before it was sent in"),
    Move("endorse", AWAITING, WITH_PANEL, "Head of Profession", "Endorsed"),
    Move("decline_to_endorse", AWAITING, WITH_PANEL, "Head of Profession", "Not endorsed, with a reason"),
    Move("stop_waiting", AWAITING, WITH_PANEL, "daily job", "Passed to the panel unendorsed after 28 days"),
    Move("withdraw", AWAITING, WITHDRAWN, "applicant", "Withdrawn"),
    Move("withdraw", WITH_PANEL, WITHDRAWN, "applicant", "Withdrawn", BOTH),
    Move("approve", WITH_PANEL, APPROVED, "panel", "Approved by the panel", BOTH),
    Move("decline", WITH_PANEL, DECLINED, "panel", "Declined by the panel", BOTH),
    Move("appeal", DECLINED, WITH_PANEL, "applicant", "Appealed"),
)
"""An appeal begins the second round, and only the first round's answer can be appealed."""

_REFUSALS = {
    "begin": "This application was started before.",
    "ask_endorser": "This application was sent in before.",
    "submit": "This application was sent in before.",
    "withdraw": "This application is decided or withdrawn, so it cannot be withdrawn now.",
    "endorse": "This application no longer waits for an endorsement.",
    "decline_to_endorse": "This application no longer waits for an endorsement.",
    "stop_waiting": "This application no longer waits for an endorsement.",
    "approve": "The panel no longer considers this application.",
    "decline": "The panel no longer considers this application.",
    "appeal": "Only a first answer that was no can be appealed, and only once.",
}
EVENTS = tuple(_REFUSALS)
_TABLE = transitions.Table(MOVES, _REFUSALS)


def follow(state: str, round_: int, event: str) -> tuple[str, int]:
    """The state and round after an event; raises RuleBroken with a sentence where the table has no such move."""
    move = _TABLE.follow(state, event)
    if round_ not in move.rounds:
        raise _TABLE.refusal(event)
    return move.after, APPEAL if event == "appeal" else round_


def may(state: str, round_: int, event: str) -> bool:
    """Whether the table has this move in this round."""
    return _TABLE.may(state, event) and round_ in _TABLE.follow(state, event).rounds


def replay(events: Iterable[str]) -> tuple[str, int]:
    """Where a history leads; raises RuleBroken for one that cannot have been."""
    state, round_ = "", FIRST
    for event in events:
        state, round_ = follow(state, round_, event)
    return state, round_
