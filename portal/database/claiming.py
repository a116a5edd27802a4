"""Compare and set: of several who change a row at the same time, one wins, and the others are told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult, update

from portal.database.base import Model, db
from portal.foundation.errors import RuleBroken


def claim(row: Model, what: str, *, expecting: tuple[str, ...] = ("state",), **values: Any) -> None:
    """Give the row, which has an `id`, these values, if its `expecting` columns still hold what was read of them.

    Raises RuleBroken, and changes nothing, where somebody else was first; `what` begins its sentence ("This vacancy").
    """
    table = type(row)
    as_read = [getattr(table, name) == getattr(row, name) for name in ("id", *expecting)]
    done = db.session.execute(update(table).where(*as_read).values(values).execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    if not done.rowcount:
        raise RuleBroken(f"{what} has just been moved on by somebody else. Open it again to see where it is.")
    for name, value in values.items():
        setattr(row, name, value)
