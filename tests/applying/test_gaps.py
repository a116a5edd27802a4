"""Gaps in what an applicant says they did."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.applying.gaps import Period, gaps

TODAY = date(2026, 11, 25)


def test_more_than_three_months_between_two_posts_is_a_gap() -> None:
    worked = [Period(date(2020, 1, 1), date(2021, 3, 31)), Period(date(2021, 9, 1))]
    assert gaps(worked, today=TODAY) == [Period(date(2021, 4, 1), date(2021, 8, 31))]


def test_three_months_to_the_day_are_none() -> None:
    assert gaps([Period(date(2020, 1, 1), date(2021, 3, 31)), Period(date(2021, 7, 1))], today=TODAY) == []
    assert gaps([Period(date(2020, 1, 1), date(2021, 3, 31)), Period(date(2021, 7, 2))], today=TODAY) != []


def test_posts_side_by_side_leave_no_gap_between_them() -> None:
    worked = [Period(date(2015, 1, 1), date(2026, 11, 1)), Period(date(2016, 1, 1), date(2016, 2, 1))]
    assert gaps(worked, today=TODAY) == []


def test_the_time_since_the_last_post_counts_too() -> None:
    assert gaps([Period(date(2020, 1, 1), date(2026, 3, 31))], today=TODAY) == [Period(date(2026, 4, 1), TODAY)]


def test_who_tells_of_nothing_is_asked_about_nothing() -> None:
    assert gaps([], today=TODAY) == []


DAYS = st.dates(date(1990, 1, 1), TODAY)
PERIODS = st.lists(st.tuples(DAYS, DAYS).map(lambda two: Period(min(two), max(two))), min_size=1, max_size=8)


@given(PERIODS)
def test_a_gap_told_of_is_a_gap_no_longer(periods: list[Period]) -> None:
    assert gaps([*periods, *gaps(periods, today=TODAY)], today=TODAY) == []


@given(PERIODS)
def test_no_gap_overlaps_a_period(periods: list[Period]) -> None:
    for gap in gaps(periods, today=TODAY):
        assert gap.until is not None
        assert all(each.until < gap.since or each.since > gap.until for each in periods if each.until)
