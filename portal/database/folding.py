"""Finding words whatever their accents and case, on both databases: "zoe" finds Zoë, and "ŵyn" finds Wyn.

PostgreSQL's own way (the extension `unaccent`) needs a superuser to install it, so both databases are given one table of
letters.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_WITHOUT_PARTS = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "’": "'"}
"""Letters that Unicode does not take apart, and the curly apostrophe of O’Neill."""


def _plain_letters() -> dict[str, str]:
    found = {letter: plain for lower, plain in _WITHOUT_PARTS.items() for letter in (lower, lower.upper())}
    for letter in map(chr, [*range(0xC0, 0x180), *range(0x1E00, 0x1F00)]):
        base = unicodedata.normalize("NFKD", letter)[0].lower()
        if base.isascii() and base.isalpha():
            found[letter] = base
    return {letter: plain for letter, plain in found.items() if not letter.isascii()}


PLAIN = _plain_letters()
"""A letter with a mark, or set apart, and the one that people type for it: Latin, Welsh included. Capitals stand beside
small letters because PostgreSQL's `lower` knows ASCII only in a database whose locale is C."""
_TABLE = str.maketrans(PLAIN)


def fold(text: str) -> str:
    """Lower case without accents, as `folded` makes it in the database."""
    # Four in five names are plain, and a search asks this of each: without the table it takes a tenth of the time.
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).translate(_TABLE).lower()


class folded(FunctionElement[str]):
    """A column in lower case without accents."""

    type = String()
    inherit_cache = True
    name = "folded"


@compiles(folded, "sqlite")
def _in_sqlite(element: folded, compiler: Any, **more: Any) -> str:
    return f"folded({compiler.process(element.clauses, **more)})"


@compiles(folded, "postgresql")
def _in_postgresql(element: folded, compiler: Any, **more: Any) -> str:
    marked, plain = "".join(PLAIN), "".join(PLAIN.values()).replace("'", "''")
    return f"lower(translate(normalize({compiler.process(element.clauses, **more)}), '{marked}', '{plain}'))"


def register(connection: sqlite3.Connection) -> None:
    """Teach a connection of SQLite the function."""
    connection.create_function("folded", 1, lambda text: None if text is None else fold(text), deterministic=True)


def holds(column: Any, word: str) -> ColumnElement[bool]:
    """Whether a column holds what was typed, somewhere, whatever the case and the accents of both."""
    return folded(column).contains(fold(word), autoescape=True)
