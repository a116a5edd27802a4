"""Pay in pounds, and grades turned into pounds by the published scales."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.posting.answers.pay import grade_of, pay, pay_of, pence_of, worth_of
from portal.posting.answers.shape import Asked, Read
from portal.vacancies.drafts import Grade

ASKED = Asked(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), ("Leeds City Council",), nation="england")
TERMS = Read({"hours": "37"})


def read(**typed: str) -> Any:
    return pay(typed, ASKED)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("38,626", 3_862_600), ("£38626", 3_862_600), ("£ 18.50", 1_850), ("42k", 4_200_000), ("18.5", 1_850), ("0", 0),
     ("38.5k", None), ("thirty", None), ("38,62", None), ("-5", None), ("1e5", None), ("", None), ("٣٨", None)],
)  # fmt: skip
def test_pounds_are_read_as_people_type_them(typed: str, pence: int | None) -> None:
    assert pence_of(typed) == pence


def test_a_range_keeps_its_words_its_parts_and_its_year() -> None:
    found = read(
        how="pounds", minimum="38,626", maximum="42,708", per="year", basis="pro_rata", allowances="£600 for call-out"
    )
    stated, grade = pay_of(found, TERMS, asked=ASKED, nation="england")
    assert found.problems == {}
    assert stated.stated == "£38,626 to £42,708 a year, pro rata plus £600 for call-out"
    assert (stated.minimum, stated.maximum, stated.period, stated.basis) == (3_862_600, 4_270_800, "year", "pro_rata")
    assert (stated.annual_minimum, stated.annual_maximum, stated.derived) == (3_862_600, 4_270_800, False)
    assert grade == Grade()


def test_an_hourly_rate_becomes_a_year_by_its_own_hours() -> None:
    stated, _ = pay_of(
        read(how="pounds", minimum="20", maximum="20", per="hour", basis="full_time"), TERMS, asked=ASKED, nation=None
    )
    assert stated.annual_minimum == round(2_000 * 37 * 52.143)


def test_points_become_pounds_beside_the_field_and_are_compared_but_not_stated() -> None:
    found = read(how="grade", scheme="njc_scp", grade="29 to 32")
    stated, grade = pay_of(found, TERMS, asked=ASKED, nation="england")
    worth = worth_of(grade, nation="england", on=date(2026, 11, 24))
    assert grade == Grade("njc_scp", "SCP 29-32")
    assert worth is not None and worth.pounds.startswith("£") and "NJC pay points in force from" in worth.source
    assert (stated.stated, stated.minimum, stated.derived) == ("SCP 29-32", None, True)
    assert stated.annual_minimum is not None and stated.annual_maximum is not None
    assert stated.annual_minimum < stated.annual_maximum


@pytest.mark.parametrize(
    ("scheme", "typed", "words"),
    [("njc_scp", "SCP 29 - 32", "SCP 29-32"), ("njc_scp", "34", "SCP 34"), ("afc_band", "8A", "Band 8a"), ("afc_band", "Band 6", "Band 6"),
     ("he_spine", "30-36", "Point 30-36"), ("civil_service_grade", "SEO", "SEO"), ("local_grade", "PO3", "PO3"), ("njc_scp", "PO3x", None), ("afc_band", "SEO", None)],
)  # fmt: skip
def test_a_grade_is_written_in_its_schemes_words(scheme: str, typed: str, words: str | None) -> None:
    found = grade_of(scheme, typed)
    assert (found.text if found else None) == words


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, {"how": "Choose how the pay is stated."}),
        ({"how": "pounds", "per": "year", "basis": "full_time"}, {"minimum": "Enter the lowest pay, the highest pay, or both."}),
        ({"how": "pounds", "minimum": "lots", "per": "day", "basis": "full_time"}, {"minimum": "Enter pounds in figures, such as £450."}),
        ({"how": "pounds", "minimum": "40000", "maximum": "30000", "per": "year", "basis": "actual"}, {"maximum": "The highest pay must not be less than the lowest."}),
        ({"how": "pounds", "minimum": "38", "per": "year", "basis": "actual"}, {"minimum": "£38 a year is not a usual pay. Check the figure, and what it is for."}),
        ({"how": "pounds", "minimum": "38000"}, {"per": "Choose what the pay is for: a year, a month, a day or an hour.", "basis": "Choose what the figures mean."}),
        ({"how": "grade"}, {"scheme": "Choose the pay scale.", "grade": "Enter the grade, points or band, such as 29 to 32, or 8a."}),
        ({"how": "unstated", "grade": "7"}, {"scheme": "Choose which pay scale the grade is of."}),
        ({"how": "grade", "scheme": "njc_scp", "grade": "top"}, {"grade": "We cannot read this as NJC pay points (SCP). Write it as 29 to 32."}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(typed: dict[str, str], problems: dict[str, str]) -> None:
    assert read(**typed).problems == problems


def test_no_pay_stated_is_no_pay() -> None:
    stated, _ = pay_of(read(how="unstated", allowances="£600"), TERMS, asked=ASKED, nation=None)
    assert (stated.stated, stated.minimum, stated.annual_minimum) == ("", None, None)
