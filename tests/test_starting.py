"""What is refused before serving: a lost database, one of another shape, one that cannot be written (D-07, D-10)."""

import sqlite3
from pathlib import Path

import pytest

from portal.config import Settings
from portal.foundation.errors import SettingUnusable
from portal.starting import head_revision, refuse_new_database_over_old_data, refuse_to_serve, revision_of
from tests.test_config import PRODUCTION


@pytest.fixture
def settings(app) -> Settings:
    return app.config["SETTINGS"]


def at_revision(settings: Settings, name: str) -> None:
    with sqlite3.connect(settings.sqlite_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [name])


def test_a_database_at_the_head_is_served(settings: Settings) -> None:
    refuse_to_serve(settings)
    assert revision_of(settings) == head_revision()


@pytest.mark.postgres
def test_a_postgresql_at_the_head_is_served_and_an_empty_one_is_not(postgres_server, postgres_template) -> None:
    ready = postgres_server.rsplit("/", 1)[0] + f"/{postgres_template}"
    settings = Settings.from_environment({"PORTAL_ENV": "test", "PORTAL_DATABASE_URL": ready})
    assert revision_of(settings) == head_revision()
    empty = Settings.from_environment({"PORTAL_ENV": "test", "PORTAL_DATABASE_URL": postgres_server})
    with pytest.raises(SettingUnusable, match=r"migration none.*flask setup"):
        refuse_to_serve(empty)


def test_a_postgresql_that_is_down_is_waited_for() -> None:
    settings = Settings.from_environment(
        {"PORTAL_ENV": "test", "PORTAL_DATABASE_URL": "postgresql://portal@127.0.0.1:1/x"}
    )
    assert revision_of(settings) is None


@pytest.mark.parametrize(("revision", "remedy"), [("0000_before", "flask setup"), ("9999_after", "newer code")])
def test_a_database_of_another_shape_is_refused(settings: Settings, revision: str, remedy: str) -> None:
    at_revision(settings, revision)
    with pytest.raises(SettingUnusable, match=f"PORTAL_DATABASE_URL.*{revision}.*{remedy}"):
        refuse_to_serve(settings)


def test_what_is_no_database_is_refused(settings: Settings) -> None:
    for left in settings.sqlite_path.parent.iterdir():
        left.unlink()
    settings.sqlite_path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(SettingUnusable, match="not a SQLite database"):
        refuse_to_serve(settings)


def test_in_production_a_lost_database_is_never_replaced(tmp_path: Path) -> None:
    settings = Settings.from_environment({**PRODUCTION, "PORTAL_DATA_DIR": str(tmp_path)})
    with pytest.raises(SettingUnusable, match="not there"):
        refuse_to_serve(settings)
    refuse_new_database_over_old_data(settings)
    (tmp_path / "index" / "generation").mkdir()
    with pytest.raises(SettingUnusable, match="holds data of an earlier one"):
        refuse_new_database_over_old_data(settings)
