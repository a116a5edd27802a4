"""What an applicant declares before the application is sent."""

from __future__ import annotations

from collections.abc import Mapping

from portal.applying.wanted import Wanted
from portal.posting.answers.shape import Read, Typed, line, many, text, too_long

RELATED: Mapping[str, str] = {"no": "No", "yes": "Yes"}


def declarations(typed: Typed, _wanted: Wanted) -> Read:
    read = Read()
    related, whom, true = line(typed, "related"), text(typed, "related_note"), bool(many(typed, "true"))
    if related not in RELATED:
        read.problems["related"] = "Choose whether you are close to somebody there."
    if related == "yes" and not whom:
        read.problems["related_note"] = "Say who it is, so that they take no part in choosing."
    too_long(read, "related_note", whom, most=500, what="What you say about them")
    if not true:
        read.problems["true"] = "Tick that what you wrote is true."
    read.values |= {"related": related, "related_note": whom if related == "yes" else "", "true": true}
    return read
