"""Taking out of an application's words what says whose it is: names, initials, addresses, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

HIDDEN = "[hidden]"
HIDDEN_SECTIONS = ("contact", "referees", "declarations")
"""Sections that are nothing but who somebody is, or whom they know."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?:\+44|\(?0)[\d\s()-]{8,}\d")
_ADDRESS = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|github)\.com/\S+", re.IGNORECASE)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame"})


def marks_of(contact: Mapping[str, Any]) -> tuple[str, ...]:
    """What in a text would say who somebody is: the parts of their names, together and each, the longest first."""
    names = " ".join(str(contact.get(name, "")) for name in ("name", "called"))
    parts = [each for each in re.findall(r"[^\W\d_]+", names) if len(each) > 1 and each.lower() not in _TITLES]
    return tuple(sorted(dict.fromkeys(parts), key=len, reverse=True))


def scrub(words: str, marks: Iterable[str]) -> str:
    """The text without them, and without any address, number or link to a page about somebody."""
    for pattern in (_MAIL, _LINK, _PHONE, _ADDRESS):
        words = pattern.sub(HIDDEN, words)
    known = list(marks)
    if known:
        either = "|".join(re.escape(each) for each in known)
        words = re.sub(rf"(?<!\w)(?:{either})(?:['’]s)?(?!\w)", HIDDEN, words, flags=re.IGNORECASE)
        words = _initials(known).sub(HIDDEN, words)
    return re.sub(rf"{re.escape(HIDDEN)}(?:[\s.]+{re.escape(HIDDEN)})+", HIDDEN, words)


def _initials(parts: list[str]) -> re.Pattern[str]:
    """R. Hall is found by its name already; R.H. and R H with points are what is left of it."""
    letters = "".join(dict.fromkeys(each[0].upper() for each in parts))
    return re.compile(rf"(?<!\w)(?:[{letters}]\.\s?){{2,4}}(?!\w)")
