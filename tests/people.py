"""People for tests, made and signed in without walking through the pages, which have tests of their own."""

from __future__ import annotations

import re

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts import guards, passwords, roles, sessions
from portal.accounts.models import Person
from portal.accounts.registering import add_person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock

PASSWORD = "correct horse battery"
REAL_HASHER = passwords._hasher
# Hashing is slow on purpose; tests that are not about its time hash cheaply.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def make(app: Flask, email: str, *, given: tuple[str, ...] = (), name: str = "Robin Hall") -> int:
    """An account ready to be signed in to; its id. `given` are the society's roles."""
    with app.app_context(), transaction():
        person = add_person(email, name=name, at=clock.now(), password=PASSWORD, confirmed=True)
        for role in given:
            roles.give(person.id, role, by=None)  # type: ignore[arg-type]
        return person.id


def sign_in(app: Flask, person_id: int, *, second_factor: bool = True) -> FlaskClient:
    """A browser in which that person is signed in."""
    with app.app_context(), transaction():
        person = db.session.get_one(Person, person_id)
        token = sessions.begin(person, at=clock.now(), second_factor=second_factor)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[guards.COOKIE_KEY] = token
    return client


def csrf_of(client: FlaskClient, address: str) -> str:
    """The token that the form at this address carries, for a post from the same browser."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
    assert found, f"{address} has no form"
    return found[1]


def post(client: FlaskClient, address: str, *, form_at: str | None = None, **fields: object):
    """Send a form as the browser would: with the token that its page carries."""
    return client.post(address, data={"csrf_token": csrf_of(client, form_at or address), **fields})
