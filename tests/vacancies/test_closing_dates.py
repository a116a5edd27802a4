"""Closing times as advertised, to one instant."""

from datetime import UTC, datetime

import pytest

from portal.vacancies.closing_dates import read_closing, read_posted

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        ("2026-12-13", datetime(2026, 12, 13, 23, 59, tzinfo=UTC)),
        ("13/12/2026", datetime(2026, 12, 13, 23, 59, tzinfo=UTC)),
        ("13/12/2026 12:00", datetime(2026, 12, 13, 12, tzinfo=UTC)),
        ("11:59pm on Sunday 13th December 2026", datetime(2026, 12, 13, 23, 59, tzinfo=UTC)),
        ("midnight on 13 December", datetime(2026, 12, 13, 23, 59, tzinfo=UTC)),
        ("Apply before Midday on Friday 31st July 2027", datetime(2027, 7, 31, 11, tzinfo=UTC)),
        ("2027-07-31T23:59:00+01:00", datetime(2027, 7, 31, 22, 59, tzinfo=UTC)),
        ("5 January", datetime(2027, 1, 5, 23, 59, tzinfo=UTC)),
    ],
)
def test_a_printed_deadline_is_one_instant(printed: str, instant: datetime) -> None:
    assert read_closing(closing=printed, now=NOW).at == instant


@pytest.mark.parametrize(
    "printed",
    [
        "31 Nov 2026",
        "2999-01-01",
        "9999-12-31T23:59-05:00",
        "0001-01-01T00:00+14:00",
        "5 May 2027 10:00 +99:00",
        "2026-13-45",
    ],
)
def test_what_cannot_be_right_is_put_before_a_person(printed: str) -> None:
    found = read_closing(closing=printed, now=NOW)
    assert (found.at, found.impossible) == (None, True)
    read_posted(printed, now=NOW)


def test_an_interview_date_is_not_a_deadline() -> None:
    assert read_closing(description="Interviews: 3 December 2026.", now=NOW).at is None


def test_a_future_posting_date_does_not_pin_to_the_top() -> None:
    assert read_posted("2027-06-01", now=NOW).at == NOW
