"""A day of typing: none of what people typed, and no secret of an address, reaches a log or an address (G-05, G-06)."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from portal.database.base import db
from portal.foundation import logs
from tests.access import forms as filling
from tests.access.conftest import browser
from tests.access.forms import Form, Snapshot
from tests.access.test_forms import sendable
from tests.access.test_tricks import unsafe
from tests.access.walking import asked_of, read
from tests.access.world import ACTORS, World
from tests.people import PASSWORD

pytestmark = pytest.mark.slow

NAME, EMAIL, SECRET, REASON = (
    "Zebedee Canaryname",
    "zebedee.canarymail@private.example",
    "canary-password-90210",
    "Canaryreason about Zebedee",
)
TYPED = ("Zebedee", "Canaryname", "canarymail", "canary-password", "Canaryreason", PASSWORD)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log would hold in production."""
    handler, root = logging.StreamHandler(io.StringIO()), logging.getLogger()
    handler.setFormatter(logs.JsonLines())
    before = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)
    root.setLevel(before)


def typed_in(form: Form) -> dict[str, str]:
    """The form as the canary would fill it in: what was typed by hand is theirs, what was chosen stays."""
    by_hand = {filling.WORDS: REASON, filling.FILLED["email"]: EMAIL, filling.FILLED["password"]: SECRET}
    named = {
        name: NAME if "name" in name else EMAIL if "email" in name else by_hand.get(value, value)
        for name, value in form.fields
    }
    return named | {name: SECRET for name in named if "password" in name or "code" in name}


@pytest.mark.parametrize(
    "actor", ["visitor", "stranger", "member_a", "owner_a", "head_a", "assessor", "consultant", "staff"]
)
def test_nothing_that_is_typed_reaches_a_log_or_an_address(
    society: Flask, world: World, tmp_path: Path, written: io.StringIO, actor: str
) -> None:
    forms = sendable(society, world, actor)
    before = Snapshot(society, tmp_path / "data" / "db" / "portal.sqlite3")
    client, wrong = browser(society, world, actor), []
    with society.app_context():
        assert not db.engine.echo
    start = written.tell()
    for form in forms:
        for data in (typed_in(form), {name: REASON for name in form.names}):
            answer = client.post(
                form.action, data=data, headers={"Referer": f"http://127.0.0.1:8000/{EMAIL}", "User-Agent": NAME}
            )
            wrong += [
                f"{form.action} leads to an address with {each}"
                for each in TYPED
                if each in answer.headers.get("Location", "")
            ]
            before.restore()
            client = browser(society, world, actor)
    assert wrong == []
    lines = written.getvalue()[start:].splitlines()
    assert [line for line in lines if any(each in line for each in TYPED)] == []
    routes = {json.loads(line).get("route") for line in lines}
    assert len(forms) == 0 or routes - {None}


def test_a_view_that_fails_tells_nobody_what_was_sent_to_it(society: Flask, world: World, written: io.StringIO) -> None:
    browsers = {actor: browser(society, world, actor) for actor in ACTORS}
    wrong, sent = [], {"name": NAME, "email": EMAIL, "password": SECRET, "reason": REASON}

    def fail(**parts: object) -> str:
        raise ValueError(f"{request.form.to_dict()} {request.full_path} {parts}")

    originals = dict(society.view_functions)
    for rule, each in unsafe(society, world):
        society.view_functions[rule.endpoint] = fail
        answer = browsers[each.actor].open(f"{each.address}?q={EMAIL}", method=each.method, data=sent)
        society.view_functions[rule.endpoint] = originals[rule.endpoint]
        if answer.status_code != 500 or answer.headers["X-Request-Id"] not in read(answer):
            wrong.append(f"{each} answered {answer.status_code}")
        wrong += [f"{each} shows {word}" for word in TYPED if word in read(answer)]
    assert wrong == []
    lines = written.getvalue()
    assert lines.count('"request.failed"') >= 2
    assert [each for each in TYPED if each in lines] == []


def test_no_secret_of_an_address_is_logged(society: Flask, world: World, written: io.StringIO) -> None:
    client, secrets = browser(society, world, "stranger"), [each.value for each in world.samples["secret"]]
    for each in asked_of(society, world, "stranger"):
        if each.access.secret:
            _ask_twice(client, each.address, each.method)
    assert [each for each in secrets if each in written.getvalue()] == []


def _ask_twice(client: FlaskClient, address: str, method: str) -> None:
    client.open(address, method=method)
    client.open(f"{address}/nowhere", method=method)
