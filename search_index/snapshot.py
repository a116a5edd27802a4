"""One immutable view of the index in memory: columns over all segments, and postings decoded once per segment.

A segment's files never change, so its columns and decoded postings are kept and reused by every later snapshot;
only its deletions change, and they are a mask. Values are numbered in shared, append-only tables.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_index.analysis import words
from search_index.documents import MULTI_FACETS, SINGLE_FACETS

NUMBERS = ("pay_minimum", "pay_maximum", "posted", "first_seen", "closing")
UNKNOWN = -1
NEVER = 2**62
POSTINGS_KEPT = 4_000

Ids = NDArray[np.int32]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


class Numbering:
    """Values of a facet to small numbers; only ever grows, so that old snapshots stay right."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.values: list[str] = []

    def code(self, value: str) -> int:
        known = self.codes.get(value)
        if known is None:
            known = len(self.values)
            self.values.append(value)
            self.codes[value] = known
        return known


@dataclass(slots=True)
class Segment:
    """One segment's documents as columns; ids are local. `reader` is used only under `lock`."""

    reader: Any
    size: int
    facts: list[dict[str, Any]]
    single: dict[str, NDArray[np.int32]]
    multi: dict[str, NDArray[np.uint64]]
    numbers: dict[str, NDArray[np.int64]]
    lengths: dict[str, Floats]
    spots: tuple[Ids, Floats, Floats]
    vocabulary: dict[str, int]
    lock: threading.Lock = field(default_factory=threading.Lock)
    _postings: OrderedDict[tuple[str, str], tuple[Ids, Floats]] = field(default_factory=OrderedDict)
    _positions: OrderedDict[str, dict[int, list[int]]] = field(default_factory=OrderedDict)

    def postings(self, name: str, term: str) -> tuple[Ids, Floats]:
        """Local ids that hold the term, ascending, and how often."""
        key = (name, term)
        with self.lock:
            known = self._postings.get(key)
            if known is not None:
                self._postings.move_to_end(key)
                return known
            ids: list[int] = []
            weights: list[float] = []
            if (name, term) in self.reader:
                matcher = self.reader.postings(name, term)
                while matcher.is_active():
                    ids.append(matcher.id())
                    weights.append(matcher.weight())
                    matcher.next()
            found = (np.array(ids, np.int32), np.array(weights, np.float32))
            self._postings[key] = found
            if len(self._postings) > POSTINGS_KEPT:
                self._postings.popitem(last=False)
            return found

    def positions(self, term: str) -> dict[int, list[int]]:
        """Local id to the term's positions in the text."""
        with self.lock:
            known = self._positions.get(term)
            if known is None:
                known = {}
                if ("text", term) in self.reader:
                    matcher = self.reader.postings("text", term)
                    while matcher.is_active():
                        known[matcher.id()] = list(matcher.value_as("positions"))
                        matcher.next()
                self._positions[term] = known
                if len(self._positions) > 400:
                    self._positions.popitem(last=False)
            return known

    def expand(self, prefix: str, limit: int = 200) -> list[str]:
        """Terms of the text that begin with the prefix."""
        with self.lock:
            found = []
            for raw in self.reader.expand_prefix("text", prefix):
                found.append(raw.decode() if isinstance(raw, bytes) else str(raw))
                if len(found) >= limit:
                    break
            return found


def read_segment(reader: Any, numberings: dict[str, Numbering]) -> Segment:
    """Load one segment's columns; `reader` is a Whoosh leaf reader of that segment."""
    size = reader.doc_count_all()
    facts = [reader.stored_fields(number).get("facts") or {} for number in range(size)]
    single = {name: np.full(size, UNKNOWN, np.int32) for name in SINGLE_FACETS}
    multi = {name: np.zeros(size, np.uint64) for name in MULTI_FACETS}
    numbers = {name: np.full(size, UNKNOWN, np.int64) for name in NUMBERS}
    spot_ids: list[int] = []
    latitudes: list[float] = []
    longitudes: list[float] = []
    vocabulary: dict[str, int] = {}
    for number, fact in enumerate(facts):
        for name in SINGLE_FACETS:
            if fact.get(name):
                single[name][number] = numberings[name].code(fact[name])
        for name in MULTI_FACETS:
            for value in fact.get(name) or ():
                code = numberings[name].code(value)
                if code < 64:
                    multi[name][number] |= np.uint64(1 << code)
        for name in NUMBERS:
            if fact.get(name) is not None:
                numbers[name][number] = fact[name]
        for lat, lon in fact.get("coordinates") or ():
            spot_ids.append(number)
            latitudes.append(lat)
            longitudes.append(lon)
        for word in {word for word, _, _ in words(f"{fact.get('title', '')} {fact.get('employer', '')}")}:
            vocabulary[word] = vocabulary.get(word, 0) + 1
    numbers["closing"][numbers["closing"] == UNKNOWN] = NEVER
    lengths = {
        name: np.array([reader.doc_field_length(number, name, 0) or 0 for number in range(size)], np.float32)
        for name in ("text", "title")
    }
    spots = (np.array(spot_ids, np.int32), np.array(latitudes, np.float32), np.array(longitudes, np.float32))
    return Segment(reader, size, facts, single, multi, numbers, lengths, spots, vocabulary)


class Snapshot:
    """All live documents at one generation. Ids are global: a segment's local ids after those of the segments before."""

    def __init__(self, generation: object, parts: list[tuple[Segment, Mask]], numberings: dict[str, Numbering]) -> None:
        self.generation = generation
        self.segments = [segment for segment, _ in parts]
        self.offsets = np.cumsum([0, *(segment.size for segment in self.segments)])
        self.size = int(self.offsets[-1])
        self.numberings = numberings
        self.live = _joined([mask for _, mask in parts], np.bool_)
        self.open = self.live & np.array(
            [fact.get("status") == "live" for segment in self.segments for fact in segment.facts], np.bool_
        )
        self.single = {name: _joined([s.single[name] for s in self.segments], np.int32) for name in SINGLE_FACETS}
        self.multi = {name: _joined([s.multi[name] for s in self.segments], np.uint64) for name in MULTI_FACETS}
        self.numbers = {name: _joined([s.numbers[name] for s in self.segments], np.int64) for name in NUMBERS}
        self.lengths = {
            name: _joined([s.lengths[name] for s in self.segments], np.float32) for name in ("text", "title")
        }
        self.average = {name: float(lengths.mean()) if self.size else 1.0 for name, lengths in self.lengths.items()}
        self.spot_ids = _joined(
            [s.spots[0] + offset for s, offset in zip(self.segments, self.offsets, strict=False)], np.int64
        )
        self.spot_lat = np.radians(_joined([s.spots[1] for s in self.segments], np.float64))
        self.spot_lon = np.radians(_joined([s.spots[2] for s in self.segments], np.float64))
        self.vocabulary: dict[str, int] = {}
        for segment in self.segments:
            for word, times in segment.vocabulary.items():
                self.vocabulary[word] = self.vocabulary.get(word, 0) + times
        self.cache: OrderedDict[object, Any] = OrderedDict()
        self.lock = threading.Lock()

    def facts(self, number: int) -> dict[str, Any]:
        """The stored facts of a document."""
        at = int(np.searchsorted(self.offsets, number, side="right")) - 1
        return self.segments[at].facts[number - int(self.offsets[at])]

    def postings(self, name: str, term: str) -> tuple[Ids, Floats]:
        """Global ids that hold the term, ascending, and how often; deleted documents may still be among them."""
        parts = [segment.postings(name, term) for segment in self.segments]
        if len(parts) == 1:
            return parts[0]
        return (
            np.concatenate(
                [ids + np.int32(offset) for (ids, _), offset in zip(parts, self.offsets, strict=False)]
                or [np.empty(0, np.int32)]
            ),
            np.concatenate([weights for _, weights in parts] or [np.empty(0, np.float32)]),
        )

    def references(self) -> list[str]:
        """References of all live documents."""
        return [self.facts(int(number))["reference"] for number in np.flatnonzero(self.live)]


def _joined(parts: list[Any], kind: Any) -> Any:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.empty(0, kind)
