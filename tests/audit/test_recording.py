"""The record is append-only, in the database itself."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.audit.models import AuditEntry
from portal.audit.recording import record
from portal.database.base import db
from portal.database.transaction import transaction


def add_one(app: Flask) -> None:
    with app.app_context(), transaction():
        record("accounts.role_given", actor="command", subject="person:1", facts={"role": "staff"})


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM audit_entries",
        "UPDATE audit_entries SET action = 'x'",
        "UPDATE audit_entries SET address = '192.0.2.1'",
        "UPDATE audit_entries SET facts = '{}', address = NULL",
    ],
)
def test_an_entry_is_neither_changed_nor_deleted(app_on_either: Flask, change: str) -> None:
    add_one(app_on_either)
    with app_on_either.app_context():
        with pytest.raises(DBAPIError, match="append-only"), transaction():
            db.session.execute(text(change))
        assert [each.action for each in db.session.query(AuditEntry)] == ["accounts.role_given"]


def test_only_its_network_address_can_be_taken_away(app_on_either: Flask) -> None:
    add_one(app_on_either)
    with app_on_either.app_context(), transaction():
        db.session.execute(text("UPDATE audit_entries SET address = NULL"))
