"""Before anything is served: are the settings usable, is there a database, has it the shape that this code expects?

Kept light (no Flask, no models), because gunicorn's master asks it before it forks. What is unusable ends the
process with 78 (EX_CONFIG) and one sentence that names the variable and the remedy.
"""

from __future__ import annotations

import logging.config
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NoReturn, TypeVar

from sqlalchemy import make_url

from portal.config import ROOT, UNUSABLE, Settings
from portal.foundation import logs
from portal.foundation.errors import SettingUnusable

T = TypeVar("T")
VERSIONS = ROOT / "portal" / "migrations" / "versions"


def or_exit(step: Callable[[], T]) -> T:
    """The step's result; or, when a setting is unusable, its sentence on standard error and exit 78."""
    try:
        return step()
    except SettingUnusable as unusable:
        _exit(str(unusable))


def _exit(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(UNUSABLE)


def log_to_stderr(settings: Settings, *, quiet: bool = False) -> None:
    """Send log lines to standard error; `quiet` leaves a developer's terminal to the command's own words."""
    level = "WARNING" if quiet and not settings.production else "INFO"
    logging.config.dictConfig(logs.configuration(as_json=settings.log_as_json, level=level))


def refuse_to_serve(settings: Settings) -> None:
    """Raise SettingUnusable when serving cannot go well: nowhere to write, no database, or one of another shape.

    A PostgreSQL that is down is not refused: it may come back, and until then pages answer 503.
    """
    settings.prepare_data_dir()
    refuse_missing_database(settings)
    at, head = revision_of(settings), head_revision()
    if at == head or at is None:
        return
    if at == "" or at < head:
        raise SettingUnusable(
            f"PORTAL_DATABASE_URL leads to a database at migration {at or 'none'}, and this code needs {head}. Run: flask setup"
        )
    raise SettingUnusable(
        f"PORTAL_DATABASE_URL leads to a database at migration {at}, newer than this code, which knows {head}. "
        "Start the newer code, or restore the backup made before the upgrade."
    )


def refuse_missing_database(settings: Settings) -> None:
    """Raise SettingUnusable for a database file that cannot be written, or in production for one that is not there.

    A file that is missing in production was lost, and is never replaced by an empty one unasked.
    """
    path = settings.sqlite_path
    if path is None:
        return
    if settings.production and not path.exists():
        raise SettingUnusable(
            f"PORTAL_DATABASE_URL leads to {path}, which is not there. Restore a backup into it; "
            "or, for a new installation, make it with: flask setup"
        )
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise SettingUnusable(
            f"PORTAL_DATABASE_URL leads to {path}, which this user may not read and write. Give it to the portal's user."
        )


def refuse_new_database_over_old_data(settings: Settings) -> None:
    """Raise SettingUnusable when a new database would be made beside what an earlier one left behind."""
    path = settings.sqlite_path
    if not settings.production or path is None or path.exists():
        return
    left = [each for each in (settings.index_dir, path.parent) if each.is_dir() and any(each.iterdir())]
    if left:
        raise SettingUnusable(
            f"PORTAL_DATABASE_URL leads to {path}, which is not there, though {left[0]} holds data of an earlier one. "
            f"Restore a backup; or, to begin anew, empty {left[0]} first."
        )


def head_revision() -> str:
    """The newest migration's name; they are numbered and linear (tests/architecture), so the last by name."""
    return max(path.stem for path in VERSIONS.glob("[0-9]*.py"))


def revision_of(settings: Settings) -> str | None:
    """The migration that the database is at: empty when it has none, None when it cannot be asked just now."""
    path = settings.sqlite_path
    return _sqlite_revision(path) if path is not None else _postgres_revision(settings.database_url)


def _sqlite_revision(path: Path) -> str | None:
    if not path.exists():
        return ""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as problem:
        return "" if "no such table" in str(problem) else None
    except sqlite3.DatabaseError:
        raise SettingUnusable(
            f"PORTAL_DATABASE_URL leads to {path}, which is not a SQLite database. Restore a backup."
        ) from None
    return str(row[0]) if row else ""


def _postgres_revision(address: str) -> str | None:
    import psycopg

    url = make_url(address)
    if url.get_backend_name() != "postgresql":
        return None
    try:
        with psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False), connect_timeout=5
        ) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except psycopg.errors.UndefinedTable:
        return ""
    except psycopg.Error:
        return None
    return str(row[0]) if row else ""
