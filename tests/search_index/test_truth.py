"""What is found and counted equals a brute-force reading of every vacancy."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest
import Stemmer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import search_index
from search_index.documents import FACETS, SearchRequest, VacancyDocument
from tests.search_index.corpus import LISTS, NOW, SECTORS, TOWNS, WORDS, vacancies

stem = Stemmer.Stemmer("english").stemWord
UNINDEXED = {"the", "and", "of", "&", "its", "it"}
NAMES = {"c#", "c++", "f#", ".net", "node.js", "r&d"}


@cache
def plainly(word: str) -> str:
    """The word by the rules that the documentation gives, worked out afresh."""
    if re.fullmatch("[A-Z]{2,6}s", word):
        word = word[:-1]
    folded = unicodedata.normalize("NFKD", word.lower().replace("'", "").replace("’", ""))
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    if word == "IT":
        return "it"
    return "" if folded in UNINDEXED else folded if folded in NAMES else stem(folded)


@cache
def parts_of(vacancy: VacancyDocument) -> list[list[str]]:
    texts = (vacancy.title, vacancy.employer, vacancy.keywords, vacancy.description)
    return [[plainly(each) for word in text.split() for each in word.split("-")] for text in texts]


def holds(vacancy: VacancyDocument, kind: str, words: tuple[str, ...]) -> bool:
    parts = parts_of(vacancy)
    if kind == "prefix":
        return any(word and word in families(words[0]) for part in parts for word in part)
    wanted = [plainly("IT" if each == "it" else each) for word in words for each in word.split("-")]
    while wanted and not wanted[-1]:
        wanted.pop()
    while wanted and not wanted[0]:
        wanted.pop(0)
    return any(
        all(not want or part[at + step] == want for step, want in enumerate(wanted))
        for part in parts
        for at in range(len(part) - len(wanted) + 1)
    )


@cache
def families(prefix: str) -> set[str]:
    """The stems of the corpus's words that begin so."""
    found = set()
    for word in (each for whole in WORDS for each in whole.split("-")):
        folded = unicodedata.normalize("NFKD", word.lower().replace("'", "").replace("’", ""))
        folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
        folded = folded.removesuffix("s") if re.fullmatch("[A-Z]{2,6}s", word) else folded
        if plainly(word) and folded.startswith(prefix):
            found.add(plainly("IT" if word == "it" else word))
    return found


def miles(one: tuple[float, float], other: tuple[float, float]) -> float:
    half = (
        sin(radians(other[0] - one[0]) / 2) ** 2
        + cos(radians(one[0])) * cos(radians(other[0])) * sin(radians(other[1] - one[1]) / 2) ** 2
    )
    return 2 * 3958.8 * asin(sqrt(half))


def passes(vacancy: VacancyDocument, request: SearchRequest, asked: list, *, but: str = "", pay: bool = True) -> bool:
    """Whether the vacancy belongs to the results, one facet's own choice left aside."""
    chosen = {
        name: ({getattr(vacancy, name)} if name in ("sector", "family") else set(getattr(vacancy, name)))
        for name, _ in request.filters
    }
    away = [miles(request.near, spot) for spot in vacancy.coordinates] if request.near else []
    highest = vacancy.pay_maximum
    return all(
        (
            request.include_closed
            or (vacancy.status == "live" and (vacancy.closing is None or vacancy.closing > request.now)),
            all(holds(vacancy, kind, words) != without for kind, words, without in asked),
            all(name == but or chosen[name] & set(values) for name, values in request.filters),
            not request.near or any(each <= (request.within or 0) for each in away),
            not pay or request.pay_from is None or request.pay_unstated or (highest or -1) >= request.pay_from,
            not pay or not request.pay_unstated or highest is None,
            request.posted_after is None or max(vacancy.posted or -1, vacancy.first_seen or -1) >= request.posted_after,
            request.closing_before is None
            or (vacancy.closing is not None and vacancy.closing <= request.closing_before),
        )
    )


SINGLE = [word for word in WORDS if word not in ("the", "and", "of", "&", "it's", "front-end", "IT", "it", ".NET")]
asked_words = st.lists(
    st.one_of(
        st.tuples(st.just("phrase"), st.tuples(st.sampled_from(SINGLE)), st.booleans()),
        st.tuples(st.just("phrase"), st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(tuple), st.booleans()),
        st.tuples(st.just("prefix"), st.sampled_from(["net", "te", "pol", "plan", "developer", "ca", "gwydd", "sys"]).map(
            lambda prefix: (prefix,)), st.booleans()),
    ),
    max_size=3,
)  # fmt: skip
facet_filters = st.fixed_dictionaries(
    {},
    optional={
        "sector": st.sets(st.sampled_from(SECTORS), min_size=1, max_size=2),
        "family": st.just({"data"}),
        "contract": st.sets(st.sampled_from(LISTS), min_size=1, max_size=2),
        "regions": st.sets(st.sampled_from([f"Region {number}" for number in range(90)]), min_size=1, max_size=40),
    },
)
requests = st.builds(
    SearchRequest,
    filters=facet_filters.map(
        lambda chosen: tuple((name, tuple(sorted(values))) for name, values in sorted(chosen.items()))
    ),
    pay_from=st.sampled_from([None, None, 30_000]),
    pay_unstated=st.sampled_from([False, False, True]),
    posted_after=st.sampled_from([None, None, NOW - 50_000]),
    closing_before=st.sampled_from([None, None, NOW + 90_000]),
    near=st.sampled_from([None, None, *TOWNS]),
    within=st.sampled_from([5.0, 200.0, 400.0]),
    sort=st.sampled_from(["relevance", "newest", "closing", "pay", "distance"]),
    per_page=st.sampled_from([3, 20]),
    now=st.just(NOW),
    include_closed=st.booleans(),
)


def typed(asked: list) -> str:
    said = []
    for kind, words, without in asked:
        minus = "-" if without else ""
        said.append(f"{minus}{words[0]}*" if kind == "prefix" else f'{minus}"{" ".join(words)}"')
    return " ".join(said)


@pytest.fixture(scope="module", params=["one segment", "several and deletions"])
def stocked(request, tmp_path_factory) -> tuple[search_index.SearchIndex, list[VacancyDocument]]:
    folder: Path = tmp_path_factory.mktemp("index")
    held = vacancies(250, seed=5)
    search_index.rebuild(folder, held)
    if request.param != "one segment":
        changed = [replace(each, title="changed network", status="live", closing=None) for each in held[:30]]
        search_index.apply(
            folder, upserts=[*changed, *vacancies(60, seed=6, first=900)], deletions=["V00100", "V00101"]
        )
        kept = {each.reference: each for each in [*held, *changed, *vacancies(60, seed=6, first=900)]}
        held = [each for name, each in kept.items() if name not in ("V00100", "V00101")]
    return search_index.SearchIndex(folder, keep_results=False), held


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=asked_words, wish=requests)
def test_results_and_counts_equal_brute_force(stocked, asked, wish) -> None:
    index, held = stocked
    asked = [each for each in asked if each[0] == "prefix" or any(plainly("IT" if w == "it" else w) for w in each[1])]
    wish = replace(wish, words=typed(asked), within=wish.within if wish.near else None)
    expected = [each for each in held if passes(each, wish, asked)]
    first = index.search(wish)
    assert first.total == len(expected)
    shown = [hit for number in range(first.pages) for hit in index.search(replace(wish, page=number + 1)).hits]
    assert sorted(hit.reference for hit in shown) == sorted(each.reference for each in expected)
    for name in ("sector", "family", "contract", "regions"):
        of_this = [each for each in held if passes(each, wish, asked, but=name)]
        values = [
            value
            for each in of_this
            for value in (getattr(each, name) if isinstance(getattr(each, name), tuple) else (getattr(each, name),))
            if value
        ]
        assert {count.value: count.count for count in first.facets[name]} == {
            value: values.count(value) for value in values
        }
    if wish.pay_from:
        unstated = [each for each in held if passes(each, wish, asked, pay=False) and each.pay_maximum is None]
        assert first.unstated == len(unstated)
    _in_order(shown, {each.reference: each for each in held}, wish, asked)


def _in_order(shown, held: dict[str, VacancyDocument], wish: SearchRequest, asked: list) -> None:
    found = [held[hit.reference] for hit in shown]
    match wish.sort:
        case "closing":
            keys = [each.closing if each.closing is not None else 2**62 for each in found]
        case "pay":
            keys = [-(each.pay_maximum or -1) for each in found]
        case "newest":
            keys = [-(each.posted or 0) for each in found]
        case "distance" if wish.near:
            keys = [round(min(miles(wish.near, spot) for spot in each.coordinates)) for each in found]
        case _:
            return
    assert keys == sorted(keys)
    ties = [(key, -(each.posted or 0), each.reference) for key, each in zip(keys, found, strict=True)]
    assert ties == sorted(ties)


def test_every_facet_can_be_counted_beyond_sixty_four_values(tmp_path: Path) -> None:
    many = [VacancyDocument(f"V{number:03}", "x", clearance=(f"c{number % 97}", "all")) for number in range(300)]
    search_index.rebuild(tmp_path, many)
    index = search_index.SearchIndex(tmp_path)
    counts = {each.value: each.count for each in index.search(SearchRequest()).facets["clearance"]}
    assert counts == {"all": 300, **{f"c{n}": sum(each % 97 == n for each in range(300)) for n in range(97)}}
    assert index.search(SearchRequest(filters=(("clearance", ("c96",)),))).total == 3
    assert set(FACETS) == set(index.search(SearchRequest()).facets)
