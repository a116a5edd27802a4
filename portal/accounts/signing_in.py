"""Proving who one is."""

from __future__ import annotations

from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.passwords import verify
from portal.database.base import db


def email_key(email: str) -> str:
    """How addresses are compared: without surrounding space, in one case."""
    return email.strip().casefold()


def check_password(email: str, password: str) -> Person | None:
    """The usable account with this address and password; None alike for an unknown address and a wrong password."""
    person = db.session.scalar(select(Person).where(Person.email_key == email_key(email)))
    right = verify(password, person.password_hash if person else None)
    return person if right and person is not None and person.is_usable else None
