"""Terms that nobody could answer are refused, with a sentence; which checks follow is one table."""

from dataclasses import replace
from datetime import date

import pytest

from portal.foundation.errors import RuleBroken
from portal.offering import check_kinds
from portal.offering.forms import day_of, pence_of
from portal.offering.terms import checked, conditions_of
from tests.offering.making import TERMS

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"post": " "}, "post that is offered"),
        ({"hours": ""}, "hours"),
        ({"salary_pence": 0}, "salary"),
        ({"salary_pence": 100_000_001}, "salary"),
        ({"answer_by": TODAY}, "after today"),
        ({"answer_by": date(2027, 3, 1)}, "within 90 days"),
        ({"starts_on": TODAY}, "start date after today"),
        ({"starts_on": date(2028, 12, 1)}, "within 18 months"),
        ({"starts_on": date(2026, 12, 1)}, "before the start"),
        ({"conditions": "x" * 4_001}, "4,000 characters"),
    ],
)
def test_terms_that_nobody_could_answer(change: dict[str, object], says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        checked(replace(TERMS, **change), today=TODAY)  # type: ignore[arg-type]


def test_good_terms_stay_as_they_are() -> None:
    assert checked(TERMS, today=TODAY) is TERMS
    assert conditions_of(" - One\n\n• Two ") == ["One", "Two"]


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("48,500", 4_850_000), ("£48500.50", 4_850_050), ("", 0), ("48.5", 0), ("-3", 0), ("fifty", 0), ("٤٨", 0)],
)
def test_a_salary_as_people_write_it(typed: str, pence: int) -> None:
    assert pence_of(typed) == pence


def test_a_day_as_people_write_it() -> None:
    assert day_of(["1", "2", "2027"]) == date(2027, 2, 1)
    assert day_of(["31", "2", "2027"]) is day_of(["", "", ""]) is day_of(None) is None


def test_a_firm_offer_has_the_checks_of_the_law_alone() -> None:
    assert check_kinds.wanted(is_conditional=False, clearances=["SC"], referees=["first"]) == [
        "identity",
        "right_to_work",
    ]


def test_a_conditional_offer_has_those_of_the_vacancy_and_of_the_referees() -> None:
    assert check_kinds.wanted(is_conditional=True, clearances=["SC", "DBS_basic"], referees=["first"]) == [
        "identity",
        "right_to_work",
        "reference_first",
        "clearance_SC",
        "clearance_DBS_basic",
    ]


def test_a_check_is_due_before_the_start() -> None:
    day = check_kinds.due_on("clearance_DV", accepted_on=TODAY, starts_on=date(2027, 1, 4))
    assert day == date(2027, 1, 3)
    assert check_kinds.due_on("identity", accepted_on=TODAY, starts_on=TODAY) == TODAY


def test_health_is_never_asked_for_by_itself() -> None:
    everything = check_kinds.wanted(is_conditional=True, clearances=list("x"), referees=["first", "second"])
    assert "health" not in everything and "health" in check_kinds.ADDABLE
