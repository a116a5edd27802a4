"""How results read in a list."""

from types import SimpleNamespace

import pytest

from portal.search.presenting import heading_of, pay_of

NONE = {"pay_minimum": None, "pay_maximum": None, "annual_minimum": None, "annual_maximum": None}
SCALE = NONE | {"annual_minimum": 4_800_000, "annual_maximum": 5_500_000, "pay_derived": True, "pay_stated": "Band 7"}


@pytest.mark.parametrize(
    ("facts", "reads"),
    [
        ({"pay_minimum": 3_000_000, "pay_maximum": 3_200_000}, "£30,000 to £32,000 a year"),
        ({"pay_minimum": 3_000_000, "pay_maximum": 3_000_000, "pay_basis": "pro_rata"}, "£30,000 a year, pro rata"),
        (SCALE, "£48,000 to £55,000 a year (from the pay scale)"),
        ({"pay_stated": "Competitive"}, "Competitive"),
        ({"pay_stated": "Words that go on and on about rewards, benefits, pension and the rest"}, "Pay not stated"),
        ({}, "Pay not stated"),
    ],
)
def test_pay_in_a_list_is_the_best_that_is_known(facts: dict, reads: str) -> None:
    vacancy = NONE | {"pay_period": "year", "pay_basis": "full_time", "pay_derived": False, "pay_stated": ""} | facts
    assert pay_of(SimpleNamespace(**vacancy)) == reads


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ("network", "2 vacancies for “network”"),
        ('"zebra keeper"', '2 vacancies for "zebra keeper"'),
        ("", "2 vacancies"),
    ],
)
def test_the_heading_puts_no_quotes_around_quotes(typed: str, reads: str) -> None:
    form = SimpleNamespace(words=typed, request=SimpleNamespace(near=None))
    assert heading_of(form, 2) == reads
