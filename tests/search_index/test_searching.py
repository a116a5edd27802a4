"""Searching a small real index on disk."""

from pathlib import Path

import pytest

import search_index
from search_index.documents import SearchRequest, VacancyDocument

NOW = 1_000
DOCUMENTS = [
    VacancyDocument(
        "AAA",
        "Database Administrator",
        "Anytown Council",
        "Look after SQL Server.",
        sector="local_government",
        pay_maximum=45_000,
        closing=2_000,
        coordinates=((53.8, -1.55),),
    ),
    VacancyDocument(
        "BBB",
        "Cyber Security Analyst",
        "Anyshire NHS Trust",
        "Watch over networks in C# and .NET.",
        sector="nhs",
        closing=2_000,
        coordinates=((51.5, -0.12),),
    ),
    VacancyDocument("CCC", "Data Engineer", "Anytown Council", "Pipelines.", sector="local_government", closing=500),
]


@pytest.fixture
def index(tmp_path: Path) -> search_index.SearchIndex:
    search_index.rebuild(tmp_path, DOCUMENTS, expected=3)
    return search_index.SearchIndex(tmp_path)


def found(index: search_index.SearchIndex, **wish) -> list[str]:
    return [hit.reference for hit in index.search(SearchRequest(now=NOW, **wish)).hits]


def test_an_acronym_finds_the_words_it_stands_for(index) -> None:
    assert found(index, words="DBA") == ["AAA"]


def test_what_has_passed_its_closing_time_is_not_found(index) -> None:
    assert found(index, words="data engineer") == []


def test_technical_names_are_kept_whole(index) -> None:
    assert found(index, words="C#") == ["BBB"]


def test_a_minus_leaves_out(index) -> None:
    assert found(index, words="-cyber") == ["AAA"]


def test_no_suggestion_is_made_that_would_find_nothing_either(index) -> None:
    assert index.search(SearchRequest(words="databse zxqwvutt", now=NOW)).suggestion is None
    assert index.search(SearchRequest(words="databse -zxqwvutt", now=NOW)).suggestion == "database -zxqwvutt"


def test_a_misspelling_is_answered_with_a_suggestion(index) -> None:
    assert index.search(SearchRequest(words="databse", now=NOW)).suggestion == "database"


def test_a_pay_filter_counts_those_that_state_no_pay(index) -> None:
    page = index.search(SearchRequest(pay_from=40_000, now=NOW))
    assert ([hit.reference for hit in page.hits], page.unstated) == (["AAA"], 1)


def test_an_empty_radius_offers_a_wider_one(index) -> None:
    page = index.search(SearchRequest(words="analyst", near=(53.8, -1.55), within=5, now=NOW))
    assert (page.total, page.wider) == (0, ((200, 1),))


def test_a_change_is_findable_and_a_deletion_is_gone(index, tmp_path: Path) -> None:
    search_index.apply(
        tmp_path, upserts=[VacancyDocument("DDD", "Zoo Systems Keeper", closing=9_000)], deletions=["AAA"]
    )
    fresh = search_index.SearchIndex(tmp_path)
    assert (found(fresh, words="zoo"), found(fresh, words="DBA")) == (["DDD"], [])


@pytest.mark.parametrize("typed", ["*", "a*", '"', "AND AND", "~~~~"])
def test_what_cannot_be_searched_for_is_refused_in_words(index, typed: str) -> None:
    with pytest.raises(search_index.QueryRefused, match=r"\."):
        index.search(SearchRequest(words=typed, now=NOW))


def test_a_missing_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(search_index.IndexMissing):
        search_index.SearchIndex(tmp_path / "nothing").search(SearchRequest())


def test_of_equally_similar_vacancies_the_nearer_comes_first(tmp_path: Path) -> None:
    leeds, bradford, truro = (53.80, -1.55), (53.79, -1.75), (50.26, -5.05)
    documents = [
        VacancyDocument("ME", "Data Engineer", family="data", level="mid", closing=9_000, coordinates=(leeds,)),
        VacancyDocument("FAR", "Data Engineer", family="data", level="mid", closing=9_000, coordinates=(truro,)),
        VacancyDocument("NEAR", "Data Engineer", family="data", level="mid", closing=9_000, coordinates=(bradford,)),
        VacancyDocument("LEVEL", "Data Engineer", family="data", level="senior", closing=9_000, coordinates=(truro,)),
    ]
    search_index.rebuild(tmp_path, documents)
    assert search_index.SearchIndex(tmp_path).similar("ME", now=NOW) == ("NEAR", "FAR", "LEVEL")


def test_similar_vacancies_share_a_family_or_two_words_not_just_a_rank(tmp_path: Path) -> None:
    documents = [
        VacancyDocument("CTO", "Chief Technology Officer", family="chief", closing=9_000),
        VacancyDocument("CIO", "Director of Digital", family="chief", role="cto", closing=9_000),
        VacancyDocument("TEC", "Technology Officer", family="it_operations", closing=9_000),
        VacancyDocument("DSK", "Desktop Support Officer", family="it_operations", closing=9_000),
    ]
    search_index.rebuild(
        tmp_path, documents + [VacancyDocument(f"X{n}", f"Analyst {n}", closing=9_000) for n in range(40)]
    )
    similar = search_index.SearchIndex(tmp_path).similar("CTO", now=NOW)
    assert "TEC" in similar
    assert "DSK" not in similar
