"""Somebody who hands files in, past the pages and on them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.documents import taking_in
from portal.documents.models import Document
from portal.foundation import clock
from tests import people
from tests.conftest import MakeApp, MakePerson, SignIn
from tests.documents import clamd_server, making, pages
from tests.documents.clamd_server import Clamd

TakeIn = Callable[..., Document]
SUBJECT = "campaign:AB23CD45"


@pytest.fixture
def take_in(app: Flask, make_person: MakePerson) -> TakeIn:
    """Takes in a file of Robin's, in a transaction of its own, in the application that is current."""
    return taker(make_person())


def taker(owner: int) -> TakeIn:
    def take(data: bytes | None = None, name: str = "cv.pdf", *, subject: str = SUBJECT) -> Document:
        with transaction():
            upload = io.BytesIO(making.pdf() if data is None else data)
            person = db.session.get_one(Person, owner)
            return taking_in.take(upload, name, owner=person, subject=subject, at=clock.now())

    return take


@pytest.fixture
def clamd() -> Iterator[tuple[str, Clamd]]:
    with clamd_server.serving() as found:
        yield found


@dataclass
class Pages:
    """A browser in which somebody is signed in who hands files in."""

    app: Flask
    client: FlaskClient
    address: str
    person_id: int

    def hand_in(self, data: bytes, name: str = "cv.pdf") -> TestResponse:
        token = people.csrf_of(self.client, self.address)
        fields = {"csrf_token": token, "file": (io.BytesIO(data), name)}
        return self.client.post(self.address, data=fields, content_type="multipart/form-data")

    def documents(self) -> list[str]:
        """The addresses of what can be downloaded."""
        return re.findall(rf'href="({self.address}/[^"]+)"', self.client.get(self.address).text)

    def remove(self, document: str) -> TestResponse:
        return people.post(self.client, f"{document}/remove", form_at=self.address)


OpenPages = Callable[..., Pages]


@pytest.fixture
def open_pages(app: Flask, make_person: MakePerson, sign_in: SignIn) -> OpenPages:
    """Signs somebody in to the pages of tests/documents/pages.py."""
    pages.hang(app)

    def begin(email: str = "robin@example.org", name: str = "Robin Hall") -> Pages:
        person_id = make_person(email, name=name)
        with app.app_context():
            reference = db.session.get_one(Person, person_id).reference
        return Pages(app, sign_in(person_id), f"/things/{reference}", person_id)

    return begin


@pytest.fixture
def robin(open_pages: OpenPages) -> Pages:
    return open_pages()


@pytest.fixture
def scanned_app(app: Flask, make_app: MakeApp, clamd: tuple[str, Clamd]) -> Flask:
    """The same portal with a scanner."""
    return make_app(PORTAL_SCANNER=clamd[0])
