"""U-07: whatever ends an upload or a removal half-way, file and row find each other again."""

import os
import resource
import signal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.documents import disk, queries, removing, sweeping
from portal.documents.models import Document
from portal.documents.refusals import Refused
from portal.privacy import erasing, finding
from tests.documents import making
from tests.documents.conftest import SUBJECT, TakeIn


def files(app: Flask) -> list[str]:
    return sorted(os.listdir(app.config["SETTINGS"].uploads_dir))


def grow_old(app: Flask) -> None:
    """Let the files be from two hours ago."""
    for each in Path(app.config["SETTINGS"].uploads_dir).iterdir():
        os.utime(each, (each.stat().st_atime, each.stat().st_mtime - 7_200))


def checked(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["check", *options])
    return result.exit_code, result.output


def killed(app: Flask, monkeypatch: pytest.MonkeyPatch, module: object, step: str, act: object) -> None:
    """Do it in a process of its own that is killed before this step."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(module, step, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
        try:
            with app.app_context():
                act()  # type: ignore[operator]
        finally:
            os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize(("module", "step"), [(os, "fsync"), (db.session, "flush"), (db.session, "commit")])
def test_an_upload_that_is_killed_leaves_no_row_and_its_file_is_swept(
    app: Flask, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch, module: object, step: str
) -> None:
    with app.app_context():
        take_in(name="kept.pdf")
    kept = files(app)
    killed(app, monkeypatch, module, step, take_in)
    with app.app_context():
        assert [each.name for each in queries.of(SUBJECT)] == ["kept.pdf"]
        assert len(files(app)) == 2 and sweeping.sweep() == 0, "it may be an upload that is going on"
    grow_old(app)
    code, said = checked(app)
    assert code == 1 and "1 forgotten files" in said
    code, said = checked(app, "--repair")
    assert code == 0 and "removed 1 uploaded files" in said and files(app) == kept


def test_the_file_of_a_virus_whose_deletion_was_killed_is_swept(app: Flask, take_in: TakeIn) -> None:
    with app.app_context():
        document = take_in()
        with transaction():
            db.session.get_one(Document, document.id).state = "refused"
        grow_old(app)
        assert sweeping.sweep() == 1 and files(app) == []


def test_forgotten_files_are_swept_by_the_worker_as_well(app: Flask, take_in: TakeIn) -> None:
    with app.app_context():
        take_in()
        disk.write(b"forgotten")
        grow_old(app)
        assert sweeping.sweep() == 1 and len(files(app)) == 1


def test_a_removal_that_is_killed_before_it_stands_removes_nothing(
    app: Flask, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        take_in()

    def remove() -> None:
        with transaction():
            removing.remove_all(SUBJECT)

    killed(app, monkeypatch, db.session, "commit", remove)
    with app.app_context():
        assert len(queries.of(SUBJECT)) == len(files(app)) == 1


def test_the_file_of_a_removal_that_stands_goes_even_if_the_worker_is_killed_over_it(
    app: Flask, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with app.app_context():
        take_in()
        with transaction():
            assert removing.remove_all(SUBJECT) == 1
        assert queries.of(SUBJECT) == [] and len(files(app)) == 1
    killed(app, monkeypatch, disk, "delete", lambda: app.test_cli_runner().invoke(args=["jobs", "work", "--burst"]))
    assert len(files(app)) == 1
    (tmp_path / "clock").write_text("2026-11-24T09:05:00+00:00")
    app.test_cli_runner().invoke(args=["jobs", "work", "--burst"])
    assert files(app) == []


def test_an_erasure_that_is_killed_over_the_files_is_completed(
    app: Flask, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        for _ in range(3):
            take_in()

    def erase() -> None:
        erasing.carry_out(finding.whom("robin@example.org"), app.config["SETTINGS"], by=None)

    killed(app, monkeypatch, erasing, "_erase_rows", erase)
    assert files(app) == []
    with app.app_context():
        assert len(db.session.scalars(select(Document)).all()) == 3
    result = app.test_cli_runner().invoke(args=["privacy", "complete"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        assert db.session.scalars(select(Document)).all() == []


def test_a_full_disk_takes_nothing_in_says_so_and_recovers(app: Flask, take_in: TakeIn) -> None:
    large = b"a" * 3_000_000
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    passed_over = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with app.app_context():
        take_in(name="before.pdf")
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, limits[1]))
            with pytest.raises(Refused, match="cannot be kept just now"):
                take_in(large, "large.txt")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, passed_over)
        assert [each.name for each in queries.of(SUBJECT)] == ["before.pdf"] and len(files(app)) == 1
        take_in(large, "large.txt")
        assert len(queries.of(SUBJECT)) == len(files(app)) == 2


def test_a_row_whose_file_a_backup_did_not_hold_is_owned_up_to(app: Flask, take_in: TakeIn) -> None:
    with app.app_context():
        disk.delete(take_in().stored_name)
    assert "1 uploaded files are missing" in checked(app)[1]
    assert checked(app, "--repair")[0] == 0
    with app.app_context():
        assert [each.words for each in queries.of(SUBJECT)] == ["The file was lost on our side. Hand it in again."]


def test_a_transaction_that_fails_after_the_file_was_written_leaves_it_to_the_sweeper(
    app: Flask, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.documents.taking_in.record", lambda *_, **__: 1 / 0)
    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            take_in()
        assert queries.of(SUBJECT) == [] and len(files(app)) == 1
        grow_old(app)
        assert sweeping.sweep() == 1 and files(app) == []


def test_an_old_upload_whose_row_is_there_is_never_swept(app: Flask, take_in: TakeIn) -> None:
    with app.app_context():
        take_in(making.docx())
        grow_old(app)
        assert sweeping.sweep() == 0 and len(files(app)) == 1
