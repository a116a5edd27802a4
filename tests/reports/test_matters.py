"""By which day a report, a complaint and a request for data are to be answered."""

from datetime import date, timedelta

import pytest

from portal.reports.matters import MATTERS, complaint_due, data_request_due, report_due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 24), date(2026, 12, 22)),  # a Tuesday to a Tuesday
        (date(2026, 11, 28), date(2026, 12, 28)),  # Saturday: the Monday after
        (date(2026, 11, 29), date(2026, 12, 28)),  # Sunday: the Monday after
        (date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_complaint_is_answered_within_twenty_eight_days_or_the_monday_after(received: date, due: date) -> None:
    assert complaint_due(received) == due


def test_the_weekend_never_takes_a_complaint_past_the_thirty_days_of_the_law() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(800)]
    assert max((complaint_due(day) - day).days for day in days) == 30
    assert min((complaint_due(day) - day).days for day in days) == 28


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 24), date(2026, 12, 24)),
        (date(2027, 1, 29), date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2027, 3, 31), date(2027, 4, 30)),
        (date(2026, 12, 31), date(2027, 2, 1)),  # 31 January 2027 is a Sunday
        (date(2026, 12, 5), date(2027, 1, 5)),
    ],
)
def test_a_request_for_data_is_answered_within_a_calendar_month(received: date, due: date) -> None:
    assert data_request_due(received) == due


def test_every_matter_is_due_on_a_working_day_after_it_came() -> None:
    for matter in MATTERS.values():
        for number in range(400):
            received = date(2027, 1, 1) + timedelta(days=number)
            assert matter.due(received) > received and matter.due(received).weekday() < 5
    assert report_due(date(2026, 11, 24)) == date(2026, 12, 1)
