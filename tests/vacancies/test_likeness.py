"""How surely two vacancies are one job."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.vacancies.likeness import Features, compare, fingerprint, similar_titles, title_key

CLOSES = datetime(2026, 12, 13, 23, 59, tzinfo=UTC)
TEXT = " ".join(f"word{number}" for number in range(200))
JOB = Features(
    title_key="network engineer",
    employer_key="leeds-city-council",
    places=frozenset({"leeds"}),
    pay=(3_862_600, 4_270_800),
    closes_at=CLOSES,
    grade="po2",
    fingerprint=fingerprint(TEXT),
)


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (replace(JOB, grade=""), "same"),
        (replace(JOB, places=frozenset({"bradford"})), "likely"),
        (replace(JOB, places=frozenset({"bradford"}), fingerprint=()), "new"),
        (replace(JOB, employer_key="leeds-beckett-university", fingerprint=()), "new"),
        (replace(JOB, employer_key="an-agency"), "likely"),
        (replace(JOB, title_key="network engineers", fingerprint=()), "likely"),
        (replace(JOB, title_key="senior network engineer", fingerprint=()), "new"),
        (replace(JOB, fingerprint=fingerprint(TEXT.replace("word", "other"))), "new"),
        (Features("network engineer", "leeds-city-council"), "likely"),
    ],
)
def test_two_adverts_are_one_job_only_on_two_facts_and_nothing_against(other: Features, verdict: str) -> None:
    assert compare(JOB, other).verdict == verdict


def test_the_employers_own_reference_outweighs_a_deadline_that_one_board_has_not_extended() -> None:
    first = replace(JOB, reference="lcc 24 013")
    later = replace(first, closes_at=datetime(2026, 12, 27, 23, 59, tzinfo=UTC), fingerprint=())
    assert compare(first, later).verdict == "same"
    assert compare(first, replace(later, closes_at=CLOSES, reference="lcc 24 017")).verdict == "new"


def test_numbers_that_boards_give_say_nothing_against_one_job() -> None:
    assert compare(replace(JOB, reference="100234"), replace(JOB, reference="998877")).verdict == "same"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Data Engineer", "data engineer"),
        ("Data Engineer - SEO - Leeds", "data engineer"),
        ("Data Engineer (Band 7)", "data engineer"),
        ("Snr Data Engineer, 12 months FTC", "senior data engineer"),
    ],
)
def test_boards_additions_do_not_change_a_titles_key(title: str, key: str) -> None:
    assert title_key(title, ("Leeds",)) == key


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("ict support officer", "it support officer", True),
        ("support officer ict", "ict support officer", True),
        ("developer", "lead developer", False),
        ("service desk analyst 1", "service desk analyst 2", False),
        ("data analyst", "business analyst", False),
    ],
)
def test_titles_of_another_level_are_never_alike(a: str, b: str, alike: bool) -> None:
    assert similar_titles(a, b) is alike
