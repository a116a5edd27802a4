"""Taking candidates' names out of whatever was written, also where one candidate's name stands in what was said of another.

An application's own name goes as it goes on the screen (selecting.hiding). Of everybody else's, the whole name goes however it
is written, and each part of it as a name is written, so that “will” and “hall” stay words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from portal.selecting import hiding

Marks = tuple[str, ...]
SHORTEST = 3
"""A part of a name of fewer letters is taken out of others' words only as part of the whole name."""


class Redactor:
    """Knows everybody's names: `contacts` are names by application, each as (name, called, account's name)."""

    def __init__(self, contacts: Mapping[int, tuple[str, ...]], *, shown: frozenset[int] = frozenset()) -> None:
        self._own: Mapping[int, Marks] = {
            number: hiding.marks_of({"name": " ".join(names)}) for number, names in contacts.items()
        }
        self._shown = shown
        hidden = {number: names for number, names in contacts.items() if number not in shown}
        self._whole = _either({" ".join(each.split()) for names in hidden.values() for each in names}, re.IGNORECASE)
        parts = {part for number in hidden for part in self._own[number] if len(part) >= SHORTEST}
        self._parts = _either({form for part in parts for form in (part.capitalize(), part.upper(), part)})

    def of(self, number: int | None, words: str) -> str:
        """What was written about this application (None for what is about no one), without hidden names."""
        if not words:
            return words
        hides = number is not None and number not in self._shown
        found = (
            hiding.scrub(words, self._own.get(number, ()) if hides and number is not None else ()) if hides else words
        )
        for pattern in (self._whole, self._parts):
            found = pattern.sub(hiding.HIDDEN, found) if pattern else found
        return re.sub(rf"{re.escape(hiding.HIDDEN)}(?:\s+{re.escape(hiding.HIDDEN)})+", hiding.HIDDEN, found)

    def about_nobody(self, words: str) -> str:
        """What was written about the campaign: addresses and numbers stay out of it too, unless everybody is shown."""
        return self.of(None, hiding.scrub(words, ()) if self._whole else words)


def _either(words: set[str], flags: int = 0) -> re.Pattern[str] | None:
    known = sorted((each for each in words if each.strip()), key=lambda each: (-len(each), each))
    if not known:
        return None
    either = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in known)
    return re.compile(rf"(?<!\w)(?:{either})(?:['’]s)?(?!\w)", flags)
