"""Changing a password, and setting a new one for who has forgotten theirs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flask import current_app

from portal.accounts import limits, links, notices, queries, sessions
from portal.accounts.addresses import email_key
from portal.accounts.limits import Limit
from portal.accounts.models import Person
from portal.accounts.password_rules import problem_with
from portal.accounts.passwords import hash_password
from portal.accounts.signing_in import PER_ACCOUNT, SECOND_STEP
from portal.audit.recording import record
from portal.config import Settings
from portal.database.base import db
from portal.foundation import clock

RECOVER = "recover"
RECOVER_WITHIN = timedelta(hours=1)
MAILS_TO_ONE = Limit("recover", 5, timedelta(days=1))
FROM_ONE_ADDRESS = Limit("recover_address", 50, timedelta(days=1))
CHANGE_EMAIL = "email_change"


def problem_for(password: str, *, name: str, email: str) -> str | None:
    """Why somebody of this name and address may not have this password; None when they may."""
    settings: Settings = current_app.config["SETTINGS"]
    known: Iterable[str] = (name, email, settings.site_name, settings.society_name, settings.host)
    return problem_with(password, context=known)


def change(person_id: int, password: str, *, session_id: int) -> str:
    """Set another password; all sessions but this one end, and this one gets the new token that is given back."""
    _set(db.session.get_one(Person, person_id), password)
    sessions.end_all(person_id, but=session_id)
    return sessions.prove(session_id, at=clock.now())


def wait_before(email: str, *, address: str) -> int:
    """Count one asking for a link; the seconds to wait when there were too many, else 0."""
    kept = ((MAILS_TO_ONE, email_key(email)), (FROM_ONE_ADDRESS, address))
    wait = max(limits.seconds_left(limit, key) for limit, key in kept)
    if not wait:
        for limit, key in kept:
            limits.take(limit, key)
    return wait


def send_link(email: str) -> None:
    """Mail a link for a new password to who has an account; an address without one gets nothing."""
    person = queries.by_email(email)
    if person is not None and person.is_usable:
        notices.tell(person, "recover", address=notices.address_of(f"/recover/{make_link(person.id)}"))


def make_link(person_id: int) -> str:
    """The token of a link to set a password, told this once; earlier ones count no longer."""
    return links.make(RECOVER, person_id=person_id, lasts=RECOVER_WITHIN)


def look(token: str) -> Person | None:
    """Whose password the link sets; None when it no longer counts."""
    link = links.look(RECOVER, token)
    person = db.session.get(Person, link.person_id) if link else None
    return person if person is not None and person.is_usable else None


def recover(token: str, password: str) -> None:
    """Set a new password by a link. All sessions end, nobody is signed in, and a second factor stays in force.

    Who read the mail owns the address, so it is confirmed as well, and tries that strangers made keep them out no
    longer. Raises RuleBroken when the link no longer counts.
    """
    link = links.use(RECOVER, token)
    person = db.session.get_one(Person, link.person_id)
    person.email_confirmed_at = person.email_confirmed_at or clock.now()
    _set(person, password)
    sessions.end_all(person.id)
    limits.forget(PER_ACCOUNT, person.email_key or "")


def _set(person: Person, password: str) -> None:
    person.password_hash, person.password_changed_at = hash_password(password), clock.now()
    for purpose in (RECOVER, SECOND_STEP, CHANGE_EMAIL):
        links.void(purpose, person_id=person.id)
    notices.tell(person, "password_changed", address=notices.address_of("/recover"))
    record("accounts.password_changed", by=person.id, subject=f"person:{person.reference}", about=person.id)
