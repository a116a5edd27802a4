"""A search: filters, words, counts, order, one page; over the newest snapshot that could be read."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np

from search_index import facets, ranking
from search_index.documents import MULTI_FACETS, SINGLE_FACETS, WIDER_MILES, Hit, SearchPage, SearchRequest
from search_index.errors import IndexBroken, IndexMissing
from search_index.highlighting import extract, marked
from search_index.querying import Query, understand
from search_index.snapshot import UNKNOWN, Ids, Mask, Numbering, Segment, Snapshot, read_segment
from search_index.suggesting import suggest
from search_index.writing import live_folder, open_whoosh

FEW = 3
CHECK_SECONDS = 0.2
RESULTS_KEPT = 512
MAX_PAGE = 500


class SearchIndex:
    """Answers searches from memory; one per process, shared by its threads, opened after a fork on first use."""

    def __init__(self, folder: Path, *, keep_results: bool = True) -> None:
        self._folder = folder
        self._keep_results = keep_results
        self._snapshot: Snapshot | None = None
        self._segments: dict[str, Segment] = {}
        self._numberings = {name: Numbering() for name in SINGLE_FACETS + MULTI_FACETS}
        self._results: OrderedDict[object, SearchPage] = OrderedDict()
        self._refreshing = threading.Lock()
        self._checked = 0.0
        self._process = os.getpid()

    def snapshot(self) -> Snapshot:
        """The newest snapshot; when the files cannot be read just now, the one before. Raises IndexMissing or IndexBroken
        only when there is none at all."""
        if os.getpid() != self._process:
            self.__init__(self._folder, keep_results=self._keep_results)  # type: ignore[misc]
        now = time.monotonic()
        if self._snapshot is not None and now - self._checked < CHECK_SECONDS:
            return self._snapshot
        if not self._refreshing.acquire(blocking=self._snapshot is None):
            assert self._snapshot is not None
            return self._snapshot
        try:
            self._refresh()
            self._checked = time.monotonic()
        except (IndexMissing, IndexBroken):
            self._checked = time.monotonic()
            if self._snapshot is None:
                raise
        finally:
            self._refreshing.release()
        assert self._snapshot is not None
        return self._snapshot

    def _refresh(self) -> None:
        build = live_folder(self._folder)
        for attempt in range(4):
            try:
                index = open_whoosh(build)
                generation = (build.name, index.latest_generation())
                if self._snapshot is not None and self._snapshot.generation == generation:
                    return
                parts = self._read(build.name, index)
                if index.latest_generation() == generation[1]:
                    self._snapshot = Snapshot(generation, parts, self._numberings)
                    self._results.clear()
                    return
            except IndexBroken:
                if attempt == 3:
                    raise
            except Exception as problem:
                # A merge may delete files while they are read; the next attempt sees the new table of contents.
                if attempt == 3:
                    raise IndexBroken(f"The search index cannot be read ({type(problem).__name__}).") from problem
            time.sleep(0.02)
        raise IndexBroken("The search index changed faster than it could be read.")

    def _read(self, build: str, index: Any) -> list[tuple[Segment, Mask]]:
        reader = index.reader()
        leaves = [leaf for leaf, _ in reader.leaf_readers()] if reader.doc_count_all() else []
        parts: list[tuple[Segment, Mask]] = []
        kept: dict[str, Segment] = {}
        for leaf in leaves:
            name = f"{build}/{leaf.segment().segment_id()}"
            segment = self._segments.get(name) or read_segment(leaf, self._numberings)
            kept[name] = segment
            mask = np.ones(segment.size, np.bool_)
            deleted = list(leaf.segment().deleted_docs())
            mask[deleted] = False
            parts.append((segment, mask))
        self._segments = kept
        return parts

    def search(self, request: SearchRequest) -> SearchPage:
        """One page of results. Raises QueryRefused for words that cannot be searched for."""
        snapshot = self.snapshot()
        key = (snapshot.generation, request)
        known = self._results.get(key) if self._keep_results else None
        if known is not None:
            return known
        page = _search(snapshot, request)
        if self._keep_results:
            self._results[key] = page
            if len(self._results) > RESULTS_KEPT:
                self._results.popitem(last=False)
        return page

    def similar(self, reference: str, *, now: int, limit: int = 5) -> tuple[str, ...]:
        """References of open vacancies that share the title's rarest words, the family and the level."""
        snapshot = self.snapshot()
        numbers = [number for number in _ids_of(snapshot, reference) if snapshot.live[number]]
        if not numbers:
            return ()
        me = numbers[-1]
        total = np.zeros(snapshot.size, np.float32)
        for found in understand(snapshot.facts(me)["title"].replace('"', " ")).wanted:
            ids, frequencies = snapshot.postings("title", found)
            total[ids] += ranking.bm25(snapshot, "title", ids, frequencies)
        for name, weight in (("role", 3.0), ("family", 1.0), ("level", 0.7), ("sector", 0.5)):
            if snapshot.single[name][me] != UNKNOWN:
                total += weight * (snapshot.single[name] == snapshot.single[name][me])
        total[~(snapshot.open & (snapshot.numbers["closing"] > now))] = 0
        total[me] = 0
        best = np.argsort(-total, kind="stable")[:limit]
        return tuple(snapshot.facts(int(number))["reference"] for number in best if total[number] > 2.0)

    def references(self) -> list[str]:
        """References of every document, for comparing with the database."""
        return self.snapshot().references()

    def count(self) -> int:
        """How many documents are live in the index."""
        return int(self.snapshot().live.sum())


def _ids_of(snapshot: Snapshot, reference: str) -> list[int]:
    return snapshot.postings("reference", reference)[0].tolist()  # type: ignore[no-any-return]


def _search(snapshot: Snapshot, request: SearchRequest) -> SearchPage:
    query = understand(request.words)
    base = _base(snapshot, request)
    matched = ranking.matching(snapshot, query)
    if matched is not None:
        base = base & matched
    masks = facets.filter_masks(snapshot, request)
    miles = facets.distances(snapshot, request.near) if request.near else None
    chosen = reduce(np.logical_and, masks.values(), base)
    stated, unstated = _pay(snapshot, request)
    everywhere = chosen & (unstated if request.pay_unstated else stated)
    inside = everywhere & (miles <= request.within) if miles is not None and request.within else everywhere
    counted = base & (unstated if request.pay_unstated else stated)
    if miles is not None and request.within:
        counted = counted & (miles <= request.within)
        unstated = unstated & (miles <= request.within)
    ids = np.flatnonzero(inside).astype(np.int32)
    total = len(ids)
    pages = max(1, -(-total // request.per_page))
    page = min(max(1, request.page), pages, MAX_PAGE)
    ordered = _ordered(snapshot, request, query, ids, miles, top=page * request.per_page)
    shown = ordered[(page - 1) * request.per_page : page * request.per_page]
    return SearchPage(
        total=total,
        page=page,
        pages=pages,
        hits=_hits(snapshot, query, shown, miles),
        facets=facets.counts(snapshot, counted, masks),
        unstated=int((chosen & unstated).sum()) if request.pay_from else 0,
        wider=_wider(everywhere, miles, request) if miles is not None and request.within and total < FEW else (),
        suggestion=suggest(snapshot, request.words) if total < FEW and request.words.strip() else None,
        notice=query.notice,
    )


def _base(snapshot: Snapshot, request: SearchRequest) -> Mask:
    closing = snapshot.numbers["closing"]
    mask: Mask = snapshot.live.copy() if request.include_closed else snapshot.open & (closing > request.now)
    if request.posted_after is not None:
        mask &= np.maximum(snapshot.numbers["posted"], snapshot.numbers["first_seen"]) >= request.posted_after
    if request.closing_before is not None:
        mask &= closing <= request.closing_before
    return mask


def _pay(snapshot: Snapshot, request: SearchRequest) -> tuple[Mask, Mask]:
    """Those whose stated pay reaches the wish (all when there is none), and those that state none."""
    highest = snapshot.numbers["pay_maximum"]
    unstated = highest == UNKNOWN
    if request.pay_from is None:
        return np.ones(snapshot.size, np.bool_), unstated
    return highest >= request.pay_from, unstated


def _ordered(
    snapshot: Snapshot,
    request: SearchRequest,
    query: Query,
    ids: Ids,
    miles: Any,
    *,
    top: int,
) -> Ids:
    if not len(ids):
        return ids
    sort = request.sort
    if sort == "relevance" and not query.wanted and not query.prefixes:
        sort = "distance" if miles is not None else "newest"
    if sort == "distance" and miles is None:
        sort = "newest"
    newest = -np.maximum(snapshot.numbers["posted"][ids], 0).astype(np.float64)
    if sort == "relevance":
        keys = -ranking.scores(snapshot, query, ids).astype(np.float64)
    elif sort == "closing":
        keys = snapshot.numbers["closing"][ids].astype(np.float64)
    elif sort == "pay":
        keys = -snapshot.numbers["pay_maximum"][ids].astype(np.float64)
    elif sort == "distance":
        keys = miles[ids].astype(np.float64)
    else:
        keys = newest
    if len(ids) > 4 * top:
        cut = np.partition(keys, top - 1)[top - 1]
        near = keys <= cut
        ids, keys, newest = ids[near], keys[near], newest[near]
    return ids[np.lexsort((ids, newest, keys))]


def _hits(snapshot: Snapshot, query: Query, shown: Ids, miles: Any) -> tuple[Hit, ...]:
    wanted, prefixes = frozenset(query.wanted), query.prefixes
    hits = []
    for number in shown.tolist():
        facts = snapshot.facts(number)
        away = float(miles[number]) if miles is not None and np.isfinite(miles[number]) else None
        hits.append(
            Hit(
                facts["reference"],
                marked(facts["title"], wanted, prefixes),
                extract(facts["extract"], wanted, prefixes),
                away,
            )
        )
    return tuple(hits)


def _wider(everywhere: Mask, miles: Any, request: SearchRequest) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for radius in WIDER_MILES:
        if radius > (request.within or 0):
            count = int((everywhere & (miles <= radius)).sum())
            if count > (found[-1][1] if found else 0):
                found.append((radius, count))
    return tuple(found[:3])
