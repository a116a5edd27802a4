"""Writing to somebody who has an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.accounts.models import Person
from portal.database.base import db
from portal.mail.models import Message
from portal.mail.posting import post


def write_to(person_id: int | None, template: str, **facts: Any) -> Message | None:
    """Put a message to this person in the outbox, in the caller's transaction; `facts` are those of `mail.posting.post`.

    None, and nothing is written, for nobody and for whoever is not written to any more: an account that was closed,
    disabled or erased, or has no address. The template is given the person's `name`.
    """
    person = db.session.get(Person, person_id) if person_id else None
    if person is None or not person.is_usable or not person.email:
        return None
    return post(template, to=person.email, person_id=person.id, name=person.name, **facts)


def write_to_each(people: Iterable[int | None], template: str, **facts: Any) -> None:
    """The same to several, to each of them once, in the order of their numbers."""
    for person_id in sorted({each for each in people if each}):
        write_to(person_id, template, **facts)
