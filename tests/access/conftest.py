"""The society of world.py, built once a process and copied for each test; and a watch on what is written."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from portal.app import create_app
from portal.config import Settings
from portal.database.base import db
from portal.foundation import clock
from tests import people
from tests.access import world as worlds
from tests.access.world import World
from tests.conftest import STOPPED, MakeApp

UNWATCHED = frozenset({"sign_ins", "attempts"})
"""That a session is in use, and that something was tried: both are written down on every side of a refusal."""
_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    folder = tmp_path_factory.mktemp("world")
    (folder / "clock").write_text(STOPPED)
    settings = {
        "PORTAL_ENV": "test",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "PORTAL_CLOCK_FILE": str(folder / "clock"),
        "SIGNPOST_AUDIENCE": "everyone",
        "PORTAL_SEARCH_RATE": "off",
    }
    app = create_app(Settings.from_environment(settings))
    try:
        assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
        world = worlds.build(app, folder)
    finally:
        clock.follow_file(None)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    return folder / "data", world


@pytest.fixture
def world(template: tuple[Path, World]) -> World:
    return template[1]


@pytest.fixture
def society(template: tuple[Path, World], tmp_path: Path, make_app: MakeApp) -> Flask:
    """The portal with the society in it, to do with as one likes; forms need no token."""
    shutil.copytree(template[0], tmp_path / "data")
    app = make_app(PORTAL_SEARCH_RATE="off")
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def watch(society: Flask) -> Iterator[Watch]:
    with society.app_context():
        engine = db.engine
    found = Watch()
    heard = (("before_cursor_execute", found.ran), ("commit", found.kept), ("rollback", found.dropped))
    for name, listen in heard:
        event.listen(engine, name, listen)
    yield found
    for name, listen in heard:
        event.remove(engine, name, listen)


class Watch:
    """The tables that were written and committed since `begin`."""

    def __init__(self) -> None:
        self.written: set[str] = set()
        self._pending: set[str] = set()

    def begin(self) -> None:
        self.written.clear()
        self._pending.clear()

    def ran(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if found := _WRITES.match(statement):
            self._pending.add(found[1])

    def kept(self, _connection: Any) -> None:
        self.written |= self._pending - UNWATCHED
        self._pending.clear()

    def dropped(self, _connection: Any) -> None:
        self._pending.clear()


def rows(app: Flask) -> dict[str, list[str]]:
    """The hash of every row of every table, but for what is written down on every side of a refusal."""
    with app.app_context():
        found = {
            name: sorted(
                hashlib.sha256(repr(tuple(row)).encode()).hexdigest() for row in db.session.execute(select(table))
            )
            for name, table in db.metadata.tables.items()
            if name not in UNWATCHED
        }
        db.session.rollback()
    return found


def browser(app: Flask, world: World, actor: str) -> FlaskClient:
    """A browser in which the actor is signed in, as far as they come."""
    if actor == "visitor":
        return app.test_client()
    return people.sign_in(app, world.people[actor], second_factor=actor != "halfway")
