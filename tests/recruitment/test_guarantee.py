"""What is due when somebody who was placed leaves early."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.recruitment.guarantee import CONDITIONS, DEFAULT, Rung, ends_on, month_of, remedy

ALL_TICKED = frozenset(CONDITIONS)
DAYS = st.dates(date(2026, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("left", "percent", "pence"),
    [
        (date(2027, 3, 1), 75, 750_000),
        (date(2027, 3, 31), 75, 750_000),
        (date(2027, 4, 1), 50, 500_000),
        (date(2027, 4, 30), 50, 500_000),
        (date(2027, 5, 31), 25, 250_000),
        (date(2027, 6, 1), 0, 0),
    ],
)
def test_each_month_of_work_has_its_part_of_the_fee(left: date, percent: int, pence: int) -> None:
    due = remedy(
        fee_paid_pence=1_000_000, started_on=date(2027, 3, 1), left_on=left, schedule=DEFAULT, ticked=ALL_TICKED
    )
    assert (due.percent, due.pence) == (percent, pence)


def test_a_month_ends_before_the_last_day_of_one_that_is_shorter() -> None:
    start = date(2027, 1, 31)
    assert [month_of(start, day) for day in (date(2027, 2, 27), date(2027, 2, 28), date(2027, 3, 30))] == [1, 2, 2]
    assert month_of(start, date(2027, 3, 31)) == 3


@pytest.mark.parametrize("missing", list(CONDITIONS))
def test_nothing_is_due_without_every_condition_and_the_reason_names_it(missing: str) -> None:
    due = remedy(
        fee_paid_pence=1_000_000,
        started_on=date(2027, 3, 1),
        left_on=date(2027, 3, 8),
        schedule=DEFAULT,
        ticked=ALL_TICKED - {missing},
    )
    assert due.pence == 0
    assert CONDITIONS[missing][5:] in due.because


@given(DAYS, st.integers(0, 400), st.integers(0, 10_000_000))
def test_later_leaving_never_gives_more_back_and_never_more_than_was_paid(start: date, days: int, paid: int) -> None:
    def due(after: int) -> int:
        left = start + timedelta(days=after)
        return remedy(fee_paid_pence=paid, started_on=start, left_on=left, schedule=DEFAULT, ticked=ALL_TICKED).pence

    assert paid >= due(days) >= due(days + 1) >= 0


@given(DAYS)
def test_the_guarantee_ends_on_the_last_day_on_which_something_is_due(start: date) -> None:
    last = ends_on(start, DEFAULT)
    assert month_of(start, last) == 3
    assert month_of(start, last + timedelta(days=1)) == 4


def test_a_schedule_that_promises_nothing_has_ended_before_it_began() -> None:
    assert ends_on(date(2027, 3, 1), (Rung(1, 0),)) == date(2027, 2, 28)


def test_nobody_leaves_before_they_start() -> None:
    with pytest.raises(ValueError, match="before they start"):
        remedy(
            fee_paid_pence=1,
            started_on=date(2027, 3, 1),
            left_on=date(2027, 2, 28),
            schedule=DEFAULT,
            ticked=ALL_TICKED,
        )
