"""Who reads the public pages: a visitor, a member in standing, or one whose membership has lapsed."""

from __future__ import annotations

from portal.accounts.guards import person_if_any
from portal.web.reader import Reader


def find_reader() -> Reader:
    """The reader behind this request."""
    person = person_if_any()
    return Reader() if person is None else Reader(person.id)
