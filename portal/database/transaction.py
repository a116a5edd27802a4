"""The only place that commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from portal.database.base import db, writing


@contextmanager
def transaction() -> Iterator[None]:
    """Do everything inside, or nothing: commits at the end, rolls back on any exception.

    Used at the edge only (view, command, job). What was read before in this session is read afresh
    inside, because a SQLite read transaction cannot become a writing one safely. Not to be nested.
    """
    if writing.get():
        raise RuntimeError("transaction() is not to be nested: the edge opens it once.")
    db.session.rollback()
    token = writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Read, then end the read transaction, so that long-lived processes hold no old snapshot."""
    try:
        yield
    finally:
        db.session.rollback()
