"""Whom a candidate says that they know: shown to everybody who chooses before they score, whatever else is hidden from them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.selecting import hiding
from portal.selecting.desks import Desk


@dataclass(frozen=True, slots=True)
class Declared:
    """What the candidate wrote of it, and whether the reader's own name stands in it."""

    words: str
    names_reader: bool


def declared_in(desk: Desk, application: JobApplication, *, shown: bool) -> Declared | None:
    """What they declared, without their own names unless those are `shown`; None where they declared nothing.

    Somebody of the candidate's family may share their surname, which is then hidden too: so a reader whose name it is
    is found before it is taken out.
    """
    said = application.answers.get("declarations") or {}
    note = str(said.get("related_note") or "")
    if said.get("related") != "yes" or not note:
        return None
    own = hiding.marks_of({"name": accounts.names_of([desk.person_id]).get(desk.person_id, "")})
    among = {each.casefold() for each in re.findall(r"[^\W\d_]+", note)}
    words = note if shown else hiding.scrub(note, hiding.marks_of(application.answers.get("contact") or {}))
    return Declared(words, bool(own) and all(each.casefold() in among for each in own))


def declares(application: JobApplication) -> bool:
    """Whether they say that they know somebody who may choose."""
    said = application.answers.get("declarations") or {}
    return said.get("related") == "yes"
