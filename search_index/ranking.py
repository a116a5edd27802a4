"""Which documents match the words, and how well."""

from __future__ import annotations

from functools import reduce

import numpy as np

from search_index.decoding import Floats, Ids
from search_index.querying import Clause, Query
from search_index.snapshot import Scope
from search_index.synonyms import Phrase

TITLE_WEIGHT = 2.0
PREFIX_SCORE = 1.0
IN_TITLE = 3.0
"""For a title that has everything that was asked for."""
TITLE_SAYS_IT = 3.0
"""For a title that has the words as they were typed, one after the other."""
FRESH = 0.4
"""For a vacancy of today, less each day, nothing after a month: it decides between equals and little more."""
FRESH_DAYS = 30
DAY = 86_400


def matching(scope: Scope, query: Query, among: Ids) -> Ids:
    """Those of the documents that hold everything wanted and nothing unwanted, the rarest thing looked for first."""
    found = [_holders(scope, clause) for clause in query.required]
    for holders in sorted(found, key=len):
        among = _within(among, holders, scope.size)
        if not len(among):
            return among
    for clause in query.clauses:
        if clause.without:
            mask = np.ones(scope.size, np.bool_)
            mask[_holders(scope, clause)] = False
            among = among[mask[among]]
    return among


def _within(one: Ids, other: Ids, size: int) -> Ids:
    """The part of one ascending array that is in the other."""
    if len(one) == size:
        return other
    mask = np.zeros(size, np.bool_)
    mask[other] = True
    return one[mask[one]]


def _holders(scope: Scope, clause: Clause) -> Ids:
    if clause.prefix:
        return scope.prefix("text", clause.prefix)
    ways = [scope.phrase("text", phrase) for phrase in clause.phrases]
    if clause.apart:
        ways.append(_all(scope, clause.apart))
    return ways[0] if len(ways) == 1 else _union(scope, clause, ways)


def _union(scope: Scope, clause: Clause, ways: list[Ids]) -> Ids:
    def join() -> Ids:
        mask = np.zeros(scope.size, np.bool_)
        for ids in ways:
            mask[ids] = True
        return np.flatnonzero(mask).astype(np.int32)

    return scope.remembered(clause, join)  # type: ignore[no-any-return]


def _all(scope: Scope, terms: Phrase) -> Ids:
    def meet() -> Ids:
        ordered = sorted((scope.term("text", term).ids for term in terms), key=len)
        return reduce(lambda one, other: _within(one, other, scope.size), ordered)

    return scope.remembered(("all", terms), meet)  # type: ignore[no-any-return]


def scores(scope: Scope, query: Query, ids: Ids, *, now: int) -> Floats:
    """How well each document matches: BM25F of its words, more for a title that says it, a little for freshness."""
    total = base_scores(scope, query, ids)
    titled = _titled(scope, query)
    if titled is not None:
        total += IN_TITLE * titled[ids]
    if query.title:
        exact = np.zeros(scope.size, np.bool_)
        exact[scope.phrase("title", query.title)] = True
        total += TITLE_SAYS_IT * exact[ids]
    age = (now - scope.numbers["posted"][ids]) / DAY
    total += FRESH * np.clip(1 - age / FRESH_DAYS, 0, 1)
    return total


def base_scores(scope: Scope, query: Query, ids: Ids) -> Floats:
    """The sum over the clauses of the best way in which a document has each: Whoosh's BM25F of the text, and twice the title's."""
    total = np.zeros(scope.size, np.float32)
    for clause in query.required:
        if clause.prefix:
            total[scope.prefix("text", clause.prefix)] += PREFIX_SCORE
            total[scope.prefix("title", clause.prefix)] += TITLE_WEIGHT * PREFIX_SCORE
            continue
        ways = [(phrase, scope.phrase("text", phrase)) for phrase in clause.phrases]
        if clause.apart:
            ways.append((clause.apart, _all(scope, clause.apart)))
        if len(ways) == 1 and len(ways[0][0]) == 1:
            _add(scope, ways[0][0][0], total)
            continue
        best = np.zeros(scope.size, np.float32)
        for phrase, holders in ways:
            one = np.zeros(scope.size, np.float32)
            for term in filter(None, phrase):
                _add(scope, term, one)
            best[holders] = np.maximum(best[holders], one[holders])
        total += best
    return total[ids]


def _add(scope: Scope, term: str, total: Floats) -> None:
    text, title = scope.term("text", term), scope.term("title", term)
    total[text.ids] += text.scores
    total[title.ids] += TITLE_WEIGHT * title.scores


def _titled(scope: Scope, query: Query) -> Floats | None:
    """1 for each document whose title has every clause, else 0."""
    found: Floats | None = None
    for clause in query.required:
        one = np.zeros(scope.size, np.float32)
        if clause.prefix:
            one[scope.prefix("title", clause.prefix)] = 1
        for phrase in clause.phrases:
            one[scope.phrase("title", phrase)] = 1
        if clause.apart:
            ordered = sorted((scope.term("title", term).ids for term in clause.apart), key=len)
            one[reduce(lambda a, b: _within(a, b, scope.size), ordered)] = 1
        found = one if found is None else found * one
    return found
