import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import literal, select

from portal.accounts.models import Person
from portal.database.base import db
from portal.documents import disk, keeping, queries
from portal.foundation import clock
from tests.documents import making
from tests.documents.conftest import SUBJECT, TakeIn


def retained(app: Flask, tmp_path: Path, after: timedelta) -> None:
    (tmp_path / "clock").write_text((clock.now() + after).isoformat())
    assert app.test_cli_runner().invoke(args=["privacy", "retain"]).exit_code == 0


def test_what_belongs_to_nothing_goes_after_30_days_with_its_file_and_what_belongs_to_something_stays(
    app: Flask, take_in: TakeIn, tmp_path: Path
) -> None:
    with app.app_context():
        kept = take_in()
        take_in(making.docx(), subject="")
        retained(app, tmp_path, timedelta(days=29, hours=23))
        assert len(queries.of("")) == 1
        retained(app, tmp_path, timedelta(hours=1))
        assert queries.of("") == [] and len(queries.of(SUBJECT)) == 1
    app.test_cli_runner().invoke(args=["jobs", "work", "--burst"])
    with app.app_context():
        assert [each.name for each in disk.folder().iterdir()] == [kept.stored_name]


def test_what_belongs_to_a_thing_that_is_gone_goes_too_once_its_room_says_which_there_are(
    app: Flask, take_in: TakeIn, tmp_path: Path
) -> None:
    def people_there_are():
        return select(literal("person:") + Person.reference)

    with app.app_context():
        reference = db.session.scalar(select(Person.reference))
        for subject in (f"person:{reference}", "person:GONE", "persons:OTHER"):
            take_in(subject=subject)
        keeping.know_things(app, {"person": people_there_are})
        retained(app, tmp_path, timedelta(days=30))
        left = [each for each in (f"person:{reference}", "person:GONE", "persons:OTHER") if queries.of(each)]
        assert left == [f"person:{reference}", "persons:OTHER"]


@pytest.mark.parametrize("option", [(), ("--zip",)])
def test_a_person_s_download_holds_their_files(
    app: Flask, take_in: TakeIn, tmp_path: Path, option: tuple[str, ...]
) -> None:
    with app.app_context():
        take_in(making.pdf(), "My CV.pdf")
        take_in(making.docx(), "My CV.docx")
    into = tmp_path / "mine.zip"
    words = ["privacy", "export", "robin@example.org", *option, *([str(into)] if option else [])]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    if not option:
        assert "My CV.docx" in result.output and "stored_name" in result.output
        return
    with zipfile.ZipFile(io.BytesIO(into.read_bytes())) as archive:
        assert sorted(archive.namelist()) == ["files/01 My CV.pdf", "files/02 My CV.docx", "my-data.json"]
        assert archive.read("files/02 My CV.docx") == making.docx()


def test_no_byte_of_an_erased_person_s_document_is_left(app: Flask, take_in: TakeIn) -> None:
    """G-01: the text of a document too, which is packed."""
    with app.app_context():
        take_in(making.docx("Canarybird of Exeter"))
        take_in(b"Canarybird of Exeter", "Canarybird.txt")
    assert app.test_cli_runner().invoke(args=["privacy", "erase", "robin@example.org"]).exit_code == 0
    for path in Path(app.config["SETTINGS"].data_dir).rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        assert b"anarybird" not in held and not held.startswith(b"PK"), path
