"""A real mail server on loopback that says what a test tells it to, and the outbox to send to it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from portal.database.base import db
from portal.database.transaction import transaction
from portal.mail.models import Message
from portal.mail.posting import post
from tests.postgres import free_port

TEMPLATE = "note.txt"
WORDS = "Subject: {{ subject or 'News' }}\n\nDear {{ name or 'colleague' }},\n\nall is well.\n"
Say = Callable[[str], str | None]


def nothing(_recipient: str) -> None:
    """The server answers as servers do."""


@dataclass
class Sink:
    """What the server took, each with its one envelope. `at_rcpt` and `at_data` answer in its place, by recipient."""

    port: int
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    at_rcpt: Say = nothing
    at_data: Say = nothing

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if said := self.at_rcpt(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if said := self.at_data(envelope.rcpt_tos[0]):
            return said
        self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return "250 OK"

    @property
    def recipients(self) -> list[str]:
        return [recipient for _, recipients, _ in self.taken for recipient in recipients]


@pytest.fixture
def sink() -> Iterator[Sink]:
    it = Sink(free_port())
    controller = Controller(it, hostname="127.0.0.1", port=it.port, enable_SMTPUTF8=True)
    controller.start()
    yield it
    controller.stop()


@pytest.fixture
def nobody() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def write():
    """Puts messages in an application's outbox, in words of the tests' own; gives their ids."""

    def put(app: Flask, *recipients: str, unique_key: str | None = None, unsubscribe: str | None = None, **facts):
        app.jinja_env.loader = ChoiceLoader([DictLoader({TEMPLATE: WORDS}), app.jinja_env.loader])
        with app.app_context(), transaction():
            keys = {"unique_key": unique_key, "unsubscribe": unsubscribe}
            added = [post(TEMPLATE, to=each, **keys, **facts) for each in recipients]
            db.session.flush()
            return [each.id for each in added if each is not None]

    return put


@pytest.fixture
def states():
    """Each message's recipient and state, in the order they were written."""

    def read(app: Flask) -> list[tuple[str, str]]:
        with app.app_context():
            return [(each.recipient, each.state) for each in db.session.query(Message).order_by(Message.id)]

    return read
