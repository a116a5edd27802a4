import csv

import pytest

from portal.feeds import catalogue
from portal.feeds.formats.table import FORMATS
from portal.foundation.errors import RuleBroken


def test_every_known_source_is_valid_and_says_how_it_is_known() -> None:
    rows = catalogue.known()
    assert len(rows) == len({row.address for row in rows}) == len({row.name for row in rows}) >= 10
    assert {row.kind for row in rows} <= set(FORMATS)
    for row in rows:
        assert row.evidence
        assert (row.confirmed_on is None) == (row.confirmation == "not confirmed from here")


def test_holes_are_told_with_their_reason() -> None:
    assert {"Civil Service Jobs", "myjobscotland"} <= {hole.name for hole in catalogue.holes()}
    assert all(hole.because.endswith(".") for hole in catalogue.holes())


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("kind", "carrier_pigeon", "no kind 'carrier_pigeon'"),
        ("sector", "wizards", "'wizards' is not one of"),
        ("nations", "england|narnia", "'narnia' is not one of"),
        ("address", "ftp://x.example/", "not a web address"),
        ("evidence", "", "the evidence"),
    ],
)
def test_a_wrong_row_is_refused_by_name(tmp_path, monkeypatch, column: str, value: str, says: str) -> None:
    with (catalogue.FOLDER / "sources.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    rows[0][column] = value
    with (tmp_path / "sources.csv").open("w", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    with pytest.raises(RuleBroken, match=says):
        catalogue.known.__wrapped__()


def test_switching_on_is_safe_to_repeat(app) -> None:
    runner = app.test_cli_runner()
    listed = runner.invoke(args=["feeds", "add-known"])
    assert "Teaching Vacancies" in listed.output
    assert "not confirmed from here" in listed.output
    assert "Civil Service Jobs (civil_service): Pages only" in listed.output
    first = runner.invoke(args=["feeds", "add-known", "teaching vacancies"])
    again = runner.invoke(args=["feeds", "add-known", "Teaching Vacancies"])
    assert (first.output, again.output) == (
        "Source 1: Teaching Vacancies (new)\n",
        "Source 1: Teaching Vacancies (already on)\n",
    )
    by_sector = runner.invoke(args=["feeds", "add-known", "--sector", "education"])
    assert by_sector.output.count("(new)") == 3
    wrong = runner.invoke(args=["feeds", "add-known", "Teeching Vacancys"])
    assert wrong.exit_code == 1
    assert "'Teaching Vacancies'" in wrong.output
    none = runner.invoke(args=["feeds", "add-known", "--all-confirmed"])
    assert "none has been confirmed from here" in none.output
