"""A search: filters, words, counts, order, one page; over the newest snapshot that could be read."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np

from search_index import decoding, facets, ranking
from search_index.decoding import Floats, Ids
from search_index.documents import WIDER_MILES, Hit, SearchPage, SearchRequest
from search_index.errors import IndexBroken, IndexMissing
from search_index.highlighting import Marker
from search_index.numbering import Mask, numberings
from search_index.querying import Query, understand
from search_index.schema import UNKNOWN
from search_index.segments import Segment, read_segment
from search_index.snapshot import Scope, Snapshot
from search_index.suggesting import suggest
from search_index.vocabulary import Vocabulary
from search_index.writing import live_folder, open_whoosh, pointer_of

FEW = 3
NEARBY_MILES = 30
CHECK_SECONDS = 0.4
SETTLED_SECONDS = 1.0
"""A folder's time of change has a coarse grain: one younger than this may hide a second change."""
RESULTS_KEPT = 512
MAX_PAGE = 500
ATTEMPTS = 4


class SearchIndex:
    """Answers searches from memory; one per process, shared by its threads, opened after a fork on first use."""

    def __init__(self, folder: Path, *, keep_results: bool = True) -> None:
        self._folder = folder
        self._keep_results = keep_results
        self._forget()

    def _forget(self) -> None:
        self._snapshot: Snapshot | None = None
        self._segments: dict[str, Segment] = {}
        self._numbering = numberings()
        self._vocabulary: tuple[str, Vocabulary] | None = None
        self._results: OrderedDict[object, SearchPage] = OrderedDict()
        self._refreshing = threading.Lock()
        self._checked = 0.0
        self._seen: object = None
        self._process = os.getpid()

    def snapshot(self) -> Snapshot:
        """The newest snapshot; when the files cannot be read just now, the one before.

        Raises IndexMissing or IndexBroken only when there is none at all. Whether there is a newer one is asked at
        most every CHECK_SECONDS, by one thread; the others search on meanwhile.
        """
        if os.getpid() != self._process:
            self._forget()
        known = self._snapshot
        if known is not None and time.monotonic() - self._checked < CHECK_SECONDS:
            return known
        if not self._refreshing.acquire(blocking=known is None):
            assert known is not None
            return known
        try:
            if self._snapshot is None or time.monotonic() - self._checked >= CHECK_SECONDS:
                self._refresh()
        except (IndexMissing, IndexBroken):
            if self._snapshot is None:
                raise
        finally:
            self._checked = time.monotonic()
            self._refreshing.release()
        assert self._snapshot is not None
        return self._snapshot

    def _refresh(self) -> None:
        seen = self._signs()
        if self._snapshot is not None and seen is not None and seen == self._seen:
            return
        build = live_folder(self._folder)
        for attempt in range(ATTEMPTS):
            try:
                index = open_whoosh(build)
                generation = (build.name, index.latest_generation())
                if self._snapshot is None or self._snapshot.generation != generation:
                    snapshot = self._read(build, index, generation)
                    if index.latest_generation() != generation[1]:
                        raise IndexBroken("The search index changed while it was read.")
                    self._snapshot = snapshot
                    self._results = OrderedDict()
                self._seen = seen
                return
            except IndexBroken:
                if attempt == ATTEMPTS - 1:
                    raise
            except Exception as problem:
                # A merge may delete files while they are read; the next attempt sees the new table of contents.
                if attempt == ATTEMPTS - 1:
                    raise IndexBroken(f"The search index cannot be read ({type(problem).__name__}).") from problem
            time.sleep(0.02)

    def _signs(self) -> object:
        """What changes whenever the index does, by two looks at the file system; None when that cannot be trusted yet."""
        try:
            pointer = pointer_of(self._folder).stat()
            folder = live_folder(self._folder).stat()
        except (OSError, IndexMissing):
            return None
        if time.time() - max(pointer.st_mtime, folder.st_mtime) < SETTLED_SECONDS:
            return None
        return pointer.st_ino, pointer.st_mtime_ns, folder.st_ino, folder.st_mtime_ns

    def _read(self, build: Path, index: Any, generation: object) -> Snapshot:
        known = {name: segment.reader for name, segment in self._segments.items()}
        parts: list[tuple[Segment, set[int]]] = []
        kept: dict[str, Segment] = {}
        for name, reader, deleted in decoding.leaves(index, known):
            segment = self._segments.get(name) or read_segment(reader, self._numbering)
            kept[name] = segment
            parts.append((segment, deleted))
        if self._vocabulary is None or self._vocabulary[0] != build.name:
            self._vocabulary = (build.name, Vocabulary(build))
        self._vocabulary[1].read_on()
        snapshot = Snapshot(generation, parts, self._numbering, self._vocabulary[1])
        self._segments = kept
        return snapshot

    def search(self, request: SearchRequest) -> SearchPage:
        """One page of results. Raises QueryRefused for words that cannot be searched for."""
        snapshot = self.snapshot()
        if not self._keep_results:
            return _search(snapshot, request)
        key, results = (snapshot.generation, request), self._results
        page = results.get(key)
        if page is None:
            page = _search(snapshot, request)
            results[key] = page
            while len(results) > RESULTS_KEPT:
                try:
                    results.popitem(last=False)
                except KeyError:  # another thread was quicker
                    break
        return page

    def similar(self, reference: str, *, now: int, limit: int = 5) -> tuple[str, ...]:
        """References of open vacancies of the same family, or with two words of the title, the likest first.

        One shared word is not enough: a chief technology officer is no desktop support officer. Of equals the one
        that is as near as one would travel comes first.
        """
        snapshot = self.snapshot()
        everything, scope = snapshot.scope(closed=True), snapshot.open
        found = everything.of_reference(reference)
        if not len(found) or not scope.size:
            return ()
        me = int(found[-1])
        total, shared = np.zeros(scope.size, np.float32), np.zeros(scope.size, np.int16)
        for word in understand(everything.shown(me).title.replace('"', " ")).wanted:
            posting = scope.term("title", word)
            total[posting.ids] += posting.scores
            shared[posting.ids] += 1
        for name, weight in (("role", 3.0), ("family", 1.0), ("level", 0.7), ("sector", 0.5)):
            if everything.facets[name][me]:
                total += weight * (scope.facets[name] == everything.facets[name][me])
        places = np.flatnonzero(everything.spot_ids == me)
        if len(places):
            here = np.degrees([everything.spot_lat[places[0]], everything.spot_lon[places[0]]])
            total += 0.7 * (facets.distances(scope, (float(here[0]), float(here[1]))) <= NEARBY_MILES)
        family = everything.facets["family"][me]
        total[(shared < 2) & ((scope.facets["family"] != family) | (family == 0))] = 0
        total[scope.numbers["closing"] <= now] = 0
        total[scope.of_reference(reference)] = 0
        best = np.argsort(-total, kind="stable")[:limit]
        return tuple(scope.shown(int(number)).reference for number in best if total[number] > 2.0)

    def references(self) -> list[str]:
        """References of every document, for comparing with the database."""
        return self.snapshot().references()

    def count(self) -> int:
        """How many documents are in the index."""
        return self.snapshot().count


def _search(snapshot: Snapshot, request: SearchRequest) -> SearchPage:
    query = understand(request.words)
    scope = snapshot.scope(closed=request.include_closed)
    ids = ranking.matching(scope, query, _in_time(scope, request))
    masks = facets.passing(scope, snapshot.numbering, request.filters, ids)
    miles = facets.distances(scope, request.near) if request.near else None
    near = miles[ids] <= request.within if miles is not None and request.within else None
    pay, unstated = _pay(scope, request, ids)
    base = near if pay is None else pay if near is None else pay & near
    everything = facets.all_but(masks, base)
    found = ids if everything is None else ids[everything]
    total = len(found)
    pages = max(1, -(-total // request.per_page))
    page = min(max(1, request.page), pages, MAX_PAGE)
    ordered = _ordered(scope, request, query, found, miles, top=page * request.per_page)
    shown = ordered[(page - 1) * request.per_page : page * request.per_page]
    return SearchPage(
        total=total,
        page=page,
        pages=pages,
        hits=_hits(scope, query, shown, miles),
        facets=facets.counts(scope, snapshot.numbering, request.facets, ids, masks, base),
        unstated=_count(facets.all_but(masks, near), unstated) if request.pay_from else 0,
        wider=_wider(miles, ids, facets.all_but(masks, pay), request) if near is not None and total < FEW else (),
        suggestion=suggest(snapshot, scope, request.words) if total < FEW and request.words.strip() else None,
        notice=query.notice,
    )


def _in_time(scope: Scope, request: SearchRequest) -> Ids:
    """The documents that are open by the request's clock, and within its dates."""

    def choose() -> Ids:
        closing = scope.numbers["closing"]
        mask = np.ones(scope.size, np.bool_) if request.include_closed else closing > request.now
        if request.posted_after is not None:
            mask &= np.maximum(scope.numbers["posted"], scope.numbers["first_seen"]) >= request.posted_after
        if request.closing_before is not None:
            mask &= closing <= request.closing_before
        return np.flatnonzero(mask).astype(np.int32)

    key = ("time", request.include_closed or request.now, request.posted_after, request.closing_before)
    return scope.remembered(key, choose)  # type: ignore[no-any-return]


def _pay(scope: Scope, request: SearchRequest, ids: Ids) -> tuple[Mask | None, Mask | None]:
    """Those that pass the pay filter (None when there is none), and those that state no pay."""
    if request.pay_from is None and not request.pay_unstated:
        return None, None
    highest = scope.numbers["pay_maximum"][ids]
    unstated: Mask = highest == UNKNOWN
    return unstated if request.pay_unstated else highest >= (request.pay_from or 0), unstated


def _count(mask: Mask | None, also: Mask | None) -> int:
    if also is None:
        return 0
    return int(np.count_nonzero(also if mask is None else mask & also))


def _ordered(scope: Scope, request: SearchRequest, query: Query, ids: Ids, miles: Floats | None, *, top: int) -> Ids:
    """The best `top` or a few more, in order: ties by newest, then by reference, so that no page repeats another."""
    if not len(ids):
        return ids
    sort = request.sort
    if sort == "relevance" and not query.required:
        sort = "distance" if miles is not None else "newest"
    if sort == "distance" and miles is None:
        sort = "newest"
    posted = scope.numbers["posted"]
    if sort == "relevance":
        keys = -ranking.scores(scope, query, ids, now=request.now).astype(np.float64)
    elif sort == "closing":
        keys = scope.numbers["closing"][ids].astype(np.float64)
    elif sort == "pay":
        keys = -scope.numbers["pay_maximum"][ids].astype(np.float64)
    elif sort == "distance" and miles is not None:
        keys = miles[ids].astype(np.float64)
    else:
        keys = -posted[ids].astype(np.float64)
    if len(ids) > top + 1:
        near = keys <= np.partition(keys, top - 1)[top - 1]
        ids, keys = ids[near], keys[near]
    return ids[np.lexsort((scope.tie[ids], -posted[ids], keys))]


def _hits(scope: Scope, query: Query, shown: Ids, miles: Floats | None) -> tuple[Hit, ...]:
    marker = Marker(query.wanted, query.prefixes)
    hits = []
    for number in shown.tolist():
        facts = scope.shown(number)
        away = float(miles[number]) if miles is not None and np.isfinite(miles[number]) else None
        hits.append(Hit(facts.reference, marker.marked(facts.title), marker.extract(facts.extract), away))
    return tuple(hits)


def _wider(miles: Floats | None, ids: Ids, passing: Mask | None, request: SearchRequest) -> tuple[tuple[int, int], ...]:
    assert miles is not None
    away = miles[ids if passing is None else ids[passing]]
    found: list[tuple[int, int]] = []
    for radius in WIDER_MILES:
        if radius > (request.within or 0):
            count = int(np.count_nonzero(away <= radius))
            if count > (found[-1][1] if found else 0):
                found.append((radius, count))
    return tuple(found[:3])
