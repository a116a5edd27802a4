"""Phrases are found in folded words."""

import pytest

from portal.classification.phrases import Finder, folded, table_of


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Senior C#/.NET Developer", "senior c# .net developer"),
        ("ASP.NET Engineer.", "asp .net engineer"),
        ("User-Centred  Design", "user centred design"),
        ("Node.js, Vue.js", "node js vue js"),
    ],
)
def test_folding_keeps_the_names_of_languages_whole(wording: str, expected: str) -> None:
    assert folded(wording) == expected


def found(table: dict[str, int], text: str) -> list[tuple[str, int]]:
    return [(match.phrase, match.meaning) for match in Finder(table).find(text.split())]


def test_a_phrase_inside_a_longer_one_is_not_found_beside_it() -> None:
    table = {"clinical": -3, "clinical systems": 6}
    assert found(table, "head of clinical systems") == [("clinical systems", 6)]
    assert found(table, "head of clinical education") == [("clinical", -3)]


def test_phrases_that_overlap_are_both_found() -> None:
    table = {"network security": 1, "security architect": 2}
    assert found(table, "network security architect") == [("network security", 1), ("security architect", 2)]


def test_the_last_word_may_be_in_the_plural_and_words_stay_whole() -> None:
    table = {"data analyst": 1, "it": 2}
    assert found(table, "data analysts") == [("data analyst", 1)]
    assert found(table, "biodata analyst recruiter item") == []


def test_of_two_rows_that_name_a_phrase_the_first_keeps_it() -> None:
    assert table_of([("first", ("a", "b")), ("second", ("b", "c"))]) == {"a": "first", "b": "first", "c": "second"}
