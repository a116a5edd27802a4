"""Kinds of employer by the words of invented names."""

import pytest

from portal.employers.kinds import completed, likely_kind, sure_kind


@pytest.mark.parametrize(
    ("name", "public", "sector"),
    [
        ("St Orrin's Hospice Trust", "no", "third_sector"),
        ("Orrin Community Health C.I.C.", "no", "third_sector"),
        ("Orrin United Foundation", "no", "third_sector"),
        ("Orrin City Football Club Community Trust", "no", "third_sector"),
        ("University of Orrin Students' Union", "no", "third_sector"),
        ("Royal College of Nursing", "no", "third_sector"),
        ("Orrin Air Ambulance", "no", "third_sector"),
        ("Orrin Housing Association Limited", "yes", "housing"),
        ("Orrin Multi Academy Trust Ltd", "yes", "education"),
        ("Orrin Learning Partnership", "yes", "education"),
        ("Orrin Primary and Nursery Academy", "yes", "education"),
        ("Orrin UTC", "yes", "education"),
        ("Orrin University Enterprises Ltd", "no", "private"),
        ("Orrin Healthcare (UK) Ltd", "no", "private"),
        ("Orrin Recruitment", "no", "private"),
        ("Teaching Personnel Orrin", "no", "private"),
        ("University Medical Centre", "yes", "nhs"),
        ("Drs Lamp and Wick", "yes", "nhs"),
        ("Orrin Dental Surgery", "no", "private"),
        ("Orrin Veterinary Practice", "no", "private"),
        ("Orrin GP Federation", "unclear", "nhs"),
        ("Orrin and Vale University Hospitals", "yes", "nhs"),
        ("Orrin Mental Health Trust", "yes", "nhs"),
        ("Orrin CCG", "yes", "nhs"),
        ("Orrin Town Council", "yes", "local_government"),
        ("Vale and Orrin Combined County Authority", "yes", "local_government"),
        ("Cyngor Sir Orrin", "yes", "local_government"),
        ("Police and Crime Commissioner for Orrin", "yes", "police"),
        ("Orrin Fire and Rescue", "yes", "fire"),
        ("Ministry of Lamps", "yes", "civil_service"),
        ("Orrin Preparatory School", "no", "private"),
        ("Orrin International School", "no", "private"),
        ("Little Lamps Day Nursery", "no", "private"),
        ("Orrin Nursery School", "yes", "education"),
        ("Ysgol Orrin", "yes", "education"),
        ("Orrin Beauty Academy", "no", "private"),
        ("Orrin Care Homes", "no", "private"),
        ("Orrin Technology", "no", "private"),
    ],
)
def test_kinds_that_names_leave_no_doubt_of(name: str, public: str, sector: str) -> None:
    kind = sure_kind(name)
    assert kind is not None
    assert (kind.public, kind.sector) == (public, sector)


@pytest.mark.parametrize(
    "name", ["World Lamp Council", "British Safety Council", "Ministry of Sound", "Orrin", "Lamp & Wick"]
)
def test_alike_words_prove_nothing(name: str) -> None:
    assert sure_kind(name) is None


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("Orrin Healthcare", "private"),
        ("Orrin Group", "private"),
        ("Orrin Trust", "third_sector"),
        ("Orrin Housing", "housing"),
    ],
)
def test_likely_kinds(name: str, sector: str) -> None:
    kind = likely_kind(name)
    assert kind is not None
    assert kind.sector == sector


def test_the_last_word_of_a_cut_name_is_completed_when_it_can_be_only_one() -> None:
    assert completed("Orrin Vale Catholic Edu") == "Orrin Vale Catholic Education"
    assert completed("Orrin Community Hi") == "Orrin Community High"
    assert completed("Orrin Co") == "Orrin Co"
