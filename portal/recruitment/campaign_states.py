"""How a campaign moves: one table of moves, drawn in docs/recruitment.md (a test keeps the two equal)."""

from __future__ import annotations

from portal.foundation.transitions import Move, Table

ENQUIRY, AGREED, DRAFTED, APPROVED = "enquiry", "agreed", "drafted", "approved"
LIVE, CLOSED, SELECTION, OFFER = "live", "closed", "selection", "offer"
PART_FILLED, FILLED, UNFILLED, CANCELLED = "part_filled", "filled", "unfilled", "cancelled"
NAMES = {
    ENQUIRY: "Enquiry",
    AGREED: "Terms agreed",
    DRAFTED: "Advert with the client",
    APPROVED: "Advert approved",
    LIVE: "Live",
    CLOSED: "Closed to applications",
    SELECTION: "Selection",
    OFFER: "Offer made",
    PART_FILLED: "Part filled",
    FILLED: "Filled",
    UNFILLED: "Not filled",
    CANCELLED: "Cancelled",
}
STATES = tuple(NAMES)
BEFORE = (ENQUIRY, AGREED, DRAFTED, APPROVED)
"""Nobody can have applied yet."""
OVER = (PART_FILLED, FILLED, UNFILLED, CANCELLED)
"""No decision on a candidate is made or reversed any longer, and everybody has been told."""

_ADVERT_SENT_BACK = "The client asked for changes to the advert"
MOVES = (
    Move("begin", "", ENQUIRY, "client or consultant", "Begun"),
    Move("agree_terms", ENQUIRY, AGREED, "client", "Terms agreed"),
    Move("send_advert", AGREED, DRAFTED, "consultant", "Advert sent to the client"),
    Move("send_back", DRAFTED, AGREED, "client", _ADVERT_SENT_BACK),
    Move("approve_advert", DRAFTED, APPROVED, "client", "Advert approved"),
    Move("send_back", APPROVED, AGREED, "client or consultant", "Taken back to change the advert"),
    Move("go_live", APPROVED, LIVE, "consultant", "Advert published"),
    Move("close", LIVE, CLOSED, "clock or consultant", "Closed to applications"),
    Move("reopen", CLOSED, LIVE, "consultant", "Opened to applications again, with a later closing time"),
    Move("begin_selection", CLOSED, SELECTION, "consultant", "Selection begun"),
    Move("make_offer", SELECTION, OFFER, "consultant", "Offer made"),
    Move("select_again", OFFER, SELECTION, "consultant", "Back to selection: no offer stands"),
    Move("fill", OFFER, FILLED, "consultant", "Every post is filled"),
    Move("part_fill", OFFER, PART_FILLED, "consultant", "Ended with some of its posts filled"),
    Move("end_unfilled", CLOSED, UNFILLED, "consultant", "Ended without anybody appointed"),
    Move("end_unfilled", SELECTION, UNFILLED, "consultant", "Ended without anybody appointed"),
    *(
        Move("cancel", before, CANCELLED, "client or consultant", "Cancelled")
        for before in (*BEFORE, LIVE, CLOSED, SELECTION, OFFER)
    ),
)
_REFUSALS = {
    "begin": "This campaign was begun before.",
    "agree_terms": "The terms of this campaign were agreed before.",
    "send_advert": "The advert can be sent to the client when the terms are agreed, and until it is approved.",
    "send_back": "This advert does not wait for the client, or is published already.",
    "approve_advert": "This advert does not wait for the client’s approval.",
    "go_live": "Only an advert that the client approved can be published.",
    "close": "This campaign is not open to applications.",
    "reopen": "Only a campaign that is closed, and whose selection has not begun, can be opened again.",
    "begin_selection": "Selection begins when the campaign is closed to applications.",
    "make_offer": "An offer is made in selection.",
    "select_again": "No offer was made in this campaign.",
    "fill": "A campaign is filled when an offer has been made.",
    "part_fill": "A campaign is filled when an offer has been made.",
    "end_unfilled": "A campaign ends unfilled once it is closed, and while no offer stands.",
    "cancel": "This campaign is over already.",
}
EVENTS = tuple(_REFUSALS)
_TABLE = Table(MOVES, _REFUSALS)
follow, may, words_of, replay = _TABLE.follow, _TABLE.may, _TABLE.words_of, _TABLE.replay
refusal = _TABLE.refusal
