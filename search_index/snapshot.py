"""One immutable view of the index in memory: columns, and postings decoded once per segment.

A segment's files never change, so its columns and decoded postings are kept and used again by every later snapshot.
A *scope* is the part of a snapshot that a search looks at, the open vacancies or all, with its documents numbered from 0:
a search among twenty thousand open vacancies costs the same however large the archive behind them is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

import numpy as np

from search_index.caching import Cache
from search_index.decoding import Floats, Ids, Numbers
from search_index.documents import FACETS
from search_index.numbering import Mask, Numbering
from search_index.schema import NUMBERS
from search_index.segments import Segment, Shown
from search_index.synonyms import Phrase
from search_index.vocabulary import Vocabulary

SCOPE_BYTES = 64_000_000
B, K1 = 0.75, 1.2


class Posting(NamedTuple):
    """A term's documents in a scope, ascending, and what it adds to the score of each."""

    ids: Ids
    scores: Floats


class Scope:
    """Some documents of a snapshot, numbered from 0: their columns, and the index's words in terms of them."""

    def __init__(self, snapshot: Snapshot, kept: list[Ids]) -> None:
        self._snapshot = snapshot
        self._kept = kept
        segments = snapshot.segments
        self._offsets = np.cumsum([0, *(len(ids) for ids in kept)])
        self.size = int(self._offsets[-1])
        self._numbers_here = [
            _lookup(segment.size, ids, int(offset))
            for segment, ids, offset in zip(segments, kept, self._offsets, strict=False)
        ]
        pairs = list(zip(segments, kept, strict=True))
        self.facets: dict[str, Ids] = {
            name: _joined([segment.facets[name][ids] for segment, ids in pairs], np.int32) for name in FACETS
        }
        self.numbers: dict[str, Numbers] = {
            name: _joined([segment.numbers[name][ids] for segment, ids in pairs], np.int64) for name in NUMBERS
        }
        self.tie: Numbers = _joined([segment.tie[ids] for segment, ids in pairs], np.int64)
        self.spot_ids, self.spot_lat, self.spot_lon = self._spots()
        self._postings: Cache[Posting] = Cache(SCOPE_BYTES)
        self._found: Cache[Any] = Cache(SCOPE_BYTES // 2)

    def _spots(self) -> tuple[Ids, Any, Any]:
        ids, lat, lon = [], [], []
        for segment, here in zip(self._snapshot.segments, self._numbers_here, strict=True):
            mapped = here[segment.spots[0]]
            held = mapped >= 0
            ids.append(mapped[held])
            lat.append(segment.spots[1][held])
            lon.append(segment.spots[2][held])
        return (
            _joined(ids, np.int32),
            np.radians(_joined(lat, np.float64)),
            np.radians(_joined(lon, np.float64)),
        )

    def remembered(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """An array that is made once for this scope."""
        return self._found.get(key, make, lambda found: int(found.nbytes))

    def term(self, name: str, term: str) -> Posting:
        """The documents that hold a term, with Whoosh's BM25F of the term in each."""
        return self._postings.get(
            (name, term), lambda: self._term(name, term), lambda found: found.ids.nbytes + found.scores.nbytes
        )

    def _term(self, name: str, term: str) -> Posting:
        snapshot = self._snapshot
        decoded = [segment.postings(name, term) for segment in snapshot.segments]
        held_by = sum(len(ids) for ids, _ in decoded)
        if not held_by:
            return Posting(np.empty(0, np.int32), np.empty(0, np.float32))
        rarity = math.log(snapshot.size / (held_by + 1)) + 1
        ids, scores = [], []
        for segment, here, (local, often) in zip(snapshot.segments, self._numbers_here, decoded, strict=True):
            mapped = here[local]
            held = mapped >= 0
            lengths = segment.lengths[name][local[held]]
            often = often[held]
            ids.append(mapped[held])
            scores.append(rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * lengths / snapshot.average[name])))
        return Posting(_joined(ids, np.int32), _joined(scores, np.float32))

    def of_reference(self, reference: str) -> Ids:
        """The document of this reference, if it is in the scope."""
        held = [segment.postings("reference", reference)[0] for segment in self._snapshot.segments]
        mapped = [here[ids] for here, ids in zip(self._numbers_here, held, strict=True)]
        return _joined([ids[ids >= 0] for ids in mapped], np.int32)  # type: ignore[no-any-return]

    def phrase(self, name: str, phrase: Phrase) -> Ids:
        """The documents that hold the terms one after the other."""
        if len(phrase) == 1:
            return self.term(name, phrase[0]).ids

        def find() -> Ids:
            parts = []
            for segment, here in zip(self._snapshot.segments, self._numbers_here, strict=True):
                mapped = here[segment.phrase(name, phrase)]
                parts.append(mapped[mapped >= 0])
            return _joined(parts, np.int32)  # type: ignore[no-any-return]

        return self.remembered(("phrase", name, phrase), find)  # type: ignore[no-any-return]

    def prefix(self, name: str, prefix: str) -> Ids:
        """The documents that hold a word of the kinds that begin so."""

        def find() -> Ids:
            found = np.zeros(self.size, np.bool_)
            for term in self._snapshot.expanded(prefix):
                found[self.term(name, term).ids] = True
            return np.flatnonzero(found).astype(np.int32)

        return self.remembered(("prefix", name, prefix), find)  # type: ignore[no-any-return]

    def shown(self, number: int) -> Shown:
        """What a result shows of a document."""
        at = int(np.searchsorted(self._offsets, number, side="right")) - 1
        return self._snapshot.segments[at].shown(int(self._kept[at][number - int(self._offsets[at])]))


class Snapshot:
    """All of the index at one generation."""

    def __init__(
        self,
        generation: object,
        parts: list[tuple[Segment, set[int]]],
        numbering: dict[str, Numbering],
        vocabulary: Vocabulary,
    ) -> None:
        self.generation = generation
        self.segments = [segment for segment, _ in parts]
        self.numbering = numbering
        self.vocabulary = vocabulary
        self.size = sum(segment.size for segment in self.segments)
        self.average = {
            name: sum(segment.words[name] for segment in self.segments) / max(1, self.size) or 1.0
            for name in ("text", "title")
        }
        self._there = [_without(segment.size, deleted) for segment, deleted in parts]
        self.count = int(sum(mask.sum() for mask in self._there))
        self.open = Scope(self, [_ids(mask & part.live) for mask, part in zip(self._there, self.segments, strict=True)])
        self._all: Scope | None = None
        self._expanded: Cache[list[str]] = Cache(4_000_000)
        self._spellings: list[str] | None = None

    def scope(self, *, closed: bool) -> Scope:
        """The open vacancies, or the closed ones too."""
        if not closed:
            return self.open
        if self._all is None:
            self._all = Scope(self, [_ids(mask) for mask in self._there])
        return self._all

    def expanded(self, prefix: str) -> list[str]:
        """The terms of all words that begin so."""

        def expand() -> list[str]:
            from search_index.analysis import typed_term

            return list(
                dict.fromkeys(found for word in self.vocabulary.beginning(prefix) if (found := typed_term(word)))
            )

        return self._expanded.get(prefix, expand, lambda found: 80 * len(found))

    def spellings(self, most: int) -> list[str]:
        """The commonest words, for suggestions."""
        if self._spellings is None:
            self._spellings = self.vocabulary.common(most)
        return self._spellings

    def references(self) -> list[str]:
        """References of all documents."""
        scope = self.scope(closed=True)
        return [scope.shown(number).reference for number in range(scope.size)]


def _lookup(size: int, ids: Ids, offset: int) -> Ids:
    here = np.full(size, -1, np.int32)
    here[ids] = np.arange(offset, offset + len(ids), dtype=np.int32)
    return here


def _without(size: int, deleted: set[int]) -> Mask:
    mask = np.ones(size, np.bool_)
    if deleted:
        mask[list(deleted)] = False
    return mask


def _ids(mask: Mask) -> Ids:
    return np.flatnonzero(mask).astype(np.int32)


def _joined(parts: list[Any], kind: Any) -> Any:
    if len(parts) == 1:
        return parts[0].astype(kind, copy=False)
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.empty(0, kind)
