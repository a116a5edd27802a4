"""Making accounts."""

from __future__ import annotations

from datetime import datetime

from portal.accounts.models import Person
from portal.accounts.passwords import hash_password
from portal.accounts.signing_in import email_key
from portal.database.base import db
from portal.foundation.identifiers import new_reference


def add_person(email: str, *, name: str, at: datetime, password: str | None = None, confirmed: bool = False) -> Person:
    """A new account in the caller's transaction, with an id; the caller has seen to it that the address is free."""
    person = Person(
        reference=new_reference(),
        email=email.strip(),
        email_key=email_key(email),
        name=name.strip(),
        password_hash=hash_password(password) if password else None,
        password_changed_at=at if password else None,
        email_confirmed_at=at if confirmed else None,
        created_at=at,
    )
    db.session.add(person)
    db.session.flush()
    return person
