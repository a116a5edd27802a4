"""Rows by the thousand, written straight: the chance that decides, the ids and references in use, the day it is dated from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select

from portal.database.base import db
from portal.foundation import clock
from portal.foundation.identifiers import ALPHABET, LENGTH

SPACING = 7_919_777_777
"""Prime to the number of references, so that counting in steps of it meets each once."""

Tell = Callable[[str, int], None]


class Bulk:
    """One making. Everything that is left to chance comes out the same each time."""

    def __init__(self, progress: Tell) -> None:
        self.chance = random.Random(20_26)
        self.now = clock.now().replace(minute=0, second=0, microsecond=0)
        self.today = clock.today()
        self._progress = progress
        self._references = _endless_references()
        self._next: dict[type, int] = {}

    def reference(self) -> str:
        """One that nothing has yet."""
        return next(self._references)

    def write(self, model: type, rows: Iterable[dict[str, Any]], what: str = "") -> None:
        """Insert a thousand at a time, without an object for each. All rows have the same keys."""
        waiting, count = iter(rows), 0
        while some := list(islice(waiting, 1_000)):
            db.session.execute(insert(model), some)
            count += len(some)
            if what:
                self._progress(what, count)

    def ids(self, model: Any, count: int) -> range:
        """So many ids that nothing has yet; on PostgreSQL they are the sequence's own, so that it stays ahead."""
        bind = db.session.get_bind()
        if bind.dialect.name == "postgresql":
            sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
            first = db.session.scalar(select(func.nextval(sequence))) or 1
            db.session.execute(select(func.setval(sequence, first + count - 1)))
            return range(first, first + count)
        first = self._next.get(model) or (db.session.scalar(select(func.max(model.id))) or 0) + 1
        self._next[model] = first + count
        return range(first, first + count)


def _endless_references() -> Iterator[str]:
    base, number = len(ALPHABET), 1
    while True:
        number = (number + SPACING) % base**LENGTH
        yield "".join(ALPHABET[number // base**place % base] for place in range(LENGTH))
