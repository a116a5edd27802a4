"""What an evidence pack consists of, before it is printed and packed. Nothing here knows where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings: a CSV file called `name`; printed too unless it says the same as entries beside it."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of its own in a section, such as one application, told in lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack; `none` is said where there is nothing in it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    entries: tuple[Entry, ...] = ()
    none: str = "Nothing."

    @property
    def is_empty(self) -> bool:
        return not (self.paragraphs or self.entries or any(each.rows for each in self.tables))


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack. `texts` are files of plain words, by name; `notice` says what is in it and what is not."""

    title: str
    client: str
    reference: str
    notice: str
    made_at: datetime
    sections: tuple[Section, ...]
    texts: tuple[tuple[str, str], ...] = ()

    def tables(self) -> Iterator[Table]:
        """Every table, in order."""
        for section in self.sections:
            yield from section.tables

    @property
    def steps(self) -> int:
        """How many sections and entries are printed, for saying how far the printing is."""
        return len(self.sections) + sum(len(each.entries) for each in self.sections)
