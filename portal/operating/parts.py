"""The parts of an installation and how each is: what /readyz shows and `flask check` prints."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.documents import scanning, sweeping
from portal.foundation import clock
from portal.jobs import queueing
from portal.mail import queries as outbox
from portal.search import indexing
from portal.starting import head_revision
from search_index import IndexBroken, IndexBusy, IndexMissing, SearchIndex

State = Literal["ok", "degraded", "failed"]
LOW_DISK, NO_DISK = 0.05, 0.01
OVERDUE = timedelta(minutes=10)
MAIL_LOOKED_AT = timedelta(days=7)
PERIODS_MISSED = 2
STRAY_AFTER_SECONDS = 86_400
KEPT_IN_TMP = ("search-visits.table",)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `failed` means that the site cannot be used, `degraded` that something is wrong with it."""

    name: str
    state: State
    message: str


def site_parts(shortest_period: timedelta) -> list[Part]:
    """The parts that decide whether the site can serve, quick enough to be asked every few seconds."""
    settings = _settings()
    database = database_answers()
    parts = [database]
    if database.state == "ok":
        parts += [migrations_at_head(), worker_alive(), queue_moves(), schedule_runs(shortest_period), mail_leaves()]
        parts += [scanner_keeps_up(settings)]
    return [*parts, index_opens(), disk_has_room(settings)]


def all_parts() -> list[Part]:
    """Everything that `flask check` looks at: also what takes longer."""
    settings = _settings()
    database = database_answers()
    parts = [Part("settings", "ok", f"usable, for {settings.environment}"), database]
    if database.state == "ok":
        parts += [database_whole(), migrations_at_head(), index_agrees(settings), queue_moves(), mail_leaves()]
        parts += [scanner_keeps_up(settings)]
    return [*parts, disk_has_room(settings), no_strays(settings)]


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _asked(name: str, ask: Callable[[], Part]) -> Part:
    try:
        return ask()
    except SQLAlchemyError as problem:
        return Part(name, "failed", f"cannot be asked ({type(getattr(problem, 'orig', None) or problem).__name__})")
    finally:
        db.session.rollback()


def database_answers() -> Part:
    def ask() -> Part:
        db.session.execute(text("SELECT 1"))
        return Part("database", "ok", f"{db.engine.dialect.name} answers")

    return _asked("database", ask)


def database_whole() -> Part:
    """SQLite's own look at every page and key; PostgreSQL looks after itself."""

    def ask() -> Part:
        if db.engine.dialect.name != "sqlite":
            return Part("integrity", "ok", "left to PostgreSQL")
        pages = db.session.execute(text("PRAGMA quick_check(5)")).scalars().all()
        orphans = db.session.execute(text("PRAGMA foreign_key_check")).all()
        if list(pages) != ["ok"]:
            return Part("integrity", "failed", "the database file is damaged. Restore a backup")
        if orphans:
            return Part("integrity", "degraded", f"{len(orphans)} rows point at rows that are not there")
        return Part("integrity", "ok", "every page and key is sound")

    return _asked("integrity", ask)


def migrations_at_head() -> Part:
    def ask() -> Part:
        head = head_revision()
        at = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar() or "none"
        if at == head:
            return Part("migrations", "ok", f"at {head}")
        if at > head and at != "none":
            return Part("migrations", "degraded", f"the database is at {at}, newer than this code ({head})")
        return Part("migrations", "failed", f"the database is at {at}, this code needs {head}. Run: flask setup")

    part = _asked("migrations", ask)
    return (
        part
        if part.state != "failed" or "Run" in part.message
        else Part("migrations", "failed", "none. Run: flask setup")
    )


def mail_leaves() -> Part:
    """Whether messages are sent soon after they are written, and how many lately were not."""

    def ask() -> Part:
        now = clock.now()
        oldest = outbox.oldest_due(now)
        if oldest is not None and now - oldest > OVERDUE:
            return Part("mail", "degraded", f"a message has waited since {oldest:%H:%M on %d %B} (UTC)")
        if lost := outbox.failing_since(now - MAIL_LOOKED_AT):
            return Part(
                "mail",
                "degraded",
                f"{lost} messages of the last week were refused or may be lost. See: flask mail list",
            )
        return Part("mail", "ok", "nothing waits too long")

    return _asked("mail", ask)


def scanner_keeps_up(settings: Settings) -> Part:
    """Whether what people hand in is soon looked at, and whether it is at all."""

    def ask() -> Part:
        oldest = scanning.oldest_waiting()
        if oldest is not None and clock.now() - oldest > OVERDUE:
            return Part("scanner", "degraded", f"a file waits for the scanner since {oldest:%H:%M on %d %B} (UTC)")
        if settings.scanner is None:
            return Part("scanner", "ok", "none is set (PORTAL_SCANNER): files are checked by their content only")
        return Part("scanner", "ok", "no file waits too long")

    return _asked("scanner", ask)


def worker_alive() -> Part:
    def ask() -> Part:
        until = queueing.heartbeat()
        if until is not None and until > clock.now():
            return Part("worker", "ok", "a worker is running")
        return Part("worker", "degraded", "no worker is running. Start one with: flask jobs work")

    return _asked("worker", ask)


def queue_moves() -> Part:
    def ask() -> Part:
        counts = queueing.counts()
        summary = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "empty"
        oldest = queueing.oldest_due()
        if oldest is not None and oldest < clock.now() - OVERDUE:
            return Part("queue", "degraded", f"work is waiting since {oldest:%Y-%m-%dT%H:%M:%SZ} ({summary})")
        if counts.get("dead"):
            return Part("queue", "degraded", f"{counts['dead']} jobs failed for good. See: flask jobs list ({summary})")
        return Part("queue", "ok", summary)

    return _asked("queue", ask)


def schedule_runs(shortest_period: timedelta) -> Part:
    """Whether the scheduler queues its work: two periods without any and it has stalled."""

    def ask() -> Part:
        last = queueing.last_scheduled()
        if last is None:
            return Part("schedule", "ok", "nothing was scheduled yet")
        if clock.now() - last > shortest_period * PERIODS_MISSED:
            return Part("schedule", "degraded", f"nothing was scheduled since {last:%Y-%m-%dT%H:%M:%SZ}")
        return Part("schedule", "ok", f"last scheduled at {last:%Y-%m-%dT%H:%M:%SZ}")

    return _asked("schedule", ask)


def index_opens() -> Part:
    index: SearchIndex = current_app.extensions["search_index"]
    try:
        return Part("index", "ok", f"{index.count()} vacancies")
    except (IndexMissing, IndexBroken) as problem:
        return Part("index", "degraded", f"{type(problem).__name__}: titles are searched in the database meanwhile")
    except Exception as problem:
        return Part("index", "degraded", f"cannot be read ({type(problem).__name__})")


def index_agrees(settings: Settings) -> Part:
    try:
        parity = indexing.compare(settings.index_dir)
    except (IndexMissing, IndexBroken, OSError) as problem:
        return Part("index", "degraded", f"cannot be read ({type(problem).__name__}). Run: flask search rebuild")
    facts = f"{parity.indexed} vacancies, {parity.missing} missing, {parity.stale} stale, {parity.waiting} waiting"
    if parity.agrees or parity.waiting:
        return Part("index", "ok", facts)
    return Part("index", "degraded", f"{facts}. Run: flask search rebuild")


def disk_has_room(settings: Settings) -> Part:
    try:
        usage = shutil.disk_usage(settings.data_dir)
    except OSError as problem:
        return Part("disk", "failed", f"the data folder cannot be reached ({problem.strerror})")
    free = usage.free / usage.total
    message = f"{free:.0%} free ({usage.free // 1_000_000:,} MB)"
    return Part("disk", "failed" if free < NO_DISK else "degraded" if free < LOW_DISK else "ok", message)


def no_strays(settings: Settings) -> Part:
    def ask() -> Part:
        strays = len(stray_files(settings.data_dir / "tmp")) + len(sweeping.strays())
        if strays:
            return Part("files", "degraded", f"{strays} forgotten files. Remove them with: flask check --repair")
        if lost := len(sweeping.lost()):
            return Part(
                "files", "degraded", f"{lost} uploaded files are missing. Restore them, or: flask check --repair"
            )
        return Part("files", "ok", "no forgotten files")

    return _asked("files", ask)


def stray_files(folder: Path) -> list[Path]:
    """What a killed process left in the folder of temporary files more than a day ago."""
    before = time.time() - STRAY_AFTER_SECONDS
    return [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name not in KEPT_IN_TMP and path.lstat().st_mtime < before
    ]


def repair() -> list[str]:
    """Mend what can be mended without a person; says what was done."""
    settings, done = _settings(), []
    for path in stray_files(settings.data_dir / "tmp"):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        done.append(f"removed tmp/{path.name}")
    with reading():
        if swept := sweeping.sweep():
            done.append(f"removed {swept} uploaded files that no row tells of")
    with transaction():
        if lost := sweeping.own_up():
            done.append(f"marked {lost} documents whose files are missing")
    try:
        written = indexing.sync(settings.index_dir)
        parity = indexing.compare(settings.index_dir)
        if written:
            done.append(f"wrote {written} vacancies to the index")
        if not parity.agrees:
            done.append(f"rebuilt the index with {indexing.rebuild(settings.index_dir)} vacancies")
    except (IndexMissing, IndexBroken):
        done.append(f"rebuilt the index with {indexing.rebuild(settings.index_dir)} vacancies")
    except IndexBusy:
        done.append("left the index to the process that is writing it")
    return done
