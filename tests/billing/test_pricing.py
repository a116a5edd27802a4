"""Whole pence to the penny, for thousands of random baskets, discounts and rates."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.billing import vat
from portal.billing.pricing import ALL, NOTHING, Amounts, credited, half_up, priced, total
from portal.foundation.errors import RuleBroken

PENCE = st.integers(0, 10_000_000)
QUANTITIES = st.integers(1, 1_000)
SHARES = st.integers(0, ALL)
LINES = st.builds(
    lambda pence, quantity, discount, rate: priced(pence, quantity, discount=discount, vat=rate),
    PENCE,
    QUANTITIES,
    SHARES,
    st.sampled_from([0, 500, 1750, 2000, 2500]) | SHARES,
)


@pytest.mark.parametrize(
    ("pence", "quantity", "discount", "rate", "expected"),
    [
        (33_333, 1, 1_000, 0, (30_000, 0, 30_000)),
        (3_333, 3, 0, 2_000, (9_999, 2_000, 11_999)),
        (1, 1, 0, 2_000, (1, 0, 1)),
        (5, 1, 0, 2_000, (5, 1, 6)),
        (115, 1, 0, 2_000, (115, 23, 138)),
        (115, 1_000, 0, 2_000, (115_000, 23_000, 138_000)),
        (3_333, 1, 3_330, 2_000, (2_223, 445, 2_668)),
        (267_500, 1, 0, 1, (267_500, 27, 267_527)),
        (30_000, 1, ALL, 2_000, (0, 0, 0)),
    ],
)
def test_a_line_to_the_penny(pence: int, quantity: int, discount: int, rate: int, expected: tuple[int, ...]) -> None:
    line = priced(pence, quantity, discount=discount, vat=rate)
    assert (line.net_pence, line.vat_pence, line.gross_pence) == expected


def test_three_lines_of_33_pounds_33_carry_the_vat_of_each_line_and_not_of_their_sum() -> None:
    assert total([priced(3_333, 1, discount=0, vat=2_000)] * 3) == Amounts(9_999, 2_001)


@given(PENCE, SHARES)
def test_rounding_is_to_the_nearer_penny_and_a_half_goes_up(amount: int, share: int) -> None:
    exact = Fraction(amount * share, ALL)
    rounded = half_up(amount, share, ALL)
    assert -Fraction(1, 2) < rounded - exact <= Fraction(1, 2)


@given(st.lists(LINES, max_size=40))
def test_the_lines_of_any_basket_sum_to_the_order(lines: list[Amounts]) -> None:
    whole = total(lines)
    assert whole.net_pence + whole.vat_pence == whole.gross_pence == sum(each.gross_pence for each in lines)
    assert all(type(each) is int for each in (whole.net_pence, whole.vat_pence, whole.gross_pence))


@given(PENCE, QUANTITIES, SHARES, SHARES, SHARES)
def test_a_greater_discount_never_costs_more(pence: int, quantity: int, one: int, two: int, rate: int) -> None:
    less, more = sorted((one, two))
    dear, cheap = (priced(pence, quantity, discount=each, vat=rate) for each in (less, more))
    assert cheap.net_pence <= dear.net_pence and cheap.gross_pence <= dear.gross_pence


@given(LINES, st.lists(st.integers(1, 1_000_000), max_size=8))
def test_a_line_credited_bit_by_bit_is_credited_exactly(line: Amounts, parts: list[int]) -> None:
    before = NOTHING
    for part in [*parts, line.net_pence]:
        left = line.net_pence - before.net_pence
        if left == 0:
            break
        bit = credited(line, before, net_pence=min(part, left))
        assert bit.vat_pence >= 0
        before = total([before, bit])
        assert before.vat_pence <= line.vat_pence
    if line.net_pence:
        assert before == line


@pytest.mark.parametrize("pence", [0, -1, 1_001])
def test_nothing_and_more_than_is_left_cannot_be_credited(pence: int) -> None:
    with pytest.raises(ValueError, match="no more than is left"):
        credited(Amounts(2_000, 400), Amounts(1_000, 200), net_pence=pence)


RATES = (
    vat.Rate("standard", 1_750, date(2010, 1, 1)),
    vat.Rate("standard", 2_000, date(2011, 1, 4)),
    vat.Rate("exempt", 0, date(1973, 4, 1)),
)


def test_a_rate_counts_from_its_london_day_on() -> None:
    assert vat.rate_on(RATES, "standard", on=date(2011, 1, 3)) == 1_750
    assert vat.rate_on(RATES, "standard", on=date(2011, 1, 4)) == 2_000


def test_a_rate_that_nobody_set_is_refused_with_what_to_do() -> None:
    with pytest.raises(RuleBroken, match="No zero rate of VAT is set for 1 May 2020"):
        vat.rate_on(RATES, "zero", on=date(2020, 5, 1))


@pytest.mark.parametrize(
    ("points", "words"), [(2_000, "20%"), (1_750, "17.5%"), (3_330, "33.3%"), (5, "0.05%"), (0, "0%")]
)
def test_a_share_as_people_read_it(points: int, words: str) -> None:
    assert vat.percent(points) == words
