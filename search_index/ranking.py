"""Which documents match the words, and how well: BM25F as Whoosh works it out, over whole arrays."""

from __future__ import annotations

import math
from functools import reduce

import numpy as np

from search_index.querying import Clause, Phrase, Query
from search_index.snapshot import Floats, Ids, Mask, Snapshot

B, K1 = 0.75, 1.2
TITLE_WEIGHT = 2.0


def matching(snapshot: Snapshot, query: Query) -> Mask | None:
    """Documents that hold everything wanted and nothing unwanted; None when there is no condition."""
    if not query.clauses:
        return None
    mask = np.ones(snapshot.size, np.bool_)
    for clause in query.clauses:
        found = np.zeros(snapshot.size, np.bool_)
        for ids in _clause_ids(snapshot, clause):
            found[ids] = True
        mask &= ~found if clause.without else found
    return mask


def _clause_ids(snapshot: Snapshot, clause: Clause) -> list[Ids]:
    if clause.prefix:
        return [snapshot.postings("text", term)[0] for term in _expanded(snapshot, clause.prefix)]
    return [_phrase_ids(snapshot, phrase) for phrase in clause.phrases]


def _expanded(snapshot: Snapshot, prefix: str) -> list[str]:
    return list(dict.fromkeys(term for segment in snapshot.segments for term in segment.expand(prefix)))


def _phrase_ids(snapshot: Snapshot, phrase: Phrase) -> Ids:
    """Documents with the phrase's words one after another; kept for the life of the snapshot."""
    if len(phrase) == 1:
        return snapshot.postings("text", phrase[0])[0]
    key = ("phrase", phrase)
    known = snapshot.cache.get(key)
    if known is not None:
        return known  # type: ignore[no-any-return]
    found: list[int] = []
    for segment, offset in zip(snapshot.segments, snapshot.offsets, strict=False):
        together = reduce(np.intersect1d, [segment.postings("text", term)[0] for term in phrase])
        if not len(together):
            continue
        places = [segment.positions(term) for term in phrase]
        for number in together.tolist():
            starts = set(places[0].get(number, ()))
            for step, each in enumerate(places[1:], start=1):
                starts &= {place - step for place in each.get(number, ())}
            if starts:
                found.append(number + int(offset))
    ids = np.array(found, np.int32)
    with snapshot.lock:
        snapshot.cache[key] = ids
        if len(snapshot.cache) > 2_000:
            snapshot.cache.popitem(last=False)
    return ids


def scores(snapshot: Snapshot, query: Query, chosen: Ids) -> Floats:
    """How well each chosen document matches: the sum over the query's terms, the title's words weighing more."""
    total = np.zeros(snapshot.size, np.float32)
    wanted = [*query.wanted, *(term for prefix in query.prefixes for term in _expanded(snapshot, prefix)[:20])]
    for term in wanted:
        for name, weight in (("text", 1.0), ("title", TITLE_WEIGHT)):
            ids, frequencies = snapshot.postings(name, term)
            if len(ids):
                total[ids] += weight * bm25(snapshot, name, ids, frequencies)
    return total[chosen]


def bm25(snapshot: Snapshot, name: str, ids: Ids, frequencies: Floats) -> Floats:
    """Whoosh's BM25F of one term in one field."""
    rarity = math.log(snapshot.size / (len(ids) + 1)) + 1
    lengths = snapshot.lengths[name][ids]
    weighed: Floats = (
        rarity * frequencies * (K1 + 1) / (frequencies + K1 * (1 - B + B * lengths / max(1e-9, snapshot.average[name])))
    ).astype(np.float32)
    return weighed
