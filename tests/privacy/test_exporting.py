import json

from flask import Flask

from portal.privacy.rooms import holdings
from tests.privacy.conftest import PlantLife


def export(app: Flask, who: str) -> str:
    result = app.test_cli_runner().invoke(args=["privacy", "export", who])
    assert result.exit_code == 0, result.output
    return result.output


def columns_given() -> tuple[set[str], set[str]]:
    given = {f"{each.table}.{name}" for each in holdings() for name in each.exported}
    return given, {f"{each.table}.{name}" for each in holdings() for group in each.withheld.values() for name in group}


def test_the_export_holds_every_word_but_those_withheld_for_a_reason(app: Flask, live: PlantLife) -> None:
    life = live("mallow")
    text = export(app, life.email).lower()
    given, withheld = columns_given()
    assert [column for column, word in life.planted.items() if column in given and word not in text] == []
    assert [column for column, word in life.planted.items() if column in withheld - given and word in text] == []
    assert life.email in text and life.name.lower() in text and text.count(life.address) == 2


def test_each_thing_withheld_is_named_with_its_reason(app: Flask, live: PlantLife) -> None:
    held = json.loads(export(app, live("mallow").email))["held"]
    assert {each["table"] for each in held} == {each.table for each in holdings()}
    for said, declared in zip(held, holdings(), strict=True):
        assert said["withheld"] == {reason: list(names) for reason, names in declared.withheld.items()}
        # Where nothing at all is given out, not even how many rows there are is said.
        assert said["rows"] or not declared.exported, f"{said['what']}: the life that tests lead has none of it"


def test_the_export_holds_nothing_of_anybody_else(app: Flask, live: PlantLife) -> None:
    life, other = live("mallow"), live("tansy")
    text = export(app, life.email).lower()
    assert "tansy" not in text and "kim nobody" not in text and "colleague@" not in text
    assert [word for word in other.planted.values() if word in text] == []
    assert "not about me" not in text and "nor this" not in text and "198.51.100.88" not in text


def test_rows_elsewhere_are_called_by_their_names_not_by_numbers(app: Flask, live: PlantLife) -> None:
    held = json.loads(export(app, live("mallow").email))["held"]
    seats = next(each["rows"] for each in held if each["table"] == "organisation_seats")
    assert [each["organisation"] for each in seats] == ["Borough of Mallow"]


def test_an_unknown_address_is_answered_with_what_to_do(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["privacy", "export", "nobody@example.org"])
    assert result.exit_code == 1
    assert "Nothing is held of nobody@example.org." in result.output
