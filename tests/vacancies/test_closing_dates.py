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
        ("11 November", datetime(2026, 11, 11, 23, 59, tzinfo=UTC)),
        ("13/12/26", datetime(2026, 12, 13, 23, 59, tzinfo=UTC)),
        ("13.12.2026", datetime(2026, 12, 13, 23, 59, tzinfo=UTC)),
        ("2026/12/13", datetime(2026, 12, 13, 23, 59, tzinfo=UTC)),
        ("December 13, 2026", datetime(2026, 12, 13, 23, 59, tzinfo=UTC)),
        ("Sunday the thirteenth of December 2026", datetime(2026, 12, 13, 23, 59, tzinfo=UTC)),
        ("9am Mon 14th December", datetime(2026, 12, 14, 9, tzinfo=UTC)),
        ("5.00pm, Friday, 4 December 2026", datetime(2026, 12, 4, 17, tzinfo=UTC)),
        ("4 December 2026 at 0900 hours", datetime(2026, 12, 4, 9, tzinfo=UTC)),
        ("12 noon on 4th December", datetime(2026, 12, 4, 12, tzinfo=UTC)),
        ("midnight at the end of 4 December", datetime(2026, 12, 4, 23, 59, tzinfo=UTC)),
        ("13 Jun 2027 23:55 BST", datetime(2027, 6, 13, 22, 55, tzinfo=UTC)),
        ("13 Dec 2026 23:55 GMT", datetime(2026, 12, 13, 23, 55, tzinfo=UTC)),
        ("31/12/2026 23:55", datetime(2026, 12, 31, 23, 55, tzinfo=UTC)),
        ("2026-12-13T23:59:59+0000", datetime(2026, 12, 13, 23, 59, 59, tzinfo=UTC)),
        ("two weeks from 24 November 2026", datetime(2026, 12, 8, 23, 59, tzinfo=UTC)),
        ("10 days from the date of this advert", datetime(2026, 12, 4, 23, 59, tzinfo=UTC)),
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


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        ("25/10/2027 01:30", datetime(2027, 10, 25, 0, 30, tzinfo=UTC)),
        ("31/10/2027 01:30", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        ("2027-10-31T01:30:00+01:00", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("28/03/2027 01:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("28 March 2027", datetime(2027, 3, 28, 22, 59, tzinfo=UTC)),
        ("27 March 2027", datetime(2027, 3, 27, 23, 59, tzinfo=UTC)),
        ("31 October 2027", datetime(2027, 10, 31, 23, 59, tzinfo=UTC)),
        ("30 October 2027", datetime(2027, 10, 30, 22, 59, tzinfo=UTC)),
    ],
)
def test_at_a_clock_change_the_later_instant_is_meant(printed: str, instant: datetime) -> None:
    assert read_closing(closing=printed, now=NOW).at == instant


@pytest.mark.parametrize("printed", ["Open until filled", "Rolling", "Ongoing", "ASAP", "To be confirmed", ""])
def test_no_date_is_made_of_words_that_give_none(printed: str) -> None:
    assert read_closing(closing=printed, now=NOW).at is None


@pytest.mark.parametrize(
    ("said", "instant"),
    [
        ("Closing date: midday on Friday 4 December. Interviews 14 December.", datetime(2026, 12, 4, 12, tzinfo=UTC)),
        ("Interview date: 14 December 2026. Closing date: 4 December 2026", datetime(2026, 12, 4, 23, 59, tzinfo=UTC)),
        ("The vacancy will close at 9am Mon 7th December", datetime(2026, 12, 7, 9, tzinfo=UTC)),
        ("Apply by 5pm on 4 December 2026", datetime(2026, 12, 4, 17, tzinfo=UTC)),
        ("We may close this advert early. Closing date 4/12/2026", datetime(2026, 12, 4, 23, 59, tzinfo=UTC)),
        ("Applications close at midnight at the end of Sunday 6 December", datetime(2026, 12, 6, 23, 59, tzinfo=UTC)),
        (
            "Applications must be submitted by 4 December 2026, interviews on 15 December",
            datetime(2026, 12, 4, 23, 59, tzinfo=UTC),
        ),
        ("Last day to apply: 4 December 2026", datetime(2026, 12, 4, 23, 59, tzinfo=UTC)),
        ("Closes 4 Dec", datetime(2026, 12, 4, 23, 59, tzinfo=UTC)),
        ("Advert closing: 04/12/2026, 17:00", datetime(2026, 12, 4, 17, tzinfo=UTC)),
        ("Please apply before the 4th December at 17:00", datetime(2026, 12, 4, 17, tzinfo=UTC)),
    ],
)
def test_a_text_gives_the_deadline_where_it_introduces_it(said: str, instant: datetime) -> None:
    assert read_closing(description=said, now=NOW).at == instant


@pytest.mark.parametrize(
    "said",
    [
        "Interviews will be held on 9 December 2026.",
        "The closing date may be brought forward to 1 December 2026.",
        "A fixed term post until 31 March 2027.",
        "Closing date: open until filled. Interviews from 12 December 2026.",
        "You will start on 4 January 2027.",
    ],
)
def test_other_dates_of_a_text_are_no_deadline(said: str) -> None:
    assert read_closing(description=said, now=NOW).at is None
