"""U-01: nobody may have a file before the scanner has found nothing in it."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.documents import clamd as speaking
from portal.documents import disk, queries, scanning, serving
from portal.documents.models import Document
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.mail.models import Message
from tests.conftest import MakeApp, MakePerson
from tests.documents import clamd_server, making
from tests.documents.clamd_server import Clamd
from tests.documents.conftest import SUBJECT, TakeIn, taker


@pytest.fixture
def take(scanned_app: Flask, make_person: MakePerson) -> TakeIn:
    return taker(make_person())


def states() -> list[tuple[str, str]]:
    return [(each.state, each.words) for each in queries.of(SUBJECT)]


def work(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["jobs", "work", "--burst"])
    assert result.exit_code == 0, result.output
    db.session.rollback()
    return result.output


def later(tmp_path: Path, wait: timedelta) -> None:
    (tmp_path / "clock").write_text((clock.now() + wait).isoformat())


WAITS = ("pending", "Being checked for viruses. This takes a minute or two.")


def test_a_file_waits_until_the_worker_had_it_looked_at(
    scanned_app: Flask, take: TakeIn, clamd: tuple[str, Clamd]
) -> None:
    with scanned_app.app_context():
        document = take(making.pdf())
        assert states() == [WAITS]
        with scanned_app.test_request_context(), pytest.raises(NotFound):
            serving.send(document)
        work(scanned_app)
        assert states() == [("clean", "")] and clamd[1].seen == [making.pdf()]
        with scanned_app.test_request_context():
            assert serving.send(queries.find(document.reference, SUBJECT)).status_code == 200


@pytest.mark.parametrize("data", [making.EICAR, making.docx(word__notes_DOT_txt=making.EICAR)], ids=["txt", "docx"])
@pytest.mark.parametrize("name", ["cv.pdf", "cv.docx"])
def test_a_virus_is_deleted_at_once_and_its_owner_is_told(
    scanned_app: Flask, take: TakeIn, data: bytes, name: str
) -> None:
    with scanned_app.app_context():
        document = take(data, name)
        path = disk.path_of(document.stored_name)
        assert path.is_file()
        work(scanned_app)
        assert states() == [("refused", "A virus was found in it, so it was deleted.")] and not path.exists()
        message = db.session.scalars(select(Message)).one()
        assert message.recipient == "robin@example.org" and name in message.body and name not in message.subject
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "documents.refused")).one()
        assert entry.facts == {"found": "Eicar-Test-Signature"} and entry.about_id == document.owner_id
        with scanned_app.test_request_context(), pytest.raises(NotFound):
            serving.send(queries.find(document.reference, SUBJECT))


@pytest.mark.parametrize("mood", ["nonsense", "error", "hangs_up", "silent", "slow"])
def test_without_a_verdict_a_file_goes_on_waiting_and_is_asked_about_again(
    scanned_app: Flask,
    take: TakeIn,
    clamd: tuple[str, Clamd],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mood: str,
) -> None:
    monkeypatch.setattr(speaking.find_in, "__kwdefaults__", {"seconds": 0.5})
    clamd[1].mood = mood
    with scanned_app.app_context():
        document = take(making.pdf())
        for wait in (1, 2, 4, 8, 15, 15):
            began = time.monotonic()
            assert scanning.scan_due() == (0, 1) and time.monotonic() - began < 3
            assert states() == [WAITS]
            due = db.session.get_one(Document, document.id).due_at
            assert due == clock.now() + timedelta(minutes=wait)
            assert scanning.scan_due() == (0, 1)
            later(tmp_path, timedelta(minutes=wait))
        clamd[1].mood = "well"
        assert scanning.scan_due() == (1, 0)
        assert states() == [("clean", "")]


def test_a_scanner_that_is_down_keeps_nobody_from_handing_in(
    app: Flask, make_app: MakeApp, make_person: MakePerson, tmp_path: Path
) -> None:
    robin = make_person()
    without = make_app(PORTAL_SCANNER=str(tmp_path / "nobody.listens"))
    with without.app_context():
        taker(robin)()
        taker(robin)()
        assert scanning.scan_due() == (0, 2) and states() == [WAITS, WAITS]
        later(tmp_path, timedelta(minutes=20))
        part = without.test_client().get("/readyz").json["parts"]["scanner"]
        assert part["state"] == "degraded" and "waits for the scanner since 09:00" in part["message"]


def test_one_file_without_a_verdict_does_not_hold_up_the_others(
    scanned_app: Flask, take: TakeIn, clamd: tuple[str, Clamd]
) -> None:
    with scanned_app.app_context():
        take(making.pdf())
        take(making.docx())
        clamd[1].mood = "error"
        scanning.scan_due()
        clamd[1].mood = "well"
        assert scanning.scan_due() == (1, 1) and [state for state, _ in states()] == ["pending", "clean"]


def test_the_scanner_is_reached_over_a_socket_of_the_file_system_too(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(making.EICAR)
    with clamd_server.serving(tmp_path / "clamd.ctl") as (address, _):
        assert speaking.find_in(path, scanner=address) == "Eicar-Test-Signature"


def test_a_file_that_was_removed_meanwhile_is_not_brought_back(
    scanned_app: Flask, take: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scanned_app.app_context():
        document = take(making.EICAR)

        def removed_meanwhile(*_: object, **__: object) -> str:
            db.session.execute(Document.__table__.delete().where(Document.id == document.id))
            db.session.commit()
            return "Eicar-Test-Signature"

        monkeypatch.setattr(speaking, "find_in", removed_meanwhile)
        assert scanning.scan_due() == (1, 0)
        assert states() == [] and db.session.scalars(select(Message)).all() == []


def test_without_a_scanner_what_its_content_allows_is_clean_and_the_check_says_so(app: Flask, take_in: TakeIn) -> None:
    with app.app_context():
        take_in()
        assert states() == [("clean", "")]
    assert "content only" in app.test_client().get("/readyz").json["parts"]["scanner"]["message"]
