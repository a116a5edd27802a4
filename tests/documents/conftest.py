"""Somebody who hands files in."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.documents import taking_in
from portal.documents.models import Document
from portal.foundation import clock
from tests.conftest import MakePerson
from tests.documents import making

TakeIn = Callable[..., Document]
SUBJECT = "application:AB23CD45"


@pytest.fixture
def take_in(app: Flask, make_person: MakePerson) -> TakeIn:
    """Takes in a file of Robin's, in a transaction of its own, in the application that is current."""
    owner = make_person()

    def take(data: bytes | None = None, name: str = "cv.pdf", *, subject: str = SUBJECT) -> Document:
        with transaction():
            upload = io.BytesIO(making.pdf() if data is None else data)
            person = db.session.get_one(Person, owner)
            return taking_in.take(upload, name, owner=person, subject=subject, at=clock.now())

    return take
