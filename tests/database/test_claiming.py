"""Of several who change a row at once one wins, whatever they read of it before."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.claiming import claim
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from tests import people
from tests.races import at_once


def test_what_still_holds_is_changed(app: Flask) -> None:
    robin = people.make(app, "robin@example.org", name="Robin Hall")
    with app.app_context(), transaction():
        row = db.session.get_one(Person, robin)
        claim(row, "This account", expecting=("name",), name="Robin Moor")
        assert row.name == "Robin Moor"
    with app.app_context():
        assert db.session.get_one(Person, robin).name == "Robin Moor"


def test_who_comes_second_is_told_and_changes_nothing(app_on_either: Flask) -> None:
    app = app_on_either
    robin = people.make(app, "robin@example.org", name="Robin Hall")

    def rename() -> None:
        with transaction():
            claim(db.session.get_one(Person, robin), "This account", expecting=("name",), name="Robin Moor")

    with app.app_context():
        stale = db.session.get_one(Person, robin)
        db.session.expunge(stale)
    done = at_once(app, rename, times=3)
    assert None in done
    with app.app_context(), pytest.raises(RuleBroken, match="This account has just been moved on"), transaction():
        claim(stale, "This account", expecting=("name",), name="Somebody Else")
    with app.app_context():
        assert db.session.get_one(Person, robin).name == "Robin Moor"
