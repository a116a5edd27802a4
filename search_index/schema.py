"""The Whoosh schema, and how a document becomes its fields.

Words are searched; everything else is a column, which is half the size of a searchable field and read as one array.
A facet with several values is one column of their combination, since few combinations are ever used.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from whoosh import columns, fields, formats

from search_index.analysis import composed, split, term
from search_index.documents import FACETS, SINGLE_FACETS, VacancyDocument

SCHEMA_VERSION = 2
GAP = 50
"""Positions between title, employer, keywords and description, so that no phrase crosses from one to the next."""
EXTRACT = 1_500
"""Characters of the description that are stored for extracts."""
NUMBERS = ("pay_minimum", "pay_maximum", "posted", "first_seen", "closing")
UNKNOWN = -1
NEVER = 2**62
BETWEEN = "\x1f"
_SPOT = struct.Struct("!ii")
SCALE = 100_000
"""A degree in the stored coordinates' units: a metre."""


_encode = formats.Positions().encode


@lru_cache(maxsize=20_000)
def _once(place: int) -> bytes:
    return _encode([place])  # type: ignore[no-any-return]


class Words(fields.TEXT):  # type: ignore[misc]
    """A text given as the words of its parts, with positions. Yields postings directly: Token objects cost as much as all the rest."""

    def __init__(self) -> None:
        super().__init__(stored=False, phrase=True)

    def index(self, value: Any, **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for word, places in positions(value).items():
            count = len(places)
            yield word.encode(), count, float(count), _once(places[0]) if count == 1 else _encode(places)


def positions(parts: Iterable[list[str]]) -> dict[str, list[int]]:
    """Each term's places; every word takes a place, indexed or not, and each part begins well after the one before."""
    found: dict[str, list[int]] = {}
    at = 0
    for standing in parts:
        for place, word in enumerate(standing, at):
            indexed = term(word)
            if indexed:
                known = found.get(indexed)
                if known is None:
                    found[indexed] = [place]
                else:
                    known.append(place)
        at += len(standing) + GAP
    return found


def schema() -> fields.Schema:
    """Words with positions; the title's words again, for their weight; columns; what a result shows, stored."""
    return fields.Schema(
        reference=fields.ID(unique=True),
        text=Words(),
        title=Words(),
        shown=fields.STORED,
        live=fields.COLUMN(columns.NumericColumn("B", default=0)),
        tie=fields.COLUMN(columns.NumericColumn("q", default=0)),
        spots=fields.COLUMN(columns.RefBytesColumn()),
        **{name: fields.COLUMN(columns.RefBytesColumn()) for name in FACETS},
        **{name: fields.COLUMN(columns.NumericColumn("q", default=UNKNOWN)) for name in NUMBERS},
    )


def words_of(document: VacancyDocument) -> list[list[str]]:
    """The words of each part of a document's searched text, the title's first."""
    parts = (document.title, document.employer, document.keywords, document.description)
    return [split(composed(part)) for part in parts]


def fields_of(document: VacancyDocument, words: list[list[str]]) -> dict[str, Any]:
    """The fields that Whoosh writes for a document of these words."""
    values: dict[str, Any] = {
        "reference": document.reference,
        "text": words,
        "title": words[:1],
        "shown": (document.reference, document.title, document.description[:EXTRACT]),
        "live": int(document.status == "live"),
        "tie": _tie(document.reference),
        "spots": b"".join(_SPOT.pack(round(lat * SCALE), round(lon * SCALE)) for lat, lon in document.coordinates),
    }
    for name in FACETS:
        value = getattr(document, name)
        values[name] = ((value or "") if name in SINGLE_FACETS else BETWEEN.join(value)).encode()
    for name in NUMBERS:
        number = getattr(document, name)
        values[name] = UNKNOWN if number is None else number
    return values


def spots_of(packed: bytes) -> list[tuple[float, float]]:
    """The coordinates that `fields_of` packed."""
    return [(lat / SCALE, lon / SCALE) for lat, lon in _SPOT.iter_unpack(packed)]


def _tie(reference: str) -> int:
    """A number that puts equals into an order that outlives merges and rebuilds: the reference's own."""
    return int.from_bytes(reference.encode()[:7].ljust(7, b"\0"), "big")
