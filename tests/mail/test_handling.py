"""What staff and operators do about messages that were left lying, and what is wiped when."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.mail import forgetting, handling, sending
from portal.mail.models import Message
from tests.conftest import STOPPED


def put(app: Flask, message_id: int, **values) -> None:
    with app.app_context(), transaction():
        for name, value in values.items():
            setattr(db.session.get_one(Message, message_id), name, value)


@pytest.mark.parametrize(
    ("state", "again", "dropped"),
    [
        ("waiting", "waiting", "dropped"),
        ("sending", None, None),
        ("sent", None, None),
        ("unknown", "waiting", "dropped"),
        ("refused", "waiting", "dropped"),
        ("dropped", "waiting", None),
    ],
)
def test_only_what_is_not_on_its_way_is_sent_again_or_dropped(
    app: Flask, write, states, state: str, again: str | None, dropped: str | None
) -> None:
    for act, expected in ((handling.send_again, again), (handling.drop, dropped)):
        (message_id,) = write(app, "ada@example.org")
        put(app, message_id, state=state)
        with app.app_context():
            if expected is None:
                with pytest.raises(RuleBroken), transaction():
                    act(message_id, by=None)
            else:
                with transaction():
                    act(message_id, by=None)
        assert states(app)[-1] == ("ada@example.org", expected or state)


def test_a_message_that_is_not_there_is_said_so(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotFound, match="no message 7"):
        handling.drop(7, by=None)


def test_after_ninety_days_nothing_says_who_was_told_what(app: Flask, write, tmp_path: Path) -> None:
    (old,) = write(app, "ada@example.org", unique_key="once")
    with app.app_context():
        sending.send_due(app.config["SETTINGS"])
    (tmp_path / "clock").write_text((datetime.fromisoformat(STOPPED) + timedelta(days=91)).isoformat())
    write(app, "grace@example.org")
    with app.app_context(), transaction():
        assert forgetting.wipe_old(at=clock.now()) == 1
    with app.app_context():
        rows = db.session.query(Message).order_by(Message.id)
        assert [(each.recipient, bool(each.body), each.unique_key) for each in rows] == [
            ("", False, "once"),
            ("grace@example.org", True, None),
        ]
    with app.app_context(), pytest.raises(RuleBroken, match="wiped"), transaction():
        handling.send_again(old, by=None)


def test_a_persons_messages_are_wiped_wherever_they_are(app: Flask, write, states) -> None:
    ids = write(app, "canary@example.org", "grace@example.org")
    with app.app_context():
        sending.send_due(app.config["SETTINGS"])
    ids += write(app, "canary@example.org")
    folder = app.config["SETTINGS"].mail_dir
    with app.app_context(), transaction():
        wiped = forgetting.wipe_person(0, frozenset({"canary@example.org"}))
    assert wiped == [ids[0], ids[2]]
    assert [forgetting.delete_files(folder, wiped) for _ in range(2)] == [1, 0]
    assert states(app) == [("", "sent"), ("grace@example.org", "sent"), ("", "dropped")]
    assert b"canary" not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_the_terminal_lists_and_sends_without_naming_anybody(app: Flask, write) -> None:
    write(app, "canary@example.org")
    run = app.test_cli_runner().invoke
    listed = run(args=["mail", "list"])
    assert listed.output.split("  ")[1:3] == ["waiting", "note"]
    assert run(args=["mail", "send"]).output == "1 messages sent.\n"
    assert run(args=["mail", "drop", "1"]).exit_code == 1
    assert run(args=["mail", "resend", "99"]).output == "Error: There is no message 99.\n"
    assert "canary" not in listed.output + run(args=["mail", "list", "--json"]).output
