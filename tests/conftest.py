"""A whole portal over a folder of its own: SQLite or PostgreSQL, an index, a stopped clock."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url

from portal.app import create_app
from portal.config import Settings
from portal.database.base import db
from portal.foundation import clock
from tests import addresses, people, postgres

STOPPED = "2026-11-24T09:00:00+00:00"
BOTH_DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]

MakeApp = Callable[..., Flask]
MakePerson = Callable[..., int]
SignIn = Callable[..., FlaskClient]
addresses.remember()


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    """Builds an application over this test's own folder; settings are given as environment variables."""
    at = tmp_path / "clock"
    at.write_text(STOPPED)
    made: list[Flask] = []

    def make(**environment: str) -> Flask:
        settings = {
            "PORTAL_ENV": "test",
            "PORTAL_DATA_DIR": str(tmp_path / "data"),
            "PORTAL_CLOCK_FILE": str(at),
            "SIGNPOST_AUDIENCE": "everyone",
            **environment,
        }
        made.append(create_app(Settings.from_environment({name: value for name, value in settings.items() if value})))
        return made[-1]

    yield make
    clock.follow_file(None)
    for each in made:
        with each.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def set_up_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a portal that was just set up: copying it takes a thirtieth of setting one up anew."""
    folder, at = tmp_path_factory.mktemp("set_up") / "data", tmp_path_factory.mktemp("clock") / "clock"
    at.write_text(STOPPED)
    app = create_app(
        Settings.from_environment({"PORTAL_ENV": "test", "PORTAL_DATA_DIR": str(folder), "PORTAL_CLOCK_FILE": str(at)})
    )
    _set_up(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    clock.follow_file(None)
    return folder


@pytest.fixture
def app(set_up_folder: Path, make_app: MakeApp, tmp_path: Path) -> Flask:
    shutil.copytree(set_up_folder, tmp_path / "data")
    return make_app()


@pytest.fixture
def make_person(app: Flask) -> MakePerson:
    """Makes an account with a confirmed address; the society's roles by name, with their second factor set up."""

    def make(email: str = "robin@example.org", *, roles: tuple[str, ...] = (), name: str = "Robin Hall") -> int:
        return people.make(app, email, given=roles, name=name)

    return make


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """A browser in which that person is signed in, past the second factor unless told otherwise."""

    def begin(person_id: int, *, second_factor: bool = True) -> FlaskClient:
        return people.sign_in(app, person_id, second_factor=second_factor)

    return begin


@pytest.fixture(params=BOTH_DATABASES)
def bare_app_on_either(request: pytest.FixtureRequest, make_app: MakeApp) -> Iterator[Flask]:
    """A portal without tables yet, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield make_app()
        return
    with postgres.database(request.getfixturevalue("postgres_server")) as url:
        yield make_app(PORTAL_DATABASE_URL=url)


@pytest.fixture(params=BOTH_DATABASES)
def app_on_either(request: pytest.FixtureRequest, make_app: MakeApp) -> Iterator[Flask]:
    """A portal that is set up, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("app")
        return
    template = request.getfixturevalue("postgres_template")
    with postgres.database(request.getfixturevalue("postgres_server"), template=template) as url:
        yield _set_up(make_app(PORTAL_DATABASE_URL=url))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One PostgreSQL for the whole session; without one the test is skipped, or fails with CI=true."""
    if postgres.binaries() is None and os.environ.get("CI") != "true":
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a migrated database that tests copy, which takes a tenth of migrating."""
    with postgres.database(postgres_server) as url:
        folder = tmp_path_factory.mktemp("template")
        app = create_app(
            Settings.from_environment(
                {"PORTAL_ENV": "test", "PORTAL_DATA_DIR": str(folder), "PORTAL_DATABASE_URL": url}
            )
        )
        _set_up(app)
        with app.app_context():
            db.engine.dispose()
        yield make_url(url).database or ""


def _set_up(app: Flask) -> Flask:
    result = app.test_cli_runner().invoke(args=["setup"])
    assert result.exit_code == 0, result.output
    return app
