"""Scores are Whoosh's own BM25F, however the index is cut into segments, and Whoosh's private names still mean what they did."""

import random
import sys
from pathlib import Path

import numpy as np
import pytest
from whoosh import query, scoring

import search_index
from search_index import decoding, ranking
from search_index.analysis import typed_terms
from search_index.documents import SearchRequest
from search_index.querying import Clause, Query
from search_index.snapshot import K1, B
from search_index.writing import live_folder, open_whoosh
from tests.search_index.corpus import NOW, WORDS, vacancies


def one_segment(folder: Path) -> None:
    search_index.rebuild(folder, vacancies(600, seed=1))


def several_segments(folder: Path) -> None:
    search_index.rebuild(folder, vacancies(400, seed=1))
    for part in range(4):
        search_index.apply(folder, upserts=vacancies(150, seed=part, first=1_000 * (part + 1)))


def with_deletions(folder: Path) -> None:
    several_segments(folder)
    gone = [f"V{number:05}" for number in (*range(0, 400, 7), *range(1_000, 1_150, 3))]
    search_index.apply(folder, upserts=vacancies(20, seed=9, first=2_000), deletions=gone)


def searches(count: int) -> list[tuple[str, ...]]:
    chance = random.Random(3)
    indexed = [found[0] for word in WORDS if (found := typed_terms(word))]
    return [tuple(chance.sample(indexed, chance.choice((1, 1, 2, 3)))) for _ in range(count)]


@pytest.mark.parametrize("build", [one_segment, several_segments, with_deletions])
def test_scores_are_those_of_whoosh(tmp_path: Path, build) -> None:
    build(tmp_path)
    snapshot = search_index.SearchIndex(tmp_path).snapshot()
    scope = snapshot.scope(closed=True)
    references = {scope.shown(number).reference: number for number in range(scope.size)}
    index = open_whoosh(live_folder(tmp_path))
    assert build is one_segment or len(snapshot.segments) > 1
    compared = 0
    with index.searcher(weighting=scoring.BM25F(B=B, K1=K1)) as searcher:
        for terms in searches(120):
            wanted = query.And(
                [query.AndMaybe(query.Term("text", term), query.Term("title", term, boost=2.0)) for term in terms]
            )
            theirs = {hit["shown"][0]: hit.score for hit in searcher.search(wanted, limit=None)}
            asked = Query(tuple(Clause(((term,),)) for term in terms))
            ids = ranking.matching(scope, asked, np.arange(scope.size, dtype=np.int32))
            ours = dict(zip(ids.tolist(), ranking.base_scores(scope, asked, ids).tolist(), strict=True))
            assert {references[name] for name in theirs} == set(ours)
            for name, score in theirs.items():
                assert ours[references[name]] == pytest.approx(score, abs=0.001)
                compared += 1
    assert compared > 1_000 and decoding.fast()


@pytest.fixture
def given_up(monkeypatch):
    """All of Whoosh's private names gone: everything goes the public way."""
    every = {"postings", "places", "numbers", "values", "lengths", "leaves"}
    monkeypatch.setattr(decoding, "_given_up", every)


WISHES = [
    {"words": "engineer network"},
    {"words": '"data analyst"'},
    {"words": "test* -cloud"},
    {"filters": (("sector", ("nhs",)), ("contract", ("permanent", "bank")))},
    {"near": (53.8, -1.55), "within": 30.0, "sort": "distance"},
    {"words": "policy", "pay_from": 30_000, "sort": "pay"},
]


def pages(folder: Path) -> list:
    index = search_index.SearchIndex(folder)
    return [index.search(SearchRequest(now=NOW, include_closed=True, **wish)) for wish in WISHES]


def test_the_public_way_gives_the_same_pages(tmp_path: Path, request) -> None:
    with_deletions(tmp_path)
    quick = pages(tmp_path)
    request.getfixturevalue("given_up")
    assert pages(tmp_path) == quick and not decoding.fast()


@pytest.mark.parametrize("renamed", ["_read_data", "_next_block"])
def test_a_whoosh_that_renames_something_is_read_the_public_way(tmp_path: Path, monkeypatch, caplog, renamed) -> None:
    from whoosh.codec import whoosh3

    with_deletions(tmp_path)
    quick = pages(tmp_path)
    monkeypatch.setattr(decoding, "_given_up", set())
    original = getattr(whoosh3.W3LeafMatcher, renamed)

    def gone(self, *words):
        if "whoosh" not in sys._getframe(1).f_globals["__name__"]:
            raise AttributeError(renamed)
        return original(self, *words)

    monkeypatch.setattr(whoosh3.W3LeafMatcher, renamed, gone)
    assert pages(tmp_path) == quick
    assert not decoding.fast() and "index.decoding_slow" in caplog.text
