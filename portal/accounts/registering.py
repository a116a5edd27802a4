"""Making accounts, and confirming that their address is their owner's.

A mail leads whoever reads it to confirm, so a stranger could open an account under somebody's address and wait for the
owner to click. Confirming therefore takes the password too, unless it happens in the browser that registered.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from portal.accounts import limits, links, notices, queries
from portal.accounts.addresses import email_key
from portal.accounts.limits import Limit
from portal.accounts.models import Person
from portal.accounts.passwords import hash_password
from portal.accounts.secrets import token_hash
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference
from portal.foundation.text import one_line

CONFIRM = "confirm"
CONFIRM_WITHIN = timedelta(days=7)
MAILS_TO_ONE = Limit("register", 5, timedelta(days=1))
FROM_ONE_ADDRESS = Limit("register_address", 30, timedelta(hours=1))


def add_person(email: str, *, name: str, at: datetime, password: str | None = None, confirmed: bool = False) -> Person:
    """A new account in the caller's transaction, with an id; the caller has seen to it that the address is free."""
    person = Person(
        reference=new_reference(),
        email=email.strip(),
        email_key=email_key(email),
        name=one_line(name, limit=200),
        password_hash=hash_password(password) if password else None,
        password_changed_at=at if password else None,
        email_confirmed_at=at if confirmed else None,
        created_at=at,
    )
    db.session.add(person)
    db.session.flush()
    return person


def wait_before(email: str, *, address: str) -> int:
    """Count one asking for a mail to this e-mail address; the seconds to wait when there were too many, else 0."""
    kept = ((MAILS_TO_ONE, email_key(email)), (FROM_ONE_ADDRESS, address))
    wait = max(limits.seconds_left(limit, key) for limit, key in kept)
    if not wait:
        for limit, key in kept:
            limits.take(limit, key)
    return wait


def register(email: str, *, name: str, password: str, browser: str) -> None:
    """Open an account and send its owner a link. Who has one already is told so by mail, and nothing changes.

    An account that was never confirmed is opened afresh: its name and password may be a stranger's.
    """
    hashed, at = hash_password(password), clock.now()
    person = queries.by_email(email)
    if person is not None and (person.email_confirmed_at or not person.is_usable):
        if person.is_usable:
            notices.tell(person, "already_registered")
        return
    if person is None:
        try:
            person = add_person(email, name=name, at=at)
        except IntegrityError:
            raise RuleBroken("Your form reached us twice. Look into your e-mail for the link we sent.") from None
        record("accounts.registered", by=person.id, subject=f"person:{person.reference}", about=person.id)
    person.name, person.password_hash, person.password_changed_at = one_line(name, limit=200), hashed, at
    _send_link(person, browser)


def send_again(email: str) -> None:
    """Send a fresh link to an account that was not confirmed yet; an address without one gets nothing."""
    person = queries.by_email(email)
    if person is not None and person.is_usable and person.email_confirmed_at is None:
        _send_link(person, "")


def _send_link(person: Person, browser: str) -> None:
    token = links.make(
        CONFIRM,
        person_id=person.id,
        facts={"browser": token_hash(browser)} if browser else {},
        lasts=CONFIRM_WITHIN,
    )
    notices.tell(person, "confirm", address=notices.address_of(f"/register/confirm/{token}"))


def look(token: str) -> Person | None:
    """Whose address the link confirms; None when it no longer counts."""
    link = links.look(CONFIRM, token)
    return db.session.get(Person, link.person_id) if link else None


def needs_password(token: str, *, browser: str) -> bool:
    """Whether this browser is another than the one that registered."""
    link = links.look(CONFIRM, token)
    known = str(link.facts.get("browser", "")) if link else ""
    return not (known and browser and hmac.compare_digest(known, token_hash(browser)))


def confirm(token: str) -> Person:
    """The address is its owner's. Raises RuleBroken when the link no longer counts."""
    link = links.use(CONFIRM, token)
    person = db.session.get_one(Person, link.person_id)
    person.email_confirmed_at = clock.now()
    record("accounts.email_confirmed", by=person.id, subject=f"person:{person.reference}", about=person.id)
    return person
