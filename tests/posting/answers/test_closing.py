"""A closing day and time becomes one instant, in both clock changes too (T-01)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal.posting.answers.closing import closing
from portal.posting.answers.shape import Asked

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def read(day: list[str], time: str, now: datetime = NOW) -> Any:
    return closing({"closes_on": day, "closes_time": time}, Asked(now, ("Leeds City Council",)))


@pytest.mark.parametrize(
    ("day", "time", "instant"),
    [
        (["30", "10", "2027"], "11:59pm", datetime(2027, 10, 30, 22, 59, tzinfo=UTC)),
        (["31", "10", "2027"], "11:59pm", datetime(2027, 10, 31, 23, 59, tzinfo=UTC)),
        # Half past one comes twice in that night: the later one, in the applicant's favour.
        (["31", "10", "2027"], "01:30", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        (["27", "March", "2027"], "11.59 pm", datetime(2027, 3, 27, 23, 59, tzinfo=UTC)),
        (["28", "3", "27"], "2am", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (["1", "Jun", "2027"], "noon", datetime(2027, 6, 1, 11, 0, tzinfo=UTC)),
        (["1", "6", "2027"], "17:00", datetime(2027, 6, 1, 16, 0, tzinfo=UTC)),
        (["1", "6", "2027"], "12:30am", datetime(2027, 5, 31, 23, 30, tzinfo=UTC)),
        (["29", "2", "2028"], "5 p.m.", datetime(2028, 2, 29, 17, 0, tzinfo=UTC)),
    ],
)
def test_a_day_and_a_time_in_london_are_one_instant(day: list[str], time: str, instant: datetime) -> None:
    found = read(day, time)
    assert (found.problems, found.values["closes_at"]) == ({}, instant)


@pytest.mark.parametrize(
    ("day", "time", "field", "sentence"),
    [
        (["28", "3", "2027"], "01:30", "closes_time", "The clocks go forward in that night, so there is no 1:30am on 28 March 2027. The next time that there is is 2:00am."),
        (["27", "3", "2027"], "midnight", "closes_time", "People read midnight as either end of the day. Enter 11:59pm for the end of the day that you named."),
        (["27", "3", "2027"], "00:00", "closes_time", "People read midnight as either end of the day. Enter 11:59pm for the end of the day that you named."),
        (["27", "3", "2027"], "", "closes_time", "Enter the time at which it closes, such as 11:59pm."),
        (["27", "3", "2027"], "5", "closes_time", "Enter the time as 11:59pm, 5pm or 17:00."),
        (["27", "3", "2027"], "25:00", "closes_time", "Enter the time as 11:59pm, 5pm or 17:00."),
        (["27", "3", "2027"], "13pm", "closes_time", "Enter the time as 11:59pm, 5pm or 17:00."),
        (["", "", ""], "5pm", "closes_on", "Enter the day on which it closes."),
        (["31", "11", "2027"], "5pm", "closes_on", "Enter a real day as day, month and year, such as 27 3 2027."),
        (["٣", "3", "2027"], "5pm", "closes_on", "Enter a real day as day, month and year, such as 27 3 2027."),
        (["1", "3", "2027"], "8am", "closes_on", "8:00am on Monday 1 March 2027 has passed. Enter a day and time to come."),
        (["3", "3", "2028"], "5pm", "closes_on", "Enter a day within the next year."),
    ],
)  # fmt: skip
def test_what_is_no_such_time_is_said_at_its_field(day: list[str], time: str, field: str, sentence: str) -> None:
    found = read(day, time)
    assert found.problems == {field: sentence}
    assert found.values["closes_at"] is None


def test_whatever_is_typed_gives_a_sentence_and_never_an_error() -> None:
    for typed in (
        {},
        {"closes_on": "1 2"},
        {"closes_on": ["a"] * 40, "closes_time": "\x00" * 9},
        {"closes_time": "9" * 999},
    ):
        assert closing(typed, Asked(NOW, ("X",))).problems
