"""Files beside a message are made when it leaves, by whoever keeps what is in them."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

from flask import Flask

from portal.database.base import db
from portal.database.transaction import transaction
from portal.mail import attaching, sending
from portal.mail.attaching import Attachment
from portal.mail.models import Message
from portal.mail.posting import post


def letters(app: Flask) -> list:
    folder: Path = app.config["SETTINGS"].mail_dir
    return [message_from_bytes(each.read_bytes(), policy=policy.default) for each in sorted(folder.glob("*.eml"))]


def test_a_message_leaves_with_the_files_that_it_names(app: Flask) -> None:
    asked: list[str] = []

    def make(reference: str) -> list[Attachment]:
        asked.append(reference)
        return [Attachment("one.pdf", "application/pdf", b"%PDF-1"), Attachment("one.xml", "application/xml", b"<a/>")]

    attaching.know_makers(app, {"papers": make})
    with app.app_context(), transaction():
        post("accounts/mail/closed.txt", to="robin@example.org", name="Robin", attached="papers:A-1")
        post("accounts/mail/closed.txt", to="robin@example.org", name="Robin")
    with app.app_context():
        sending.send_due(app.config["SETTINGS"])
    with_files, without = letters(app)
    assert asked == ["A-1"]
    assert [(each.get_filename(), each.get_content_type()) for each in with_files.iter_attachments()] == [
        ("one.pdf", "application/pdf"),
        ("one.xml", "application/xml"),
    ]
    assert next(with_files.iter_attachments()).get_content() == b"%PDF-1"
    assert "Robin" in with_files.get_body().get_content()
    assert list(without.iter_attachments()) == []


def test_a_file_that_cannot_be_made_holds_its_message_back_and_no_other(app: Flask) -> None:
    def fail(_reference: str) -> list[Attachment]:
        raise RuntimeError("the press is broken")

    attaching.know_makers(app, {"papers": fail})
    with app.app_context(), transaction():
        post("accounts/mail/closed.txt", to="robin@example.org", name="Robin", attached="papers:A-1")
        post("accounts/mail/closed.txt", to="sam@example.org", name="Sam")
    with app.app_context():
        sending.send_due(app.config["SETTINGS"])
        assert {each.state: each.problem for each in db.session.query(Message)} == {
            "waiting": "what goes beside it could not be made (RuntimeError)",
            "sent": "",
        }
    assert [each["To"] for each in letters(app)] == ["sam@example.org"]
