"""Changing an account's address: confirmed from the new one, undone from the old one for a week."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from portal.accounts import links, notices, queries, sessions
from portal.accounts.addresses import email_key
from portal.accounts.changing_password import CHANGE_EMAIL, RECOVER, make_link
from portal.accounts.facts import EmailChanged
from portal.accounts.models import Person
from portal.accounts.secrets import token_hash
from portal.accounts.signing_in import SECOND_STEP
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken
from portal.mail.posting import post

REVERT = "email_revert"
CONFIRM_WITHIN = timedelta(days=1)
REVERT_WITHIN = timedelta(days=7)
TAKEN = "Another account has this address by now. Write to us, and we will help."


def ask(person_id: int, email: str) -> None:
    """Mail a link to the new address. Where it has an account already, its owner is told so instead."""
    person, taken = db.session.get_one(Person, person_id), queries.by_email(email)
    if taken is not None:
        if taken.id != person_id and taken.is_usable:
            notices.tell(taken, "already_registered")
        return
    token = links.make(CHANGE_EMAIL, person_id=person_id, facts={"email": email.strip()}, lasts=CONFIRM_WITHIN)
    post(
        "accounts/mail/email_new.txt",
        to=email.strip(),
        person_id=person_id,
        name=person.name,
        address=notices.address_of(f"/email/confirm/{token}"),
    )
    record("accounts.email_change_asked", by=person_id, subject=f"person:{person.reference}", about=person_id)


def new_address(token: str) -> str | None:
    """The address that the link makes the account's; None when it no longer counts."""
    link = links.look(CHANGE_EMAIL, token)
    return str(link.facts["email"]) if link else None


def old_address(token: str) -> str | None:
    """The address that the link gives back to the account; None when it no longer counts."""
    link = links.look(REVERT, token)
    return str(link.facts["email"]) if link else None


def confirm(token: str) -> None:
    """Make the new address the account's; the old one is told and can undo it. Raises RuleBroken when it cannot be."""
    link = links.use(CHANGE_EMAIL, token)
    person = db.session.get_one(Person, link.person_id)
    old = person.email or ""
    back = links.make(
        REVERT,
        person_id=person.id,
        subject=token_hash(email_key(old))[:40],  # one for each address that was given up, so that none voids another
        facts={"email": old},
        lasts=REVERT_WITHIN,
    )
    post(
        "accounts/mail/email_changed.txt",
        to=old,
        person_id=person.id,
        name=person.name,
        address=notices.address_of(f"/email/undo/{back}"),
    )
    _move(person, str(link.facts["email"]), action="accounts.email_changed")


def revert(token: str) -> str:
    """Give the account its old address back, and the token of a link to set a new password.

    Whoever changed the address knew the password, so that counts no longer; all sessions end, and so does every link
    that was made meanwhile.
    """
    link = links.use(REVERT, token)
    person = db.session.get_one(Person, link.person_id)
    _move(person, str(link.facts["email"]), action="accounts.email_reverted")
    links.void_all(person.id)
    sessions.end_all(person.id)
    person.password_hash = None
    return make_link(person.id)


def _move(person: Person, email: str, *, action: str) -> None:
    person.email, person.email_key, person.email_confirmed_at = email, email_key(email), clock.now()
    try:
        db.session.flush()
    except IntegrityError:
        raise RuleBroken(TAKEN) from None
    for purpose in (RECOVER, SECOND_STEP, CHANGE_EMAIL):
        links.void(purpose, person_id=person.id)
    record(action, by=person.id, subject=f"person:{person.reference}", about=person.id)
    announce(EmailChanged(person.id))
