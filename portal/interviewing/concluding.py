"""After an interview: whether the candidate came, and feedback, which is written, looked at, and told as its own act."""

from __future__ import annotations

import hashlib
from datetime import datetime

from portal.audit.recording import record
from portal.foundation.errors import RuleBroken
from portal.foundation.text import printable
from portal.interviewing import knowing, moving, telling
from portal.interviewing.arranging import require_arranger
from portal.interviewing.queries import Held
from portal.interviewing.states import ATTENDED, follow
from portal.selecting.desks import Desk

LONGEST, LONGEST_NOTE = 4_000, 1_000
ATTEND, MISS, CORRECT = "attend", "miss", "correct"
OUTCOMES = (ATTEND, MISS, CORRECT)


def conclude(desk: Desk, held: Held, event: str, *, note: str, at: datetime) -> None:
    """Note that the candidate came, or did not with how that was, or take either back. Nobody is told by it."""
    require_arranger(desk)
    if event not in OUTCOMES:
        raise RuleBroken("Say whether the candidate came.")
    follow(held.interview.state, event)
    if event != CORRECT and held.interview.starts_at and held.interview.starts_at > at:
        raise RuleBroken("This interview has not begun yet.")
    if event == CORRECT and held.interview.feedback_told_at:
        raise RuleBroken("The candidate has had feedback on this interview, so they came to it.")
    said = _tidy(note, LONGEST_NOTE, "The note")
    if event == MISS and not said:
        raise RuleBroken("Say what you know: whether they wrote or called, and whether you tried to reach them.")
    moving.move(held.interview, event, by=desk.person_id, at=at, note=said)


def may_write_feedback(desk: Desk, held: Held) -> bool:
    """Whoever runs the recruitment and the chair write it, of an interview that was held, until it is told."""
    return (
        (desk.kind != "panel" or desk.chairs)
        and held.interview.state == ATTENDED
        and held.interview.feedback_told_at is None
    )


def mark_of(words: str) -> str:
    """A short mark of a text, to be given back when it is saved."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def write_feedback(desk: Desk, held: Held, words: str, *, opened: str = "", at: datetime) -> None:
    """Keep what the candidate is to be told of how they did. They see nothing of it yet. `opened` is the mark of what was
    there when the writer began, so that a colleague’s words are not lost."""
    if not may_write_feedback(desk, held):
        raise RuleBroken(
            "Feedback is written by whoever runs the recruitment or chairs the panel, once the candidate came."
        )
    text = _tidy(words, LONGEST, "The feedback")
    if not text:
        raise RuleBroken("Write the feedback.")
    if opened and opened != mark_of(held.interview.feedback):
        raise RuleBroken("A colleague has changed the feedback since you opened it. Their text stands above yours.")
    held.interview.feedback, held.interview.feedback_by_id = text, desk.person_id
    record("interview.feedback_written", by=desk.person_id, subject=moving.subject_of(held.interview))


def tell_feedback(desk: Desk, held: Held, *, looked_at: str, at: datetime) -> None:
    """Show it to the candidate. `looked_at` is the text as it was read before: what changed since then is not told."""
    require_may_tell(desk, held)
    if held.interview.feedback != looked_at.replace("\r\n", "\n"):
        raise RuleBroken("The feedback was changed since you looked at it. Read it again.")
    held.interview.feedback_told_at = at
    record("interview.feedback_told", by=desk.person_id, subject=moving.subject_of(held.interview))
    telling.feedback_waits(held)


def require_may_tell(desk: Desk, held: Held) -> None:
    """Raise RuleBroken, saying why, where feedback cannot be told now."""
    if desk.kind == "panel":
        raise RuleBroken("Whoever runs the recruitment tells candidates.")
    if held.interview.feedback_told_at is not None:
        raise RuleBroken("The candidate has been told this feedback already.")
    if held.interview.state != ATTENDED or not held.interview.feedback:
        raise RuleBroken("Write the feedback first.")
    if not knowing.knows_outcome(held.application):
        raise RuleBroken("Tell the candidate the outcome first: feedback must not be how they learn of it.")


def may_tell(desk: Desk, held: Held) -> str:
    """Why feedback cannot be told now, in a sentence; empty where it can."""
    try:
        require_may_tell(desk, held)
    except RuleBroken as why:
        return str(why)
    return ""


def _tidy(words: str, most: int, what: str) -> str:
    tidy = "\n".join(printable(each).rstrip() for each in words.replace("\r\n", "\n").split("\n")).strip()
    if len(tidy) > most:
        raise RuleBroken(f"{what} must be {most:,} characters or fewer. It has {len(tidy):,}.")
    return tidy
