"""Proving who one is: the password, with a limit on tries, and what comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from portal.accounts import limits, links, notices, sessions
from portal.accounts.addresses import email_key as email_key
from portal.accounts.limits import Limit
from portal.accounts.models import Person
from portal.accounts.passwords import verify
from portal.accounts.secrets import new_token
from portal.accounts.sessions import Session
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.web import devices

PER_ACCOUNT = Limit("password", 10, timedelta(minutes=5))
PER_ADDRESS = Limit("password_address", 10, timedelta(minutes=5))
TOLD = Limit("refused", 1, PER_ACCOUNT.within)
SECOND_STEP = "second_step"
FOR_SECOND_STEP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Try:
    """A try that was counted before it was made; `wait` is how many seconds until one may be made, or 0."""

    attempts: tuple[int, ...]
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Begun:
    """What the right password gave: a session, or with `second_step` a token for asking the code."""

    token: str
    second_step: bool


def begin_try(email: str, *, address: str) -> Try:
    """Count a try of a password for this account and from this network address, whether or not the account exists.

    The owner of an account at its limit is told, at most once a day.
    """
    key = email_key(email)
    if wait := max(limits.seconds_left(PER_ACCOUNT, key), limits.seconds_left(PER_ADDRESS, address)):
        if limits.seconds_left(PER_ACCOUNT, key):
            _tell_owner(key)
        return Try((), wait)
    taken = (limits.take(PER_ACCOUNT, key), limits.take(PER_ADDRESS, address))
    return Try(tuple(each for each in taken if each is not None), 0 if None not in taken else 1)


def _tell_owner(key: str) -> None:
    person = _by_key(key)
    if person is None or not person.is_usable or person.email_confirmed_at is None:
        return
    if limits.take(TOLD, key) is not None:  # a stranger must not be able to fill the record
        notices.tell(person, "too_many_tries", once_in=timedelta(days=1))
        record("accounts.tries_refused", subject=f"person:{person.reference}", about=person.id)


def check_password(email: str, password: str) -> Person | None:
    """The usable account with this address and password; None alike for an unknown address and a wrong password.

    Its address may not have been confirmed yet: the caller asks.
    """
    person = _by_key(email_key(email))
    right = verify(password, person.password_hash if person else None)
    return person if right and person is not None and person.is_usable else None


def is_password_of(person_id: int, password: str) -> bool:
    """Whether it is this person's password."""
    return verify(password, db.session.get_one(Person, person_id).password_hash)


def uncount(tried: Try) -> None:
    """Give back a try whose password was right."""
    limits.forgive(*tried.attempts)


def begin(person_id: int, tried: Try, *, address: str, device: str) -> Begun:
    """After the right password: a session, or the second step where the account has a second factor."""
    uncount(tried)
    person = db.session.get_one(Person, person_id)
    if person.totp_confirmed_at is not None:
        # Each has a subject of its own, so that signing in on two devices at once works.
        return Begun(
            links.make(SECOND_STEP, person_id=person_id, subject=new_token()[:20], lasts=FOR_SECOND_STEP), True
        )
    return Begun(_session(person, address=address, device=device, second_factor=False), False)


def finish(token: str, *, address: str, device: str) -> str:
    """After the right code: the session. Raises RuleBroken when the second step took too long."""
    link = links.use(SECOND_STEP, token)
    person = db.session.get_one(Person, link.person_id)
    return _session(person, address=address, device=device, second_factor=True)


def who_is_at_second_step(token: str) -> int | None:
    """Whose code is asked for; None when it was too long ago, or their password has changed since."""
    link = links.look(SECOND_STEP, token)
    return link.person_id if link else None


def sign_out(session: Session) -> None:
    """End the session in which this is asked for."""
    sessions.end(session.id, person_id=session.person.id)
    person = session.person
    record("accounts.signed_out", by=person.id, subject=f"person:{person.reference}", about=person.id)


def _session(person: Person, *, address: str, device: str, second_factor: bool) -> str:
    record(
        "accounts.signed_in",
        by=person.id,
        subject=f"person:{person.reference}",
        about=person.id,
        facts={"device": devices.named(device)},
    )
    return sessions.begin(person, at=clock.now(), address=address, device=device, second_factor=second_factor)


def _by_key(key: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email_key == key))
