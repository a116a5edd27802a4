"""What a referee says, read from what they typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.applying.answers.months import in_words, month_of, period_problems
from portal.posting.answers.shape import Read, Typed, line, many, text, too_long

AGAIN: Mapping[str, str] = {"yes": "Yes", "no": "No", "unsure": "I cannot say"}
_YES_NO: Mapping[str, bool | None] = {"yes": True, "no": False, "unsure": None}
_OF_AGAIN = {value: key for key, value in _YES_NO.items()}
MAY_SHOW: Mapping[str, str] = {"yes": "Yes, they may read it", "no": "No, I give it in confidence"}
LONGEST = 4_000
LONGEST_CAPACITY = 200


@dataclass(frozen=True, slots=True)
class Said:
    """A reference. `until` is none where they still work together, `again` where they cannot say whether they would employ
    them again; `may_show` is whether the candidate may read it."""

    capacity: str
    since: date
    until: date | None
    again: bool | None
    text: str
    may_show: bool


def read(typed: Typed, *, today: date) -> tuple[Said | None, Mapping[str, str]]:
    """What was said, or none and a sentence for each field that is not yet what it must be."""
    found = Read()
    capacity, words = line(typed, "capacity"), text(typed, "text")
    again, may_show = line(typed, "again"), line(typed, "may_show")
    since, until, now = month_of(line(typed, "since")), month_of(line(typed, "until")), bool(many(typed, "now"))
    if not capacity:
        found.problems["capacity"] = "Say how you know them, such as: I was their line manager."
    too_long(found, "capacity", capacity, most=LONGEST_CAPACITY, what="How you know them")
    found.problems |= period_problems(
        since,
        until,
        goes_on=now,
        today=today,
        began="from which you have known their work",
        ticked="you still work together",
    )
    if again not in AGAIN:
        found.problems["again"] = "Say whether you would employ them, or work with them, again."
    if not words:
        found.problems["text"] = "Write your reference. A few sentences are enough."
    too_long(found, "text", words, most=LONGEST, what="The reference")
    if may_show not in MAY_SHOW:
        found.problems["may_show"] = "Say whether they may read it."
    if not many(typed, "sure"):
        found.problems["sure"] = "Tick that what you wrote is true, as far as you know."
    if found.problems or since is None:
        return None, found.problems
    return Said(capacity, since, None if now else until, _YES_NO[again], words, may_show == "yes"), {}


def in_pairs(said: Said) -> list[tuple[str, str]]:
    """The reference as its writer checks it, and as those read it who asked for it."""
    until = in_words(said.until) if said.until else "now"
    return [
        ("How they know the candidate", said.capacity),
        ("Worked together", f"{in_words(said.since)} to {until}"),
        ("Would employ or work with them again", AGAIN[_OF_AGAIN[said.again]]),
        ("Reference", said.text),
        ("May the candidate read it?", MAY_SHOW["yes" if said.may_show else "no"]),
    ]
