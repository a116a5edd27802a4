"""Closing one's account. Erasing what is kept of it is portal.privacy's."""

from __future__ import annotations

from portal.accounts import links, notices, sessions
from portal.accounts.facts import PersonClosed
from portal.accounts.models import Person
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.announcing import announce


def close(person_id: int) -> None:
    """Let nobody sign in to the account any longer. Raises RuleBroken when another room still needs the person."""
    person = db.session.get_one(Person, person_id)
    announce(PersonClosed(person_id))
    notices.tell(person, "closed")
    person.closed_at = clock.now()
    sessions.end_all(person_id)
    links.void_all(person_id)
    record("accounts.closed", by=person_id, subject=f"person:{person.reference}", about=person_id)
