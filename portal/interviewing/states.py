"""How one candidate's interview in one round moves: one table, drawn in docs/recruitment.md (a test keeps them equal)."""

from __future__ import annotations

from portal.foundation.transitions import Move, Table

INVITED, BOOKED, UNSUITED = "invited", "booked", "unsuited"
DECLINED, CANCELLED, ATTENDED, ABSENT = "declined", "cancelled", "attended", "absent"
NAMES = {
    INVITED: "Has not chosen a time",
    BOOKED: "Time fixed",
    UNSUITED: "None of the times suits",
    DECLINED: "Declined by the candidate",
    CANCELLED: "Cancelled",
    ATTENDED: "Came",
    ABSENT: "Did not come",
}
"""As those who arrange and hold interviews read them."""
TO_CANDIDATES = {
    INVITED: "Choose when you come.",
    BOOKED: "Your time is fixed.",
    UNSUITED: "You told us that none of the times suits you. We will write to you.",
    DECLINED: "You declined this interview.",
    CANCELLED: "This interview is cancelled.",
    ATTENDED: "You came to this interview.",
    ABSENT: "This interview was to be held, and you did not come. If that is wrong, write to us.",
}
STATES = tuple(NAMES)
TO_COME = (INVITED, BOOKED, UNSUITED)
"""Something is still to happen."""
HELD = (ATTENDED, ABSENT)
CANDIDATE, DESK, CLOCK = "candidate", "desk", "clock"

MOVES = (
    Move("invite", "", INVITED, DESK, "Invited to choose a time"),
    Move("choose", INVITED, BOOKED, CANDIDATE, "Chose a time"),
    Move("choose", UNSUITED, BOOKED, CANDIDATE, "Chose a time after all"),
    Move("choose", BOOKED, BOOKED, CANDIDATE, "Changed the time"),
    Move("suits_none", INVITED, UNSUITED, CANDIDATE, "Said that none of the times suits"),
    Move("suits_none", BOOKED, UNSUITED, CANDIDATE, "Gave the time back: none suits"),
    Move("decline", INVITED, DECLINED, CANDIDATE, "Declined the interview"),
    Move("decline", BOOKED, DECLINED, CANDIDATE, "Declined the interview"),
    Move("decline", UNSUITED, DECLINED, CANDIDATE, "Declined the interview"),
    Move("place", INVITED, BOOKED, DESK, "Given a time"),
    Move("place", UNSUITED, BOOKED, DESK, "Given a time"),
    Move("place", CANCELLED, BOOKED, DESK, "Given a time again"),
    Move("place", DECLINED, BOOKED, DESK, "Given a time after all"),
    Move("move", BOOKED, BOOKED, DESK, "Moved to another time"),
    Move("cancel", INVITED, CANCELLED, DESK, "Cancelled"),
    Move("cancel", BOOKED, CANCELLED, DESK, "Cancelled"),
    Move("cancel", UNSUITED, CANCELLED, DESK, "Cancelled"),
    Move("end", INVITED, CANCELLED, CLOCK, "Ended with the application or the recruitment"),
    Move("end", BOOKED, CANCELLED, CLOCK, "Ended with the application or the recruitment"),
    Move("end", UNSUITED, CANCELLED, CLOCK, "Ended with the application or the recruitment"),
    Move("invite_again", CANCELLED, INVITED, DESK, "Invited again"),
    Move("invite_again", DECLINED, INVITED, DESK, "Invited again"),
    Move("invite_again", UNSUITED, INVITED, DESK, "Asked to choose again"),
    Move("attend", BOOKED, ATTENDED, DESK, "Marked as having come"),
    Move("miss", BOOKED, ABSENT, DESK, "Marked as not having come"),
    Move("correct", ATTENDED, BOOKED, DESK, "Taken back: whether they came is open again"),
    Move("correct", ABSENT, BOOKED, DESK, "Taken back: whether they came is open again"),
)
_REFUSALS = {
    "invite": "This candidate is invited to this interview already.",
    "choose": "There is no time to choose for this interview any more.",
    "suits_none": "There is no time to choose for this interview any more.",
    "decline": "This interview is over or cancelled, so it cannot be declined.",
    "place": "This candidate has a time already, or the interview is over.",
    "move": "Only somebody who has a time can be moved to another.",
    "cancel": "This interview is over or cancelled already.",
    "end": "This interview is over or cancelled already.",
    "invite_again": "Only an interview that was declined, or cancelled, or whose times did not suit can be offered again.",
    "attend": "Only somebody who had a time can have come.",
    "miss": "Only somebody who had a time can have failed to come.",
    "correct": "Nothing was marked that could be taken back.",
}
EVENTS = tuple(_REFUSALS)
_TABLE = Table(MOVES, _REFUSALS)
follow, may, words_of, replay = _TABLE.follow, _TABLE.may, _TABLE.words_of, _TABLE.replay
