"""A throw-away PostgreSQL for tests and benchmarks, from the binaries that Debian installs.

    with server() as url: ...                  # postgresql+psycopg://portal@127.0.0.1:PORT/postgres
    with database(url) as one: ...             # a database of its own, dropped afterwards
    with database(url, template=name) as one:  # the same, copied from another

initdb and postgres refuse to run as root, so under root they run as the system user `postgres`, in a folder of
that user's. Durability is off: the data never outlives the test.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

OWNER = "portal"
SYSTEM_USER = "postgres"
START_SECONDS = 30.0
STOP_SECONDS = 10.0
PR_SET_PDEATHSIG = 1
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=100",
    "log_min_messages=fatal",
    "timezone=UTC",
)


class PostgresMissing(RuntimeError):
    """PostgreSQL cannot be started here; the message says what to install."""


def binaries() -> Path | None:
    """The folder of the newest installed PostgreSQL server, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def server(*, seconds: float = START_SECONDS, options: tuple[str, ...] = ()) -> Iterator[str]:
    """A running server as an SQLAlchemy address; stopped and deleted at the end, also when this process is killed."""
    home = binaries()
    if home is None:
        raise PostgresMissing("PostgreSQL is not installed. Install it with: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    as_whom = _unprivileged(folder)
    process = None
    try:
        data = folder / "data"
        initdb = ["-D", str(data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        done = subprocess.run(
            [str(home / "initdb"), *initdb],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            **as_whom,
        )
        if done.returncode:
            raise PostgresMissing(f"initdb failed: {done.stderr.strip()[-500:]}")
        port = free_port()
        settings = (*FAST, *options, f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}")
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [str(home / "postgres"), "-D", str(data), *(f"--{each}" for each in settings)],
                cwd=folder,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,
                **as_whom,
            )
        url = f"postgresql+psycopg://{OWNER}@127.0.0.1:{port}/postgres"
        _wait(url, process, folder / "log", seconds)
        yield url
    finally:
        _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(url: str, *, template: str = "template0") -> Iterator[str]:
    """A fresh database on that server, dropped at the end whoever is still connected."""
    name = f"test_{secrets.token_hex(6)}"
    _say(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        _say(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _unprivileged(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    try:
        who = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise PostgresMissing(f"There is no system user {SYSTEM_USER}: apt-get install postgresql makes it.") from None
    os.chown(folder, who.pw_uid, who.pw_gid)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            _say(url, "SELECT 1")
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise PostgresMissing(f"postgres did not start: {log.read_text()[-500:]}") from None
            time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes] | None) -> None:
    if process is None or process.poll() is not None:
        return
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(sign)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _say(url: str, statement: str) -> None:
    parts = make_url(url)
    with psycopg.connect(
        host=parts.host, port=parts.port, user=parts.username, dbname="postgres", autocommit=True, connect_timeout=3
    ) as connection:
        connection.execute(statement.encode())
