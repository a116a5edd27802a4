"""A message to somebody who has an account, and to whom none goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.accounts.writing_to import write_to, write_to_each
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.mail.models import Message
from tests.conftest import MakePerson

TEMPLATE = "accounts/mail/closed.txt"


def close(person: Person) -> None:
    person.closed_at = clock.now()


def disable(person: Person) -> None:
    person.disabled_at = clock.now()


def lose_address(person: Person) -> None:
    person.email = person.email_key = None


def test_it_goes_to_the_person_by_name_and_address_once_for_one_key(app: Flask, make_person: MakePerson) -> None:
    person_id = make_person("robin@example.org", name="Robin Hall")
    with app.app_context(), transaction():
        first = write_to(person_id, TEMPLATE, unique_key="news:1")
        db.session.flush()
        assert write_to(person_id, TEMPLATE, unique_key="news:1") is None
        assert first is not None
        assert (first.recipient, first.person_id) == ("robin@example.org", person_id)
        assert "Robin Hall" in first.body


@pytest.mark.parametrize("change", [close, disable, lose_address])
def test_nothing_goes_to_whoever_is_not_written_to_any_more(
    app: Flask, make_person: MakePerson, change: Callable[[Person], None]
) -> None:
    person_id = make_person()
    with app.app_context(), transaction():
        change(db.session.get_one(Person, person_id))
        before = db.session.query(Message).count()
        assert write_to(person_id, TEMPLATE) is None
        assert db.session.query(Message).count() == before


def test_each_of_several_is_written_to_once_and_nobody_is_not(app: Flask, make_person: MakePerson) -> None:
    one, other = make_person("robin@example.org"), make_person("kim@example.org", name="Kim Low")
    with app.app_context(), transaction():
        write_to_each([other, one, None, other], TEMPLATE)
        db.session.flush()
        found = db.session.query(Message).filter_by(kind="accounts/mail/closed").order_by(Message.id)
        assert [each.person_id for each in found] == [one, other]


def test_nothing_goes_to_nobody(app: Flask) -> None:
    with app.app_context(), transaction():
        assert write_to(None, TEMPLATE) is None
        assert db.session.query(Message).count() == 0
