"""How an application to a campaign moves: one table of moves, drawn in docs/recruitment.md (a test keeps them equal).

Deciding and telling are two acts, so what candidates are shown is where their history stood when they were last told,
or last acted themselves: `seen`, never the state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.foundation import transitions

DRAFT, LAPSED, DISCARDED, SUBMITTED = "draft", "lapsed", "discarded", "submitted"
LONGLISTED, NOT_LONGLISTED = "longlisted", "not_longlisted"
SHORTLISTED, NOT_SHORTLISTED = "shortlisted", "not_shortlisted"
INTERVIEW, UNSUCCESSFUL, RESERVE = "interview", "unsuccessful", "reserve"
OFFERED, ACCEPTED, DECLINED, OFFER_WITHDRAWN = "offered", "accepted", "declined", "offer_withdrawn"
CONDITIONS_MET, CONDITIONS_NOT_MET, STARTED, WITHDRAWN = "conditions_met", "conditions_not_met", "started", "withdrawn"
CALLED_OFF = "called_off"
"""What a candidate knows who was told that the recruitment was cancelled; no state of an application, which stays where it
was decided to stand."""

NAMES = {
    DRAFT: "Draft",
    LAPSED: "Not sent in time",
    DISCARDED: "Thrown away",
    SUBMITTED: "Sent in",
    LONGLISTED: "On the longlist",
    NOT_LONGLISTED: "Not on the longlist",
    SHORTLISTED: "On the shortlist",
    NOT_SHORTLISTED: "Not on the shortlist",
    INTERVIEW: "Interview",
    UNSUCCESSFUL: "Not successful at interview",
    RESERVE: "On the reserve list",
    OFFERED: "Offer made",
    ACCEPTED: "Offer accepted",
    DECLINED: "Offer declined",
    OFFER_WITHDRAWN: "Offer withdrawn",
    CONDITIONS_MET: "Conditions met",
    CONDITIONS_NOT_MET: "Conditions not met",
    STARTED: "Started",
    WITHDRAWN: "Withdrawn",
}
"""As consultants and panels read them."""
TO_CANDIDATES = {
    DRAFT: "You have not sent this application yet.",
    LAPSED: "The closing time passed before this application was sent.",
    DISCARDED: "You threw this application away.",
    SUBMITTED: "We have your application. You will hear from us when it has been considered.",
    LONGLISTED: "Your application is on the longlist. The employer’s panel considers it next.",
    NOT_LONGLISTED: "Your application was not taken further this time.",
    SHORTLISTED: "You are on the shortlist.",
    NOT_SHORTLISTED: "You were on the longlist, and were not chosen for the shortlist.",
    INTERVIEW: "You are invited to an interview.",
    UNSUCCESSFUL: "You were interviewed, and were not chosen.",
    RESERVE: "You could have been appointed, and are on the reserve list.",
    OFFERED: "You have been offered the post.",
    ACCEPTED: "You accepted the offer. The checks come next.",
    DECLINED: "You declined the offer.",
    OFFER_WITHDRAWN: "The offer was withdrawn.",
    CONDITIONS_MET: "The checks are done, and the offer is firm.",
    CONDITIONS_NOT_MET: "The offer ended because its conditions were not met.",
    STARTED: "You have started.",
    WITHDRAWN: "You withdrew your application.",
    CALLED_OFF: "The recruitment was cancelled, so nothing more comes of your application.",
}
STATES = tuple(NAMES)
UNSENT = (DRAFT, LAPSED, DISCARDED)
"""Nobody but the candidate may see it."""
REFUSED = (NOT_LONGLISTED, NOT_SHORTLISTED, UNSUCCESSFUL, OFFER_WITHDRAWN, CONDITIONS_NOT_MET)
"""Decided against the candidate; each can be reversed with a reason while the campaign is open."""
IN_PROGRESS = (SUBMITTED, LONGLISTED, SHORTLISTED, INTERVIEW, OFFERED, ACCEPTED, CONDITIONS_MET)
"""Somebody has something to do before the campaign can end; a reserve may wait beyond it."""
WITH_OFFER = (OFFERED, ACCEPTED, CONDITIONS_MET)
"""An offer stands; it ends when the candidate withdraws."""
CANDIDATE, CONSULTANT, PANEL, CLOCK = "candidate", "consultant", "panel", "clock"
EITHER_SIDE = "client or consultant"
CALL_OFF = "call_off"
"""The telling that the recruitment was cancelled; it decides nothing about the candidate."""
KNOWN_AT_ONCE = (CANDIDATE, CLOCK)
"""Whose moves the candidate sees without being told: their own, and those that the closing time makes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an application's history; `told` once the candidate has been told of it."""

    event: str
    before: str
    after: str
    told: bool = False


def _call_off(before: str) -> transitions.Move:
    return transitions.Move(CALL_OFF, before, before, EITHER_SIDE, "Told that the recruitment was cancelled")


def _withdraw(before: str) -> transitions.Move:
    return transitions.Move("withdraw", before, WITHDRAWN, CANDIDATE, "Withdrawn")


MOVES = (
    transitions.Move("begin", "", DRAFT, CANDIDATE, "Begun"),
    transitions.Move("discard", DRAFT, DISCARDED, CANDIDATE, "Thrown away"),
    transitions.Move("begin_again", DISCARDED, DRAFT, CANDIDATE, "Begun again"),
    transitions.Move("lapse", DRAFT, LAPSED, CLOCK, "Not sent before the closing time"),
    transitions.Move("revive", LAPSED, DRAFT, CLOCK, "Open again, because the closing time was moved"),
    transitions.Move("submit", DRAFT, SUBMITTED, CANDIDATE, "Sent in"),
    transitions.Move("longlist", SUBMITTED, LONGLISTED, CONSULTANT, "Longlisted"),
    transitions.Move("leave_off_longlist", SUBMITTED, NOT_LONGLISTED, CONSULTANT, "Not longlisted"),
    transitions.Move("reverse", NOT_LONGLISTED, SUBMITTED, CONSULTANT, "Reversed: considered for the longlist again"),
    transitions.Move("reverse", LONGLISTED, SUBMITTED, CONSULTANT, "Reversed: not longlisted yet"),
    transitions.Move("shortlist", LONGLISTED, SHORTLISTED, PANEL, "Shortlisted"),
    transitions.Move("leave_off_shortlist", LONGLISTED, NOT_SHORTLISTED, PANEL, "Not shortlisted"),
    transitions.Move("reverse", NOT_SHORTLISTED, LONGLISTED, PANEL, "Reversed: considered for the shortlist again"),
    transitions.Move("reverse", SHORTLISTED, LONGLISTED, PANEL, "Reversed: not shortlisted yet"),
    transitions.Move("invite", SHORTLISTED, INTERVIEW, CONSULTANT, "Invited to an interview"),
    transitions.Move("reverse", INTERVIEW, SHORTLISTED, CONSULTANT, "Reversed: not invited yet"),
    transitions.Move("refuse", INTERVIEW, UNSUCCESSFUL, PANEL, "Not successful at interview"),
    transitions.Move("reverse", UNSUCCESSFUL, INTERVIEW, PANEL, "Reversed: considered after interview again"),
    transitions.Move("appoint", INTERVIEW, INTERVIEW, PANEL, "Chosen for the post"),
    transitions.Move("take_back_choice", INTERVIEW, INTERVIEW, PANEL, "No longer chosen for the post"),
    transitions.Move("hold_in_reserve", INTERVIEW, RESERVE, PANEL, "Put on the reserve list"),
    transitions.Move("reverse", RESERVE, INTERVIEW, PANEL, "Reversed: not on the reserve list"),
    transitions.Move("offer", INTERVIEW, OFFERED, CONSULTANT, "Offer made"),
    transitions.Move("offer", RESERVE, OFFERED, CONSULTANT, "Offer made from the reserve list"),
    transitions.Move("expire", RESERVE, UNSUCCESSFUL, CLOCK, "The reserve list ended"),
    transitions.Move("accept", OFFERED, ACCEPTED, CANDIDATE, "Offer accepted"),
    transitions.Move("decline", OFFERED, DECLINED, CANDIDATE, "Offer declined"),
    transitions.Move("offer_again", DECLINED, OFFERED, CONSULTANT, "Offer made again"),
    transitions.Move("withdraw_offer", OFFERED, OFFER_WITHDRAWN, CONSULTANT, "Offer withdrawn"),
    transitions.Move("withdraw_offer", ACCEPTED, OFFER_WITHDRAWN, CONSULTANT, "Offer withdrawn"),
    transitions.Move("withdraw_offer", CONDITIONS_MET, OFFER_WITHDRAWN, CONSULTANT, "Offer withdrawn"),
    transitions.Move("miss_start", CONDITIONS_MET, OFFER_WITHDRAWN, CONSULTANT, "Did not start"),
    transitions.Move("reverse", OFFER_WITHDRAWN, INTERVIEW, CONSULTANT, "Reversed: considered for an offer again"),
    transitions.Move("defer", ACCEPTED, ACCEPTED, CONSULTANT, "Start put off"),
    transitions.Move("meet_conditions", ACCEPTED, CONDITIONS_MET, CONSULTANT, "Conditions met"),
    transitions.Move("fail_conditions", ACCEPTED, CONDITIONS_NOT_MET, CONSULTANT, "Conditions not met"),
    transitions.Move("reverse", CONDITIONS_NOT_MET, ACCEPTED, CONSULTANT, "Reversed: the conditions are open again"),
    transitions.Move("defer", CONDITIONS_MET, CONDITIONS_MET, CONSULTANT, "Start put off"),
    transitions.Move("start", CONDITIONS_MET, STARTED, CONSULTANT, "Started"),
    *(_withdraw(before) for before in (*IN_PROGRESS, RESERVE)),
    *(_withdraw(before) for before in (NOT_LONGLISTED, NOT_SHORTLISTED, UNSUCCESSFUL)),
    *(_call_off(before) for before in (SUBMITTED, LONGLISTED, SHORTLISTED, INTERVIEW)),
    *(_call_off(before) for before in (NOT_LONGLISTED, NOT_SHORTLISTED, UNSUCCESSFUL, RESERVE)),
)
"""Who was refused and not told yet may still withdraw (see `may_withdraw`): a button that is gone would tell them. Whoever
was decided about, and does not know it, hears like the rest that the recruitment was cancelled."""
_REFUSALS = {
    "begin": "This application was begun before.",
    "begin_again": "Only an application that was thrown away can be begun again.",
    "discard": "Only a draft can be thrown away. An application that was sent can be withdrawn.",
    "lapse": "Only a draft can miss the closing time.",
    "revive": "Only a draft that missed the closing time can be opened again.",
    "submit": "This application was sent before, or missed the closing time.",
    "longlist": "Only an application that waits for the longlist can be put on it.",
    "leave_off_longlist": "Only an application that waits for the longlist can be left off it.",
    "shortlist": "Only somebody on the longlist can be put on the shortlist.",
    "leave_off_shortlist": "Only somebody on the longlist can be left off the shortlist.",
    "reverse": "There is no decision here that could be reversed.",
    "invite": "Only somebody on the shortlist can be invited to an interview.",
    "refuse": "Only somebody who was invited to an interview can be refused after it.",
    "appoint": "Only somebody who was interviewed, and has no offer, can be chosen for the post.",
    "take_back_choice": "Only the choice of somebody to whom no offer was made can be taken back.",
    "hold_in_reserve": "Only somebody who was interviewed can be put on the reserve list.",
    "offer": "The post can only be offered after an interview, or to somebody on the reserve list.",
    "expire": "Only a place on the reserve list ends by itself.",
    "accept": "There is no open offer to accept.",
    "decline": "There is no open offer to decline.",
    "offer_again": "Only an offer that was declined can be made again.",
    "withdraw_offer": "There is no open offer to withdraw.",
    "defer": "A start can be put off once the offer is accepted, and before it.",
    "meet_conditions": "Conditions are open once the offer is accepted.",
    "fail_conditions": "Conditions are open once the offer is accepted.",
    "miss_start": "Somebody can fail to start when the conditions of the offer are met.",
    "start": "Somebody can start when the conditions of the offer are met.",
    "withdraw": "This application is not open, so it cannot be withdrawn.",
    CALL_OFF: "Only who waits for a decision, or for its news, is told that the recruitment was cancelled.",
}
EVENTS = tuple(_REFUSALS)
_FURTHER = {LONGLISTED: "longlist", SHORTLISTED: "shortlist", INTERVIEW: "invite", RESERVE: "hold_in_reserve"}
LAST_WORDS = ("appoint", "take_back_choice", "refuse", "hold_in_reserve")
"""What a panel may say after the interview; the newest of them counts (`is_chosen`)."""
_TABLE = transitions.Table(MOVES, _REFUSALS)
follow, may, words_of, replay = _TABLE.follow, _TABLE.may, _TABLE.words_of, _TABLE.replay


def seen(history: Sequence[Step]) -> str:
    """Where the application stands as its candidate may know it: at the last step that they made or were told of."""
    for step in reversed(history):
        if step.told or _TABLE.follow(step.before, step.event).who in KNOWN_AT_ONCE:
            return CALLED_OFF if step.event == CALL_OFF else step.after
    return ""


def is_chosen(history: Sequence[Step]) -> bool:
    """Whether the panel's last word after the interview is that this candidate is to be appointed."""
    last = next((step.event for step in reversed(history) if step.event in LAST_WORDS), "")
    return last == "appoint"


def came_by(state: str) -> str:
    """The decision that brings somebody to a state in which the next decision waits; empty for a state that no such does."""
    return _FURTHER.get(state, "")


def knows_since(history: Sequence[Step], event: str) -> bool:
    """Whether the candidate has been told anything since this decision was last made, so that it cannot be unmade."""
    last = max((place for place, step in enumerate(history) if step.event == event), default=len(history))
    return any(step.told for step in history[last:])


def is_past(history: Sequence[Step], event: str) -> bool:
    """Whether this decision was made for the candidate, and its newest making was not reversed."""
    made = False
    for step in history:
        if step.event == event:
            made = True
        elif step.event == "reverse" and came_by(step.before) == event:
            made = False
    return made


def knows_of_interview(history: Sequence[Step]) -> bool:
    """Whether the candidate was ever told that they are invited: before that, none can have been held."""
    return any(step.told and step.after == INTERVIEW for step in history)


def was_called_off(history: Sequence[Step]) -> bool:
    """Whether the last news of it is that the recruitment was cancelled, and the candidate has it."""
    return history[-1].event == CALL_OFF and history[-1].told


def must_be_told(history: Sequence[Step]) -> bool:
    """Whether the candidate waits for news: they know another state than the true one, and the difference matters.

    Being longlisted or shortlisted may be told, and need not be, unless the candidate last heard a refusal.
    """
    if not history or was_called_off(history):
        return False
    known, true = seen(history), history[-1].after
    return known != true and (true not in (SUBMITTED, LONGLISTED, SHORTLISTED) or known in REFUSED)


def may_withdraw(history: Sequence[Step]) -> bool:
    """Whether the candidate may withdraw, judged by what they know, so that the answer tells them nothing new."""
    return bool(history) and may(history[-1].after, "withdraw") and seen(history) not in (*REFUSED, CALLED_OFF)


def may_answer_offer(history: Sequence[Step]) -> bool:
    """Whether the candidate may accept or decline: an offer stands, and they have been told of it."""
    return bool(history) and history[-1].after == OFFERED == seen(history)
