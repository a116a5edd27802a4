"""Asking who is who."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from portal.accounts.addresses import email_key
from portal.accounts.models import Person
from portal.database.base import db
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference

NOBODY = "There is no such person."
SOMEBODY = "someone who has left"
"""What stands where a name stood that was erased."""


def by_id(person_id: int) -> Person:
    """The person of this number. Raises NotFound."""
    return _found(db.session.get(Person, person_id))


def by_reference(reference: str) -> Person:
    """The person of this reference, however it was typed. Raises NotFound."""
    return _found(db.session.scalar(select(Person).where(Person.reference == tidy_reference(reference))))


def by_email(email: str) -> Person | None:
    """Whose address this is; None when it is nobody's. Never to be told to a visitor."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key(email)))


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """The names of these people, for a page or a list."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    rows = db.session.execute(select(Person.id, Person.name, Person.erased_at).where(Person.id.in_(wanted)))
    return {number: SOMEBODY if erased else name for number, name, erased in rows}


def _found(person: Person | None) -> Person:
    if person is None:
        raise NotFound(NOBODY)
    return person
