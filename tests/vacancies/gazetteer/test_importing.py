"""The official place files, in small invented ones of their published layouts."""

import csv
import json
import zipfile
from pathlib import Path

import pytest

from portal.vacancies.gazetteer import follow_folder, load_gazetteer, miles_between
from portal.vacancies.gazetteer.grid import degrees_of
from portal.vacancies.gazetteer.importing import (
    NotThatKind,
    keep,
    read_code_point,
    read_onspd,
    read_open_names,
    rows_of,
)
from portal.vacancies.places import read_places


@pytest.fixture(autouse=True)
def shipped_tables_afterwards():
    yield
    follow_folder(None)


def open_names_row(
    name: str, other: str, kind: str, local: str, east: int, north: int, county: str, region: str, country: str
):
    row = [""] * 34
    for index, value in {
        2: name,
        4: other,
        6: kind,
        7: local,
        8: east,
        9: north,
        24: county,
        27: region,
        29: country,
    }.items():
        row[index] = str(value)
    return row


def test_a_grid_reference_is_where_ordnance_survey_says_it_is() -> None:
    lat, lon = degrees_of(651_409.903, 313_177.270)  # the worked example of the OS guide, Caister water tower
    assert miles_between(lat, lon, 52.657978, 1.716052) < 0.01


def test_code_point_gives_the_middle_of_each_outward_code() -> None:
    rows = [
        ["LS1 1AA", "10", "430000", "433000", "E92000001", "", "", "", "", ""],
        ["LS1 1AB", "10", "430200", "433400", "E92000001", "", "", "", "", ""],
        ["LS1 1AC", "90", "0", "0", "E92000001", "", "", "", "", ""],
        ["EH991AA", "10", "325000", "673000", "S92000003", "", "", "", "", ""],
    ]
    imported = read_code_point(rows, load_gazetteer())
    assert (imported.table, imported.read, imported.left_out) == ("outcodes", 4, 1)
    leeds = next(spot for spot in imported.spots if spot.name == "LS1")
    assert (leeds.nation, leeds.region) == ("england", "Yorkshire and The Humber")
    assert miles_between(leeds.lat, leeds.lon, *degrees_of(430_100, 433_200)) < 0.01
    assert next(spot.region for spot in imported.spots if spot.name == "EH99") == "Scotland"


@pytest.mark.parametrize("year", ["", "25cd"])
def test_the_ons_directory_is_read_by_the_names_of_its_columns(year: str) -> None:
    rows = [
        ["pcd", "pcds", "doterm", f"ctry{year}", f"rgn{year}", "lat", "long"],
        ["CF101AA", "CF10 1AA", "", "W92000004", "W99999999", "51.48", "-3.17"],
        ["CF101AB", "CF10 1AB", "201905", "W92000004", "W99999999", "55.00", "-1.00"],
        ["BT1 1AA", "BT1 1AA", "", "N92000002", "N99999999", "54.60", "-5.93"],
        ["B1  1AA", "B1 1AA", "", "E92000001", "E12000005", "52.48", "-1.90"],
        ["B1  1ZZ", "B1 1ZZ", "", "E92000001", "E12000005", "99.999999", "0.000000"],
    ]
    imported = read_onspd(rows, load_gazetteer())
    assert [(spot.name, spot.lat, spot.lon, spot.nation, spot.region) for spot in imported.spots] == [
        ("B1", 52.48, -1.9, "england", "West Midlands"),
        ("BT1", 54.6, -5.93, "northern_ireland", "Northern Ireland"),
        ("CF10", 51.48, -3.17, "wales", "Wales"),
    ]
    assert imported.left_out == 2


def test_open_names_gives_settlements_in_both_languages_and_nothing_else() -> None:
    rows = [
        open_names_row(
            "Little Invention", "", "populatedPlace", "Village", 430000, 433000, "Invented County", "Eastern", "England"
        ),
        open_names_row(
            "Tref Newydd", "Newtonville", "populatedPlace", "Town", 300000, 200000, "Powys", "Wales", "Wales"
        ),
        open_names_row("Invention Road", "", "transportNetwork", "Named Road", 1, 1, "", "", "England"),
    ]
    imported = read_open_names(rows, load_gazetteer())
    assert [(spot.name, spot.region, spot.county, spot.population) for spot in imported.spots] == [
        ("Little Invention", "East of England", "Invented County", 1_000),
        ("Newtonville", "Wales", "Powys", 10_000),
        ("Tref Newydd", "Wales", "Powys", 10_000),
    ]


@pytest.mark.parametrize("reader", [read_code_point, read_onspd, read_open_names])
def test_another_file_is_refused_with_what_was_looked_for(reader) -> None:
    with pytest.raises(NotThatKind, match="as"):
        reader([["name", "value"], ["a", "1"]], load_gazetteer())


def test_what_was_taken_in_is_used_in_place_of_the_shipped_table(tmp_path: Path) -> None:
    rows = [
        open_names_row("Leeds", "", "populatedPlace", "City", 651409, 313177, "Invented County", "Eastern", "England"),
        open_names_row(
            "Little Invention", "", "populatedPlace", "Village", 651409, 313177, "Invented County", "Eastern", "England"
        ),
    ]
    keep(read_open_names(rows, load_gazetteer()), tmp_path)
    follow_folder(tmp_path)
    assert [
        (place.name, round(place.lat or 0, 1))
        for place in read_places(locations=("Little Invention; Leeds; York; Belfast",))
    ] == [
        ("Little Invention", 52.7),
        ("Leeds", 52.7),
        ("York", 54.0),
        ("Belfast", 54.6),
    ]


def test_the_command_takes_the_archive_as_published_and_says_what_it_kept(app, tmp_path: Path) -> None:
    archive = tmp_path / "codepo_gb.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO,CY\n")
        packed.writestr("Data/CSV/ls.csv", '"LS1 1AA",10,430000,433000,"E92000001","","","","",""\n')
    done = app.test_cli_runner().invoke(args=["places", "import", "code-point-open", str(archive), "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (
        0,
        {"kind": "code-point-open", "table": "outcodes", "kept": 1, "read": 1, "left_out": 0},
    )
    kept = list(csv.DictReader((app.config["SETTINGS"].data_dir / "gazetteer" / "outcodes.csv").open()))
    assert [row["outcode"] for row in kept] == ["LS1"]
    assert "SW1A" in load_gazetteer().outcodes


def test_the_command_refuses_a_file_of_another_kind_and_keeps_nothing(app, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("name,value\na,1\n")
    done = app.test_cli_runner().invoke(args=["places", "import", "onspd", str(other)])
    assert done.exit_code == 1
    assert "does not name the column pcds" in done.output
    assert not (app.config["SETTINGS"].data_dir / "gazetteer" / "outcodes.csv").exists()


def test_files_of_a_folder_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2\n")
    (tmp_path / "b.csv").write_text("3,4\n")
    assert list(rows_of([tmp_path])) == [["1", "2"], ["3", "4"]]
