"""Finding out whom an address means."""

from __future__ import annotations

from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.signing_in import email_key
from portal.database.base import db
from portal.database.holding import Holding, Whom
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.privacy.rooms import holdings


def whom(raw: str) -> Whom:
    """The person of this address or reference; without an account, whoever we know by the address. Raises NotFound."""
    key = email_key(raw)
    person = db.session.scalar(select(Person).where(Person.email_key == key)) or db.session.scalar(
        select(Person).where(Person.reference == tidy_reference(raw))
    )
    if person is not None:
        return whom_of(person)
    stranger = Whom(0, "", "", frozenset({key}))
    if "@" not in key or not any(rows_of(each, stranger) for each in holdings()):
        raise NotFound(f"Nothing is held of {raw}. Give the address as it was registered, or the person’s reference.")
    return stranger


def whom_of(person: Person) -> Whom:
    """The person of this account; of an erased one nothing is known but the reference."""
    if person.erased_at is not None:
        return Whom(person.id, person.reference, "", frozenset())
    return Whom(person.id, person.reference, person.name, frozenset({person.email_key} if person.email_key else ()))


def by_id(person_id: int) -> Whom:
    """The person of this number. Raises NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return whom_of(person)


def rows_of(holding: Holding, whom: Whom) -> list[int]:
    """Something for each row that concerns the person; its length is what matters."""
    return list(db.session.scalars(select(1).select_from(holding.model).where(holding.whose(whom))))
