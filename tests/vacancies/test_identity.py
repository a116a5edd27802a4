"""What makes a feed item the same advert as before."""

import pytest

from portal.vacancies.identity import Sightings, marks_of, stable_address, tidy_title, trusted


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("Data Engineer (Ref 16914)", "Data Engineer"),
        ("*closing soon* Data Engineer", "Data Engineer"),
        ("NEW - Data Engineer", "Data Engineer"),
        ("Data Engineer - Ref: ABC/123", "Data Engineer"),
        ("Reference Data Manager", "Reference Data Manager"),
    ],
)
def test_boards_noise_is_taken_off_a_title(printed: str, tidy: str) -> None:
    assert tidy_title(printed) == tidy


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.gov.uk/jobs/7?utm_source=feed",
        "https://example.gov.uk/jobs/7/",
        "https://example.gov.uk/jobs/7;jsessionid=AB12#apply",
    ],
)
def test_one_advert_has_one_stable_address(address: str) -> None:
    assert stable_address(address) == "example.gov.uk/jobs/7"


def test_a_new_key_on_every_visit_is_still_the_same_advert() -> None:
    before = marks_of(key="a1", address="https://example.org/1", title="Network Engineer")
    after = marks_of(key="b2", address="https://example.org/1", title="Network Engineer")
    assert Sightings([("known", before)], [after]).find(after) == ("known", False)


def test_a_new_link_and_a_new_key_with_the_same_words_is_still_the_same_advert() -> None:
    before = marks_of(
        key="a1", address="https://example.org/1?x=1", title="Network Engineer", employer="Anytown Council"
    )
    after = marks_of(
        key="b2", address="https://example.org/1?x=2", title="Network Engineer", employer="Anytown Council"
    )
    assert Sightings([("known", before)], [after]).find(after) == ("known", False)


def test_two_posts_that_read_alike_stay_two() -> None:
    first = marks_of(key="", address="https://example.org/1", title="Analyst")
    second = marks_of(key="", address="https://example.org/2", title="Analyst")
    sightings = Sightings([("one", first)], [first, second])
    assert sightings.find(first) == ("one", False)
    assert sightings.find(second) == (None, False)


def test_an_address_that_all_items_share_identifies_none_of_them() -> None:
    items = [marks_of(key="", address="https://example.org/search", title=title) for title in ("Analyst", "Architect")]
    assert [marks.address for marks in trusted(items)] == ["", ""]
