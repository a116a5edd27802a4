"""`flask employers import`: official lists taken in twice, dry, and refused; the bodies are invented."""

import json

import pytest

from portal.app import create_app
from portal.config import Settings
from portal.employers.matching import find_employer
from portal.employers.register import follow_file

AUTHORITIES = (
    "local-authority-code,official-name,nice-name,start-date,end-date,replaced-by,nation,local-authority-type\n"
    "AAQ,Orrinvale Council,Orrinvale,2027-04-01,,,England,UA\n"
    "GAT,Gateshead Metropolitan Borough Council,Gateshead,1974-04-01,2027-03-31,AAQ,England,MD\n"
)


@pytest.fixture
def app(tmp_path):
    yield create_app(Settings.from_environment({"PORTAL_ENV": "test", "PORTAL_DATA_DIR": str(tmp_path / "data")}))
    follow_file(None)


@pytest.fixture
def run(app, tmp_path):
    listed = tmp_path / "authorities.csv"
    listed.write_text(AUTHORITIES)

    def run(*words: str, kind: str = "mysociety"):
        return app.test_cli_runner().invoke(args=["employers", "import", kind, str(listed), *words])

    return run


def test_a_list_adds_what_is_new_and_changes_what_ended(run) -> None:
    outcome = run("--json")
    assert outcome.exit_code == 0
    assert json.loads(outcome.output) == {
        "kind": "mysociety",
        "added": ["Orrinvale Council"],
        "changed": ["Gateshead Metropolitan Borough Council"],
        "unchanged": 0,
    }
    new = find_employer(employer="Orrinvale Council")
    assert (new.organisation, new.sector, new.public_sector) == ("Orrinvale Council", "local_government", "yes")
    assert find_employer(employer="Gateshead Council").organisation == "Orrinvale Council"


def test_the_same_list_twice_changes_nothing_more(run, app) -> None:
    run()
    written = app.config["SETTINGS"].bodies_file.read_text()
    again = json.loads(run("--json").output)
    assert (again["added"], again["changed"], again["unchanged"]) == ([], [], 2)
    assert app.config["SETTINGS"].bodies_file.read_text() == written


def test_a_dry_run_says_what_would_change_and_keeps_nothing(run, app) -> None:
    outcome = run("--dry-run")
    assert outcome.output.startswith("1 bodies would be added, 1 changed")
    assert not app.config["SETTINGS"].bodies_file.exists()


def test_a_file_of_another_kind_is_refused_in_a_sentence(run, app) -> None:
    outcome = run(kind="govuk")
    assert outcome.exit_code == 1
    assert "holds no bodies that can be read as govuk" in outcome.output
    assert not app.config["SETTINGS"].bodies_file.exists()


def test_a_known_body_keeps_its_key_and_its_domains(run, app) -> None:
    run()
    line = next(row for row in app.config["SETTINGS"].bodies_file.read_text().splitlines() if "gateshead" in row)
    assert line.startswith("gateshead-metropolitan-borough-council,")
    assert "gateshead.gov.uk" in line
