"""What an application asks for, what holds, and what is said about what does not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.applying.answers import work
from portal.applying.answers.whole import BY_KEY, read_whole, sections_of
from portal.applying.wanted import Wanted
from tests.applying.making import ANSWERS, EQUALITY, POST, WANTED


def problems_of(section: str, wanted: Wanted = WANTED, **typed: Any) -> dict[str, str]:
    return dict(BY_KEY[section].read({**ANSWERS.get(section, {}), **typed}, wanted).problems)


def test_what_is_answered_is_complete() -> None:
    assert read_whole(ANSWERS, WANTED).problems == {}


def test_nothing_answered_asks_for_every_section_that_is_needed() -> None:
    assert set(read_whole({}, WANTED).problems) == set(ANSWERS) - {"schemes"}


def test_a_vacancy_without_referees_and_documents_does_not_ask_for_them() -> None:
    keys = [each.key for each in sections_of(replace(WANTED, referees=False, cv="none"))]
    assert not {"referees", "documents"} & set(keys)


def test_a_cv_that_everybody_sends_is_missed() -> None:
    wanted = replace(WANTED, cv="must")
    assert read_whole(ANSWERS, wanted).problems == {"documents": {"cv": "Add your CV."}}
    assert read_whole({**ANSWERS, "documents": {"cv": "y"}}, wanted).complete


def test_without_criteria_one_statement_is_asked_for() -> None:
    wanted = replace(WANTED, criteria=())
    assert problems_of("criteria", wanted) == {"S1": "Write why you want this job."}
    assert problems_of("criteria", wanted, S1="Because.") == {}


@pytest.mark.parametrize(
    ("section", "typed", "problems"),
    [
        ("contact", {"name": " "}, {"name": "Enter your full name."}),
        ("contact", {"phone": "call me"}, {"phone": "Enter a telephone number, such as 07700 900 982, or leave it empty."}),
        ("right_to_work", {"right": ""}, {"right": "Choose whether you may work in the United Kingdom."}),
        ("right_to_work", {"right": "limited"}, {"right_note": "Say which permission you have, and until when."}),
        ("criteria", {"E2": ""}, {"E2": "Say how you meet essential criterion 2."}),
        ("criteria", {"E1": "word " * 251}, {"E1": "Use 250 words or fewer for essential criterion 1. There are 251."}),
        ("criteria", {"D1": "word " * 251}, {"D1": "Use 250 words or fewer for desirable criterion 1. There are 251."}),
        ("referees", {"second_mail": "nobody"}, {"second_mail": "Enter one e-mail address, such as recruitment@example.gov.uk."}),
        ("referees", {"first_name": ""}, {"first_name": "Enter the name of your first referee."}),
        ("schemes", {"schemes": ["lottery"]}, {"schemes": "Choose from the list."}),
        ("adjustments", {"needs": "yes"}, {"about": "Say what would help you."}),
        ("equality", {"age": "104"}, {"age": "Choose from the list, or leave it."}),
        ("declarations", {"true": []}, {"true": "Tick that what you wrote is true."}),
        ("declarations", {"related": "yes"}, {"related_note": "Say who it is, so that they take no part in choosing."}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(section: str, typed: dict[str, Any], problems: dict[str, str]) -> None:
    assert problems_of(section, **typed) == problems


def test_words_in_any_amount_of_space_are_counted_once() -> None:
    assert problems_of("criteria", E1="  ".join(["word"] * 250) + "\n\n") == {}


def test_no_to_adjustments_lets_go_of_what_was_said_about_them() -> None:
    read = BY_KEY["adjustments"].read({"needs": "no", "about": "A ramp"}, WANTED)
    assert read.values["about"] == ""


def test_equality_questions_may_all_be_left() -> None:
    assert set(BY_KEY["equality"].read({}, WANTED).values.values()) == {"not_said"}
    assert BY_KEY["equality"].read(EQUALITY, WANTED).values["sex"] == "female"


def test_a_scheme_that_the_vacancy_does_not_offer_is_not_claimed() -> None:
    read = BY_KEY["schemes"].read({"schemes": ["armed_forces", "at_risk"]}, WANTED)
    assert read.values["schemes"] == ("at_risk",)


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"since": "soon"}, {"since": "Enter the month and year in which it began, such as March 2019 or 3 2019."}),
        ({"since": "13 2019"}, {"since": "Enter the month and year in which it began, such as March 2019 or 3 2019."}),
        ({"since": "1 2027"}, {"since": "Enter a month that has begun. What lies ahead can be told in your answers."}),
        ({"now": [], "until": "2 2019"}, {"until": "It began in March 2019. Enter the same month or a later one."}),
        ({"now": [], "until": ""}, {"until": "Enter the month and year in which it ended, such as March 2019 or 3 2019, or tick that it goes on."}),
        ({"kind": "", "post_title": ""}, {"kind": "Choose what you did."}),
        ({"employer": ""}, {"employer": "Enter the employer, or where you studied."}),
        ({"kind": "care", "post_title": "", "employer": ""}, {}),
    ],
)  # fmt: skip
def test_a_period_is_read(typed: dict[str, Any], problems: dict[str, str]) -> None:
    assert work.post({**POST, **typed}, WANTED).problems == problems


@pytest.mark.parametrize("typed", ["3 2019", "03/2019", "March 2019", "mar 2019", "MARCH2019", "3.2019"])
def test_months_are_understood_as_people_type_them(typed: str) -> None:
    assert work.post({**POST, "since": typed}, WANTED).values["since"] == date(2019, 3, 1)


def test_a_gap_of_more_than_three_months_is_asked_about_and_any_reason_will_do() -> None:
    posts = [
        {**POST, "since": "1 2015", "until": "12 2017", "now": []},
        {**POST, "since": "6 2018"},
    ]
    asked = problems_of("employment", posts=posts)
    assert asked == {"gap-2018-01": "Say in a few words what you did between January 2018 and May 2018."}
    assert problems_of("employment", posts=posts, **{"gap-2018-01": "I looked after my father."}) == {}


def test_the_newest_period_comes_first() -> None:
    older = {**POST, "since": "1 2015", "until": "2 2019", "now": []}
    read = BY_KEY["employment"].read({"posts": [older, POST]}, WANTED)
    assert [each["since"] for each in read.values["posts"]] == [date(2019, 3, 1), date(2015, 1, 1)]


def test_who_has_done_nothing_yet_says_so_with_a_tick() -> None:
    assert problems_of("employment", posts=[]) == {
        "nothing": "Add what you did, or tick that there is nothing to add yet."
    }
    assert problems_of("employment", posts=[], nothing=["y"]) == {}


@pytest.mark.parametrize("odd", [{"posts": "x"}, {"posts": [1, None]}, {"posts": {"a": 1}}, {"E1": ["a", "b"]}, {}])
def test_whatever_a_section_holds_is_read_without_failing(odd: dict[str, Any]) -> None:
    for section in BY_KEY.values():
        section.read(odd, WANTED)
