"""Leases: who alone may do something, until when. A holder that dies loses its lease at once or by the clock."""

from __future__ import annotations

import hashlib
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.jobs.models import Lease

log = logging.getLogger(__name__)

SHORT = 45.0
"""Seconds that a lease lasts which is renewed while its holder lives."""


class AlreadyHeld(Exception):
    """Another process does this just now."""


class Hold:
    """A lease that is being renewed. `lost` once somebody else has it: stop as soon as nothing would be left half done."""

    def __init__(self) -> None:
        self._lost = threading.Event()

    @property
    def lost(self) -> bool:
        return self._lost.is_set()

    def lose(self) -> None:
        """Note that the lease is somebody else's."""
        self._lost.set()


def holder_name() -> str:
    """This process and thread, as written on a lease."""
    return f"{_place()}:{os.getpid()}:{threading.get_ident() % 100000}"


@cache
def _place() -> str:
    """This machine since it started and this container: where a process number means something."""
    marks = [socket.gethostname()]
    with suppress(OSError):
        marks += [Path("/proc/sys/kernel/random/boot_id").read_text(), str(Path("/proc/self/ns/pid").readlink())]
    return f"{socket.gethostname()[:40]}-{hashlib.sha256('|'.join(marks).encode()).hexdigest()[:8]}"


def _has_died(holder: str) -> bool:
    """Whether a holder is certainly gone: a process of this very place that does not exist any more."""
    place, _, rest = holder.partition(":")
    process = rest.partition(":")[0]
    if place != _place() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
        return " Z " in Path(f"/proc/{process}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return True
    except OSError:
        return False


def take(name: str, *, seconds: float, holder: str | None = None) -> bool:
    """Take or renew the lease; False when somebody else holds it who may be alive."""
    now, mine = clock.now(), holder or holder_name()
    until = now + timedelta(seconds=seconds)
    try:
        with transaction():
            taken = db.session.execute(
                update(Lease)
                .where(Lease.name == name, or_(Lease.until <= now, Lease.holder == mine))
                .values(holder=mine, until=until)
            )
            if taken.rowcount:  # type: ignore[attr-defined]
                return True
            held_by = db.session.scalar(select(Lease.holder).where(Lease.name == name))
            if held_by is None:
                db.session.add(Lease(name=name, holder=mine, until=until))
                return True
            if not _has_died(held_by):
                return False
            inherited = db.session.execute(
                update(Lease)
                .where(Lease.name == name, Lease.holder == held_by)
                .values(holder=mine, until=until)
                .execution_options(synchronize_session=False)
            )
            return bool(inherited.rowcount)  # type: ignore[attr-defined]
    except IntegrityError:
        return False


def release(name: str, *, holder: str | None = None) -> None:
    """Give the lease back, if it is ours."""
    with transaction():
        db.session.execute(delete(Lease).where(Lease.name == name, Lease.holder == (holder or holder_name())))


@contextmanager
def alone(name: str, *, seconds: float = SHORT) -> Iterator[Hold]:
    """Hold the lease inside, renewed while this process lives; raises AlreadyHeld when another one has it."""
    holder, hold = holder_name(), Hold()
    if not take(name, seconds=seconds, holder=holder):
        raise AlreadyHeld(name)
    done = threading.Event()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    beat = threading.Thread(target=_renew, args=(app, name, seconds, holder, hold, done), name=f"lease {name}")
    beat.daemon = True
    beat.start()
    try:
        yield hold
    finally:
        done.set()
        beat.join(timeout=seconds)
        release(name, holder=holder)


def _renew(app: Flask, name: str, seconds: float, holder: str, hold: Hold, done: threading.Event) -> None:
    while not done.wait(seconds / 3):
        try:
            with app.app_context():
                if not take(name, seconds=seconds, holder=holder):
                    hold.lose()
                    return
        except Exception:
            log.warning("lease.not_renewed", extra={"lease": name}, exc_info=True)
