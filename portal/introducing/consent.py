"""The words to which members agree: to be found, and to be introduced. A change of the words needs a new version."""

from __future__ import annotations

FOUND_VERSION = "2026-11"
FOUND = (
    "Consultants of the society may find me when they fill a vacancy for an employer.",
    "They see what I said on this page, and how far I am from the job, without my name, my address, my places or my employers.",
    "They may send me a message about one vacancy, through the society. I may ignore it, and nobody sees whether I read it.",
    "My name is given to a consultant only if I say so, for one vacancy at a time.",
    "I can take this back at any time, and am in no search from that moment on.",
)
INTRODUCED_VERSION = "2026-11"


def introduced(*, title: str, organisation: str) -> str:
    """What a member agrees to when they let themselves be introduced."""
    return (
        f"I agree that my name and e-mail address are given to the consultants of the society who fill the post “{title}” "
        f"for {organisation}. They may speak with me about it. {organisation} is not told my name, unless I apply and it "
        "chooses me for its shortlist. This is no application: whether I apply is mine to decide. I can take this back; "
        "that I was introduced, and when, stays in the record."
    )
