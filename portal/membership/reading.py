"""Who reads the public pages: a visitor, a member in standing, or one whose membership has lapsed."""

from __future__ import annotations

from collections.abc import Mapping

from portal.accounts.guards import person_if_any
from portal.foundation import clock
from portal.foundation.identifiers import ALPHABET, LENGTH, tidy_reference
from portal.membership import addresses, queries
from portal.membership.classes import CLASSES
from portal.membership.standing import Standing
from portal.web.reader import Reader

WAY_BACK = addresses.OWN
FROM = "from"
"""The part of the way back that names the vacancy one was on."""


def find_reader() -> Reader:
    """The reader behind this request."""
    person = person_if_any()
    return Reader() if person is None else reader_of(person.id)


def vacancy_left(asked: Mapping[str, str]) -> str:
    """The reference of the vacancy from which somebody was led to their membership; empty where it cannot be one."""
    reference = tidy_reference(asked.get(FROM, "")[:20])
    return reference if len(reference) == LENGTH and set(reference) <= set(ALPHABET) else ""


def reader_of(person_id: int) -> Reader:
    """A person as a reader today: a member when standing is in force in a class that gets signposting."""
    return as_reader(person_id, queries.standing_of(person_id, on=clock.today()))


def in_a_sentence(standing: Standing) -> str:
    """How somebody stands, said to them; for who does not belong, what they can do."""
    until = f"{standing.until:%-d %B %Y}" if standing.until else ""
    return {
        "current": f"In force until {until}.",
        "grace": f"Not renewed yet. It stays in force until {until}.",
        "unpaid": "You are admitted. It begins when your first fee is paid.",
        "lapsed": f"Lapsed on {until}. You can come back." if until else "Lapsed. You can come back.",
        "none": "Apply, and follow your application.",
    }[standing.state]


def as_reader(person_id: int, standing: Standing) -> Reader:
    """What a standing opens, and otherwise why not and where to go on."""
    if standing.in_force and standing.klass is not None and CLASSES[standing.klass].gets_signposting:
        return Reader(person_id, "current")
    if standing.state == "lapsed":
        when = f" on {standing.until:%-d %B %Y}" if standing.until else ""
        return Reader(person_id, "lapsed", f"Your membership lapsed{when}.", WAY_BACK, "Come back as a member")
    if standing.state == "unpaid":
        sentence = "You are admitted as a member. Your membership begins when your first fee is paid."
        return Reader(person_id, "none", sentence, WAY_BACK, "See what is due and how to pay")
    return Reader(person_id)
