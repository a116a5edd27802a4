"""One segment of the index in memory: its columns, and its postings decoded once. Its files never change."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from search_index import decoding
from search_index.caching import Cache
from search_index.decoding import Floats, Ids, Numbers
from search_index.documents import FACETS
from search_index.numbering import Mask, Numbering
from search_index.schema import NEVER, NUMBERS, UNKNOWN, spots_of
from search_index.synonyms import Phrase

SEGMENT_BYTES = 96_000_000
"""Of decoded postings and phrases, kept per segment; the least lately used go first."""
SHOWN_KEPT = 4_000
FURTHEST = 2**32
"""More than any position in a text."""


class Shown(NamedTuple):
    """What a result shows of a document."""

    reference: str
    title: str
    extract: str


@dataclass(slots=True)
class Segment:
    """One segment as columns; ids are local. `reader` is used only under `lock`: its file has one position."""

    reader: Any
    size: int
    facets: dict[str, Ids]
    numbers: dict[str, Numbers]
    tie: Numbers
    live: Mask
    lengths: dict[str, Floats]
    words: dict[str, int]
    spots: tuple[Ids, Floats, Floats]
    lock: threading.Lock = field(default_factory=threading.Lock)
    _decoded: Cache[tuple[Ids, Floats]] = field(default_factory=lambda: Cache(SEGMENT_BYTES))
    _phrases: Cache[Ids] = field(default_factory=lambda: Cache(SEGMENT_BYTES // 4))
    _shown: Cache[Shown] = field(default_factory=lambda: Cache(SHOWN_KEPT * 2_000))

    def postings(self, name: str, term: str) -> tuple[Ids, Floats]:
        """Ids that hold the term, ascending, and how often."""

        def decode() -> tuple[Ids, Floats]:
            with self.lock:
                return decoding.postings(self.reader, name, term)

        return self._decoded.get((name, term), decode, lambda found: found[0].nbytes + found[1].nbytes)

    def phrase(self, name: str, phrase: Phrase) -> Ids:
        """Ids that hold the terms one after the other; positions are read only where all terms are."""
        return self._phrases.get((name, phrase), lambda: self._find_phrase(name, phrase), lambda found: found.nbytes)

    def _find_phrase(self, name: str, phrase: Phrase) -> Ids:
        steps = [(step, term) for step, term in enumerate(phrase) if term]
        together = reduce(_both, sorted((self.postings(name, term)[0] for _, term in steps), key=len))
        if not len(together) or len(steps) == 1:
            return together
        begins: Numbers | None = None
        for step, term in steps:
            with self.lock:
                places = decoding.places(self.reader, name, term, together)
            owners = np.repeat(np.arange(len(places), dtype=np.int64), [len(each) for each in places])
            here = owners * FURTHEST + np.fromiter(chain.from_iterable(places), np.int64, len(owners)) - step
            begins = here if begins is None else np.intersect1d(begins, here, assume_unique=True)
        assert begins is not None
        found: Ids = together[np.unique(begins // FURTHEST)]
        return found

    def shown(self, number: int) -> Shown:
        """What a result shows of a document."""

        def read() -> Shown:
            with self.lock:
                return Shown(*self.reader.stored_fields(number)["shown"])

        return self._shown.get(number, read, lambda found: 2_000)


def read_segment(reader: Any, numbering: dict[str, Numbering]) -> Segment:
    """Load one segment's columns; `reader` is a Whoosh reader of that segment."""
    packed, distinct = decoding.values(reader, "spots")
    held = [spots_of(value) for value in distinct]
    many = np.array([len(spots) for spots in held], np.int64)
    ids = np.repeat(np.arange(len(packed), dtype=np.int32), many[packed])
    flat = [spot for code in packed.tolist() if many[code] for spot in held[code]]
    spots = np.array(flat, np.float64).reshape(-1, 2).astype(np.float32)
    numbers = {name: decoding.numbers(reader, name) for name in NUMBERS}
    numbers["closing"] = np.where(numbers["closing"] == UNKNOWN, NEVER, numbers["closing"])
    facets = {}
    for name in FACETS:
        codes, values = decoding.values(reader, name)
        facets[name] = np.array([numbering[name].code(value) for value in values], np.int32)[codes]
    return Segment(
        reader=reader,
        size=reader.doc_count_all(),
        facets=facets,
        numbers=numbers,
        tie=decoding.numbers(reader, "tie"),
        live=decoding.numbers(reader, "live") == 1,
        lengths={name: decoding.lengths(reader, name) for name in ("text", "title")},
        words={name: int(reader.field_length(name)) for name in ("text", "title")},
        spots=(ids, spots[:, 0], spots[:, 1]),
    )


def _both(one: Ids, other: Ids) -> Ids:
    """What is in both of two ascending arrays; quick when the first is the shorter."""
    if not len(one) or not len(other):
        return one[:0]
    at = np.searchsorted(other, one)
    at[at == len(other)] = 0
    met: Ids = one[other[at] == one]
    return met
