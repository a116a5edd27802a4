"""Which optional mails a person wants. What must be told (security, decisions, money) is no choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.accounts.models import Person
from portal.audit.recording import record
from portal.database.base import db


@dataclass(frozen=True, slots=True)
class Kind:
    """An optional mail: what it is called, what it says, and whether it is sent to who has not chosen."""

    name: str
    says: str
    at_first: bool = True


KINDS: Mapping[str, Kind] = {
    "reminders": Kind("Reminders", "When something still waits for you: a colleague to endorse, a case, a renewal."),
}


def wants(person: Person, kind: str) -> bool:
    """Whether the person wants this kind of mail."""
    return person.email_choices.get(kind, KINDS[kind].at_first)


def choose(person_id: int, wanted: Mapping[str, bool]) -> None:
    """Keep the choices of the kinds there are."""
    person = db.session.get_one(Person, person_id)
    person.email_choices = {kind: wanted.get(kind, False) for kind in KINDS}
    record("accounts.mail_chosen", by=person_id, about=person_id, facts=dict(person.email_choices))
