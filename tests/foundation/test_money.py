"""How people read and write an amount."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.money import pence_of, pounds, pounds_and_pence


@pytest.mark.parametrize(
    ("pence", "words"),
    [(0, "£0"), (5, "£0.05"), (100, "£1"), (123_450, "£1,234.50"), (120_000, "£1,200"), (-500, "−£5"), (-1, "−£0.01")],
)
def test_whole_pounds_have_no_pence(pence: int, words: str) -> None:
    assert pounds(pence) == words


@pytest.mark.parametrize(
    ("written", "pence"),
    [("1250", 125_000), (" £1,250 ", 125_000), ("1250.50", 125_050), ("£ 0.05", 5), ("9,999,999.99", 999_999_999)],
)
def test_pounds_as_people_write_them_are_pence(written: str, pence: int) -> None:
    assert pence_of(written) == pence


@pytest.mark.parametrize(
    "written", [None, "", "ten", "-5", "1.5", "1.555", "1,25", "1e5", "٣٨", "12345678", "1,000,000,000"]
)
def test_what_is_no_amount_is_none(written: str | None) -> None:
    assert pence_of(written) is None


@given(st.integers(0, 999_999_999))
def test_an_amount_that_we_wrote_is_read_back(pence: int) -> None:
    assert pence_of(pounds_and_pence(pence)) == pence_of(pounds(pence)) == pence
