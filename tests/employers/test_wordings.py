"""What invented adverts say of their employers."""

import pytest

from portal.employers.wordings import introduced, says_charity, says_company, says_school, served


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Orrin Council is looking for a lamplighter.", "Orrin Council"),
        ("You will be joining Orrin Health Board at a bright time.", "Orrin Health Board"),
        ("Here at Lamp Office we shine.", "Lamp Office"),
    ],
)
def test_where_an_employer_is_introduced(text: str, name: str) -> None:
    assert name in list(introduced(text))


def test_whom_a_supplier_says_it_serves() -> None:
    assert list(served("We recruit on behalf of Orrin Council for lamps.")) == ["Orrin Council"]
    assert "Vale Police" in list(served("Our client, Vale Police, needs light."))
    assert list(served("Public sector experience desirable. We have worked in local government.")) == []


@pytest.mark.parametrize(
    "text", ["We are a national lamp charity.", "Registered charity 100.", "Orrin is a not-for-profit body."]
)
def test_charities_say_so(text: str) -> None:
    assert says_charity(text)


@pytest.mark.parametrize("text", ["You will work with charities.", "The charity sector is near."])
def test_speaking_of_charities_is_not_being_one(text: str) -> None:
    assert says_charity(text) is None


def test_companies_say_so() -> None:
    assert says_company("We are a leading independent provider of lamps")
    assert says_company("an independent day school for girls and boys")
    assert says_company("You can work on your own, independent of others") is None


def test_trusts_that_run_schools_say_so() -> None:
    assert says_school("Lamp Trust is a multi-academy trust of nine.")
    assert says_school("You will teach our pupils.") == "our pupils"
    assert says_school("You may visit schools.") is None
