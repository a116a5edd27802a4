"""One spelling for comparing; all names but those of well-known kinds are invented."""

import pytest

from portal.employers.names import canonical, loose, names_nobody, parts


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("St. Orrin & Vale NHS Foundation Trust", "ST ORRIN AND VALE NHSFT"),
        ("Orrin and Vale Foundation NHS Trust", "Orrin & Vale NHS FT"),
        ("Department for Lamps, Wicks & Rural Affairs", "Department for Lamps Wicks  Rural Affairs"),
        ("Orrin Teaching Local Health Board", "Orrin Teaching Health Board"),
        ("NHS Orrin Integrated Care", "NHS Orrin ICB"),
        ("Orrin Fire & Rescue", "Orrin Fire and Rescue Authority"),
        ("Office of the Police and Crime Commissioner for Orrin", "OPCC for Orrin"),
        ("Lamp Company Ltd", "The Lamp Company Limited"),
        ("The King’s Lamp", "Kings Lamp"),
    ],
)
def test_one_body_has_one_spelling(written: str, also: str) -> None:
    assert canonical(written) == canonical(also)


@pytest.mark.parametrize(
    "written",
    [
        "Orrin City Council",
        "City of Orrin Council",
        "City of Orrin",
        "ORRIN CC",
        "Orrin Metropolitan Borough Council",
        "London Borough of Orrin",
        "Royal Borough of Orrin",
        "LB Orrin",
    ],
)
def test_the_kind_of_a_council_falls_away_loosely(written: str) -> None:
    assert loose(written) == "orrin council"


def test_kinds_of_council_stay_apart_strictly() -> None:
    assert canonical("Orrin County Council") != canonical("Orrin City Council")


def test_other_names_are_not_taken_for_councils() -> None:
    assert loose("Orrin Research Council") == "orrin research council"
    assert loose("City of Orrin College") != loose("Orrin College")


def test_a_trust_is_known_without_its_honours_or_its_letters() -> None:
    assert loose("Orrin Hospitals University NHS Trust") == loose("Orrin Hospitals NHS Trust")
    assert loose("Orrin Combined Healthcare Trust") == loose("Orrin Combined Healthcare NHS Trust")
    assert loose("Orrin Dolphin Trust") == "orrin dolphin trust"


def test_what_boards_join_is_taken_apart() -> None:
    assert "Orrin Council" in parts("Digital Services - Orrin Council")
    assert "Orrin Council" in parts("Lamp Shared Service c/o Orrin Council")
    assert parts("Lamp Office (Orrin)")[1:] == ("Lamp Office", "Orrin")
    assert parts("DepartmentLamp Office")[0] == "Lamp Office"


@pytest.mark.parametrize(
    "label", ["Central Advertising - Other", "Confidential", "N/A", "Human Resources", "Adult Critical Care", ""]
)
def test_labels_and_departments_name_nobody(label: str) -> None:
    assert names_nobody(label)


@pytest.mark.parametrize("name", ["Orrin Health", "Ofcom", "Lamp Care"])
def test_a_name_is_no_label(name: str) -> None:
    assert not names_nobody(name)
