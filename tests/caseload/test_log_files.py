"""Files of notes and calls: judged by content, had by both who run the campaign and nobody else, gone with the note."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.caseload.models import LogEntry
from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import transaction
from portal.documents import disk, taking_in
from portal.documents.models import Document
from portal.foundation import clock
from portal.privacy import exporting, finding, retaining
from portal.recruitment.models import CampaignNote
from tests import people
from tests.applying.making import find
from tests.conftest import STOPPED
from tests.documents import making as files
from tests.selecting import making as selecting
from tests.selecting.making import Scene

PDF = files.pdf()


@pytest.fixture
def scene(app: Flask) -> Scene:
    return selecting.scene(app)


@pytest.fixture
def consultant(app: Flask, scene: Scene) -> FlaskClient:
    return people.sign_in(app, scene.consultant)


def log(scene: Scene) -> str:
    return f"/consultant/campaigns/{scene.campaign}/log"


def noted(app: Flask, scene: Scene, consultant: FlaskClient) -> str:
    """A note about the first candidate; the address of its files."""
    about = f"application:{scene.sent[0]}"
    people.post(consultant, f"{log(scene)}/note?about={about}", about=about, text="Their licence came.")
    with app.app_context():
        return f"{log(scene)}/entries/{db.session.scalars(select(LogEntry.reference)).one()}/files"


def hand_in(client: FlaskClient, at: str, content: bytes = PDF, name: str = "Licence.pdf"):
    return people.post(client, at, form_at=at, file=(BytesIO(content), name))


def documents(app: Flask) -> list[Document]:
    with app.app_context():
        found = db.session.scalars(select(Document).order_by(Document.id)).all()
        db.session.expunge_all()
        return list(found)


def test_a_file_is_added_shown_with_its_size_had_by_the_deputy_and_removed(
    app: Flask, scene: Scene, consultant: FlaskClient
) -> None:
    at = noted(app, scene, consultant)
    assert f'href="{at}"' in consultant.get(log(scene)).text
    assert "Their licence came." in consultant.get(at).text
    assert hand_in(consultant, at).location == at
    (row,) = documents(app)
    assert (row.subject, row.original_name, row.state) == (f"work-log:{at.split('/')[-2]}", "Licence.pdf", "clean")
    shown = consultant.get(log(scene)).text
    assert f"{at}/{row.reference}" in shown and "(PDF, " in shown and "Add or remove files" in shown
    deputy = people.sign_in(app, scene.deputy)
    assert "Licence.pdf" in deputy.get(log(scene)).text and "Add or remove files" not in deputy.get(log(scene)).text
    got = deputy.get(f"{at}/{row.reference}")
    assert got.data == PDF and got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Cache-Control"] == "no-store" and "sandbox" in got.headers["Content-Security-Policy"]
    assert people.post(deputy, f"{at}/{row.reference}/remove", form_at=log(scene)).status_code == 404
    assert people.post(consultant, f"{at}/{row.reference}/remove", form_at=at).location == at
    assert documents(app) == [] and consultant.get(f"{at}/{row.reference}").status_code == 404
    with app.app_context():
        acts = list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("caseload.file"))))
        assert acts == ["caseload.file_added", "caseload.file_removed"]


def test_a_note_of_the_campaign_itself_has_files_too(app: Flask, scene: Scene, consultant: FlaskClient) -> None:
    people.post(consultant, f"{log(scene)}/note", about="", text="The grading letter.")
    with app.app_context():
        number = db.session.scalars(select(CampaignNote.id)).one()
    at = f"{log(scene)}/entries/note-{number}/files"
    assert hand_in(consultant, at, files.docx(), "Grading.docx").location == at
    (row,) = documents(app)
    assert f"{at}/{row.reference}" in consultant.get(log(scene)).text
    assert consultant.get(f"{at}/{row.reference}").data == files.docx()


def test_what_is_no_document_is_refused_and_nothing_is_kept(app: Flask, scene: Scene, consultant: FlaskClient) -> None:
    at = noted(app, scene, consultant)
    assert "Choose a file." in people.post(consultant, at, form_at=at).text
    refused = hand_in(consultant, at, b"<html><script>alert(1)</script></html>")
    assert refused.status_code == 200 and "There is a problem" in refused.text
    assert documents(app) == []


def test_with_a_scanner_it_waits_and_nobody_has_it_meanwhile(
    app: Flask, scene: Scene, consultant: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = noted(app, scene, consultant)
    settings: Settings = app.config["SETTINGS"]
    monkeypatch.setitem(app.config, "SETTINGS", replace(settings, scanner="127.0.0.1:9"))
    hand_in(consultant, at)
    (row,) = documents(app)
    assert row.state == "pending" and consultant.get(f"{at}/{row.reference}").status_code == 404
    assert "Being checked for viruses" in consultant.get(log(scene)).text


def test_a_files_address_is_worth_nothing_to_anybody_else(app: Flask, scene: Scene, consultant: FlaskClient) -> None:
    at = noted(app, scene, consultant)
    hand_in(consultant, at)
    address = f"{at}/{documents(app)[0].reference}"
    with app.app_context():
        candidate = find(scene.sent[0]).person_id or 0
    stranger = people.make(app, "another.consultant@example.org", given=("consultant",))
    for person in (candidate, scene.owner, scene.chair, stranger):
        assert people.sign_in(app, person).get(address).status_code == 404, person
    assert app.test_client().get(address).status_code == 302
    for other in ("note-1", "note-x", "AAAAAAAA", "note-99999999999"):
        assert consultant.get(address.replace(at.split("/")[-2], other)).status_code == 404, other


def test_files_are_counted_for_the_note_and_not_for_whoever_hands_them_in(
    app: Flask, scene: Scene, consultant: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "MOST_OF_WORK", 2)
    monkeypatch.setattr(taking_in, "MOST_FILES", 0)
    at = noted(app, scene, consultant)
    assert [hand_in(consultant, at).status_code for _ in range(3)] == [302, 302, 200]
    assert "There are 2 files here" in hand_in(consultant, at).text and len(documents(app)) == 2


def test_a_file_goes_with_its_note(app: Flask, scene: Scene, consultant: FlaskClient) -> None:
    at = noted(app, scene, consultant)
    hand_in(consultant, at)
    people.post(consultant, at.removesuffix("/files") + "/remove", form_at=log(scene))
    assert documents(app) == [] and consultant.get(at).status_code == 404


def later(tmp_path: Path, *, days: int) -> None:
    (tmp_path / "clock").write_text((datetime.fromisoformat(STOPPED) + timedelta(days=days)).isoformat())


def test_a_file_about_an_applicant_goes_on_the_day_on_which_the_note_goes(
    app: Flask, scene: Scene, consultant: FlaskClient, tmp_path: Path
) -> None:
    hand_in(consultant, noted(app, scene, consultant))
    for days, number in ((364, 1), (366, 0)):
        later(tmp_path, days=days)
        with app.app_context(), transaction():
            retaining.apply(at=clock.now())
        with app.app_context():
            assert (len(documents(app)), db.session.query(LogEntry).count()) == (number, number)


def test_whoever_a_note_is_about_is_given_its_files_and_takes_them_along(
    app: Flask, scene: Scene, consultant: FlaskClient, tmp_path: Path
) -> None:
    hand_in(consultant, noted(app, scene, consultant))
    with app.app_context():
        whom = finding.by_id(find(scene.sent[0]).person_id or 0)
        into = BytesIO()
        exporting.write_archive(whom, into)
        assert b"files of notes about you/01 Licence.pdf" in into.getvalue()
        path = disk.path_of(documents(app)[0].stored_name)
        of_consultant = BytesIO()
        exporting.write_archive(finding.by_id(scene.consultant), of_consultant)
        assert b"Licence.pdf" not in of_consultant.getvalue()
    assert path.is_file()
    assert app.test_cli_runner().invoke(args=["privacy", "erase", next(iter(whom.addresses))]).exit_code == 0
    assert documents(app) == [] and not path.is_file()


def test_a_file_stays_when_the_consultant_who_kept_it_goes(app: Flask, scene: Scene, consultant: FlaskClient) -> None:
    hand_in(consultant, noted(app, scene, consultant))
    with app.app_context():
        address = next(iter(finding.by_id(scene.consultant).addresses))
    assert app.test_cli_runner().invoke(args=["privacy", "erase", address]).exit_code == 0
    (row,) = documents(app)
    with app.app_context():
        assert disk.path_of(row.stored_name).read_bytes() == PDF
