"""What a person may decide in place of the reader."""

from datetime import UTC, datetime

import pytest

from portal.foundation.errors import RuleBroken
from portal.vacancies.overruling import facts_of, kept, revived

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("subject", "answer", "facts"),
    [
        ("ict", "yes", {"ict_decision": "yes"}),
        ("public_sector", "no", {"public_sector": "no"}),
        ("sector", "nhs", {"sector": "nhs"}),
        ("role", "data", {"role_family": "data", "role_name": None, "role_level": None}),
        (
            "role",
            "data/Data engineer/senior",
            {"role_family": "data", "role_name": "Data engineer", "role_level": "senior"},
        ),
        ("closes", "13 December 2026", {"closes_at": datetime(2026, 12, 13, 23, 59, tzinfo=UTC)}),
        ("closes", "unstated", {"closes_at": None}),
        ("pay", "automatic", {}),
    ],
)
def test_an_answer_gives_facts(subject: str, answer: str, facts: dict) -> None:
    assert facts_of(subject, answer, on=NOW) == facts


def test_pay_is_decided_in_the_words_of_an_advert() -> None:
    facts = facts_of("pay", "£38,000 to £42,000 a year", on=NOW)
    assert (facts["pay_minimum"], facts["annual_maximum"], facts["pay_period"]) == (3_800_000, 4_200_000, "year")
    assert facts_of("pay", "unstated", on=NOW)["pay_minimum"] is None


@pytest.mark.parametrize(
    ("subject", "answer", "says"),
    [
        ("ict", "perhaps", "yes, no"),
        ("sector", "space", "local_government"),
        ("role", "wizardry", "software_development"),
        ("pay", "plenty", "£38,000 to £42,000"),
        ("closes", "soon", "13 December 2026"),
        ("colour", "blue", "Decide one of"),
    ],
)
def test_an_answer_that_means_nothing_is_refused_with_what_to_say(subject: str, answer: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        facts_of(subject, answer, on=NOW)


def test_what_the_reader_found_survives_being_kept() -> None:
    facts = {"closes_at": NOW, "sector": "nhs", "pay_minimum": None}
    assert revived(kept(facts)) == facts
