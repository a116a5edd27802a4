"""Leases: who alone may do something, until when. A holder that dies loses its lease by the clock."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.jobs.models import Lease


class AlreadyHeld(Exception):
    """Another process does this just now."""


def holder_name() -> str:
    """This process and thread, as written on a lease."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{threading.get_ident() % 100000}"


def take(name: str, *, seconds: float) -> bool:
    """Take or renew the lease; False when somebody else holds it."""
    now, holder = clock.now(), holder_name()
    until = now + timedelta(seconds=seconds)
    try:
        with transaction():
            taken = db.session.execute(
                update(Lease)
                .where(Lease.name == name, or_(Lease.until <= now, Lease.holder == holder))
                .values(holder=holder, until=until)
            )
            if taken.rowcount:  # type: ignore[attr-defined]
                return True
            if db.session.scalar(select(Lease.name).where(Lease.name == name)) is not None:
                return False
            db.session.add(Lease(name=name, holder=holder, until=until))
    except IntegrityError:
        return False
    return True


def release(name: str) -> None:
    """Give the lease back, if it is ours."""
    with transaction():
        db.session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder_name()))


@contextmanager
def alone(name: str, *, seconds: float) -> Iterator[None]:
    """Hold the lease inside; raises AlreadyHeld when another process has it."""
    if not take(name, seconds=seconds):
        raise AlreadyHeld(name)
    try:
        yield
    finally:
        release(name)
