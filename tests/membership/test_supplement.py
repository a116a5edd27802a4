"""What growing into a higher tier costs for the months left, whatever the fees are."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from portal.membership import years
from portal.membership.models import FeeRow
from portal.membership.supplement import Supplement, supplement

FEES = st.integers(min_value=0, max_value=10_000_000)


@given(before=FEES, after=FEES, day=st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_it_is_the_difference_for_the_months_left_and_never_below_nothing_nor_above_the_difference(
    before: int, after: int, day: date
) -> None:
    months = 13 - day.month
    pence = Supplement(before, after, months).pence
    difference = max(0, after - before)
    assert 0 <= pence <= difference
    assert abs(12 * pence - difference * months) <= 6
    assert pence == years.share_of(difference, months)


@given(before=FEES, middle=FEES, after=FEES, months=st.integers(min_value=1, max_value=12))
def test_growing_in_two_steps_costs_as_much_as_in_one_to_the_penny_of_each_rounding(
    before: int, middle: int, after: int, months: int
) -> None:
    before, middle, after = sorted((before, middle, after))
    steps = Supplement(before, middle, months).pence + Supplement(middle, after, months).pence
    assert abs(steps - Supplement(before, after, months).pence) <= 1


@given(before=FEES, after=FEES)
def test_every_month_that_passes_makes_it_no_dearer(before: int, after: int) -> None:
    by_month = [Supplement(before, after, months).pence for months in range(1, 13)]
    assert by_month == sorted(by_month)
    assert by_month[-1] == max(0, after - before)


def test_it_follows_the_fees_in_force_on_the_day(app: Flask) -> None:
    with app.app_context(), transaction():
        db.session.add(FeeRow(klass="organisation", tier="large", pence=120_000, from_date=date(2026, 7, 1)))
    with app.app_context():
        june, july = (supplement("medium", "large", on=date(2026, month, 1)) for month in (6, 7))
        assert june.after_pence != july.after_pence == 120_000
        assert (june.months, july.months) == (7, 6)


def test_every_pair_of_tiers_has_a_price_on_every_day_of_a_year(app: Flask) -> None:
    tiers = ("small", "medium", "large", "very large")
    with app.app_context():
        for day in (date(2026, 1, 1) + timedelta(days=each) for each in range(0, 365, 13)):
            for before, after in product(tiers, tiers):
                assert supplement(before, after, on=day).pence >= 0


def test_without_a_fee_it_says_who_sets_one(app: Flask) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match="Our staff have to set one first"):
        supplement("large", "enormous", on=date(2026, 11, 24))
