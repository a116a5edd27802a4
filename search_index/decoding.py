"""Whoosh's files as arrays. The only module that knows Whoosh's private names, each with a slower public way beside it.

Whoosh gives postings and columns one value at a time, which costs a hundred times what the arrays do. Its third codec
keeps postings in blocks of (id differences, weights, values) and a numeric column as one packed array; both are read
here whole. `tests/search_index/test_decoding.py` compares both ways, so that a Whoosh which renames something shows at once,
and the fast way gives in to the slow one by itself (`fast()` says which is in use).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length

Ids = NDArray[np.int32]
Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Answer = TypeVar("Answer")

log = logging.getLogger(__name__)
_LENGTHS = np.array([byte_to_length(number) for number in range(256)], np.float32)
_PACKED = {"B": "u1", "q": ">i8"}
_PRIVATE_NAMES_GONE = (AttributeError, TypeError, KeyError, NotImplementedError)
_given_up: set[str] = set()
POSITIONS_KEPT = 100_000
_positions: dict[bytes, list[int]] = {}


def fast() -> bool:
    """Whether Whoosh's private names are all still there, as far as they were used."""
    return not _given_up


def _either(name: str, quick: Callable[[], Answer], plain: Callable[[], Answer]) -> Answer:
    if name not in _given_up:
        try:
            return quick()
        except _PRIVATE_NAMES_GONE as problem:
            answer = plain()  # a torn file fails here too, and is then no reason to give up
            _given_up.add(name)
            log.warning("index.decoding_slow", extra={"what": name, "problem": repr(problem)})
            return answer
    return plain()


def postings(reader: Any, name: str, term: str) -> tuple[Ids, Floats]:
    """Local ids that hold the term, ascending, deleted ones among them, and how often."""
    try:
        return _either("postings", lambda: _blocks(reader, name, term), lambda: _one_by_one(reader, name, term))
    except TermNotFound:
        return np.empty(0, np.int32), np.empty(0, np.float32)


def _matcher(reader: Any, name: str, term: str) -> Any:
    matcher = reader.postings(name, term.encode())
    if hasattr(matcher, "child"):  # unwrapped of what hides deleted documents, so that postings never change
        matcher = matcher.child
        matcher.reset()
    return matcher


def _blocks(reader: Any, name: str, term: str) -> tuple[Ids, Floats]:
    matcher = _matcher(reader, name, term)
    if not hasattr(matcher, "_read_data"):
        return _walked(matcher)
    ids, weights = [], []
    while not matcher._atend:
        matcher._read_data()
        steps, weight = matcher._data[0], matcher._data[1]
        ids.append(np.array(steps, np.int32).cumsum(dtype=np.int32))
        weights.append(
            np.full(len(steps), 1.0 if weight is None else weight, np.float32)
            if weight is None or isinstance(weight, float)
            else np.array(weight, np.float32)
        )
        matcher._next_block()
    return np.concatenate(ids), np.concatenate(weights)


def _one_by_one(reader: Any, name: str, term: str) -> tuple[Ids, Floats]:
    return _walked(_matcher(reader, name, term))


def _walked(matcher: Any) -> tuple[Ids, Floats]:
    ids: list[int] = []
    weights: list[float] = []
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return np.array(ids, np.int32), np.array(weights, np.float32)


def places(reader: Any, name: str, term: str, wanted: Ids) -> list[list[int]]:
    """The term's positions in each of the wanted documents, which all hold it."""
    return _either(
        "places",
        lambda: _places_by_blocks(reader, name, term, wanted),
        lambda: _places_one_by_one(reader, name, term, wanted),
    )


def _places_by_blocks(reader: Any, name: str, term: str, wanted: Ids) -> list[list[int]]:
    matcher = _matcher(reader, name, term)
    if not hasattr(matcher, "_read_data"):
        return _places_walked(matcher, wanted)
    decode = _remembering(matcher.format.decode_positions)
    found: list[list[int]] = []
    at = 0
    while not matcher._atend and at < len(wanted):
        last = matcher._maxid
        if last >= wanted[at]:
            matcher._read_data()
            ids = np.array(matcher._data[0], np.int32).cumsum(dtype=np.int32)
            until = int(np.searchsorted(wanted, last, side="right"))
            values = matcher._data[2]
            found += [decode(values[index]) for index in np.searchsorted(ids, wanted[at:until]).tolist()]
            at = until
        matcher._next_block()
    return found


def _remembering(decode: Callable[[bytes], list[int]]) -> Callable[[bytes], list[int]]:
    """The same function; the packed positions of a text's common words are few different ones."""

    def decoded(packed: bytes) -> list[int]:
        known = _positions.get(packed)
        if known is None:
            known = decode(packed)
            if len(_positions) < POSITIONS_KEPT:
                _positions[packed] = known
        return known

    return decoded


def _places_one_by_one(reader: Any, name: str, term: str, wanted: Ids) -> list[list[int]]:
    return _places_walked(_matcher(reader, name, term), wanted)


def _places_walked(matcher: Any, wanted: Ids) -> list[list[int]]:
    held = set(wanted.tolist())
    found = []
    while matcher.is_active():
        if matcher.id() in held:
            found.append(list(matcher.value_as("positions")))
        matcher.next()
    return found


def numbers(reader: Any, name: str) -> Numbers:
    """A numeric column, one number a document."""
    column = reader.column_reader(name)
    size = reader.doc_count_all()
    return _either("numbers", lambda: _packed(column, size), lambda: np.array(list(column)[:size], np.int64))


def _packed(column: Any, size: int) -> Numbers:
    column = column.raw_column() if hasattr(column, "raw_column") else column
    found = np.full(size, column._default, np.int64)
    if not hasattr(column, "_dbfile"):  # no document has a value
        return found
    known = min(column._count, size)
    raw = column._dbfile.get(column._basepos, known * column._fixedlen)
    found[:known] = np.frombuffer(raw, _PACKED[column._typecode])
    return found


def values(reader: Any, name: str) -> tuple[Ids, list[bytes]]:
    """A column of repeated values: each document's number in the list of distinct ones."""
    column = reader.column_reader(name)
    size = reader.doc_count_all()
    return _either("values", lambda: _references(column, size), lambda: _numbered(list(column)[:size]))


def _references(column: Any, size: int) -> tuple[Ids, list[bytes]]:
    column = column.raw_column() if hasattr(column, "raw_column") else column
    if not hasattr(column, "_uniques"):
        return _numbered([column[number] for number in range(size)])
    raw = column._dbfile.get(column._basepos, size * column._itemsize)
    return np.frombuffer(raw, "u1" if column._itemsize == 1 else ">u2").astype(np.int32), list(column._uniques)


def _numbered(each: list[bytes]) -> tuple[Ids, list[bytes]]:
    codes: dict[bytes, int] = {}
    found = np.array([codes.setdefault(value, len(codes)) for value in each], np.int32)
    return found, list(codes)


def lengths(reader: Any, name: str) -> Floats:
    """How many words each document's field has, as roughly as Whoosh keeps it."""
    size = reader.doc_count_all()

    def one_by_one() -> Floats:
        return np.array([reader.doc_field_length(number, name, 0) or 0 for number in range(size)], np.float32)

    def whole() -> Floats:
        from whoosh.codec.whoosh3 import LENGTHS_COLUMN

        column = reader._perdoc._cached_reader(f"_{name}_len", LENGTHS_COLUMN)
        if column is None:
            return np.zeros(size, np.float32)
        return _LENGTHS[_packed(column, size)]

    return _either("lengths", whole, one_by_one)


def leaves(index: Any, known: dict[str, Any]) -> list[tuple[str, Any, set[int]]]:
    """Each segment's name, reader and deleted local ids; a reader in `known` is used again, since segments never change."""

    def newly_opened() -> list[tuple[str, Any, set[int]]]:
        from whoosh.reading import SegmentReader

        contents = index._read_toc()
        found = []
        for segment in contents.segments:
            name = segment.segment_id()
            reader = known.get(name) or SegmentReader(
                index.storage, contents.schema, segment, generation=contents.generation
            )
            found.append((name, reader, set(segment.deleted_docs())))
        return found

    def all_opened() -> list[tuple[str, Any, set[int]]]:
        reader = index.reader()
        opened = [leaf for leaf, _ in reader.leaf_readers()] if reader.doc_count_all() else []
        return [(leaf.segment().segment_id(), leaf, set(leaf.segment().deleted_docs())) for leaf in opened]

    return _either("leaves", newly_opened, all_opened)
