"""Messages reach a real server once each, and what goes wrong on the way is written down (faults.md, E and W-07)."""

from __future__ import annotations

import email
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from portal.config import ROOT
from portal.database.base import db
from portal.database.transaction import transaction
from portal.mail import carrying, handling, sending
from portal.mail.models import Message
from tests.conftest import STOPPED, MakeApp, _set_up


def url(port: int) -> str:
    return f"smtp://127.0.0.1:{port}"


@pytest.fixture
def at(tmp_path: Path):
    """Moves the clock on from its start."""

    def move(**later: float) -> None:
        (tmp_path / "clock").write_text((datetime.fromisoformat(STOPPED) + timedelta(**later)).isoformat())

    return move


@pytest.fixture
def mailing(make_app: MakeApp, sink) -> Flask:
    return _set_up(make_app(PORTAL_SMTP_URL=url(sink.port), PORTAL_MAIL_FROM="portal@example.org"))


def send(app: Flask) -> Counter:
    with app.app_context():
        return sending.send_due(app.config["SETTINGS"])


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=default)


def test_each_message_goes_to_its_one_recipient_and_no_other(mailing: Flask, sink, write, states) -> None:
    write(mailing, "ada@example.org", "grace@example.org", name="Zoë")
    assert send(mailing) == {"sent": 2}
    assert [(sender, to) for sender, to, _ in sink.taken] == [
        ("portal@example.org", ["ada@example.org"]),
        ("portal@example.org", ["grace@example.org"]),
    ]
    mail = read(sink.taken[0][2])
    assert (mail["To"], mail["From"]) == ("ada@example.org", "Public Sector ICT Jobs <portal@example.org>")
    assert (mail["Subject"], mail["Auto-Submitted"], mail["Cc"], mail["Bcc"]) == ("News", "auto-generated", None, None)
    assert mail.get_content().splitlines() == ["Dear Zoë,", "", "all is well."]
    assert {state for _, state in states(mailing)} == {"sent"}
    assert send(mailing) == {}


def test_without_a_server_each_message_is_a_file_that_mail_programs_open(app: Flask, write) -> None:
    write(app, "ada@example.org", name="Zoë")
    assert send(app) == {"sent": 1}
    (file,) = app.config["SETTINGS"].mail_dir.glob("*.eml")
    mail = read(file.read_bytes())
    assert (mail["To"], mail.get_content().splitlines()[0]) == ("ada@example.org", "Dear Zoë,")


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
@pytest.mark.parametrize(
    ("answer", "state", "later"),
    [
        ("421 busy", "waiting", "sent"),
        ("450 greylisted", "waiting", "sent"),
        ("550 no such user", "refused", "refused"),
        ("552 full", "refused", "refused"),
    ],
)
def test_what_the_server_says_decides_whether_it_is_tried_again(
    mailing: Flask, sink, write, states, at, step: str, answer: str, state: str, later: str
) -> None:
    setattr(sink, step, lambda recipient: answer if "ada" in recipient else None)
    write(mailing, "ada@example.org", "grace@example.org")
    send(mailing)
    assert states(mailing) == [("ada@example.org", state), ("grace@example.org", "sent")]
    setattr(sink, step, lambda recipient: None)
    at(minutes=2)
    send(mailing)
    assert states(mailing)[0][1] == later
    assert sink.recipients.count("grace@example.org") == 1


def test_a_server_that_is_down_costs_one_try_and_everything_waits(make_app: MakeApp, nobody, write, states, at) -> None:
    app = _set_up(make_app(PORTAL_SMTP_URL=url(nobody)))
    write(app, "ada@example.org", "grace@example.org", "joan@example.org")
    assert send(app) == {"unreached": 1}
    assert {state for _, state in states(app)} == {"waiting"}
    assert send(app) == {}
    at(minutes=1, seconds=1)
    assert send(app) == {"unreached": 1}


def test_after_three_days_a_message_is_given_up(make_app: MakeApp, nobody, write, states, at) -> None:
    app = _set_up(make_app(PORTAL_SMTP_URL=url(nobody)))
    write(app, "ada@example.org")
    send(app)
    at(days=3, minutes=1)
    send(app)
    assert states(app) == [("ada@example.org", "refused")]


def test_a_server_that_says_nothing_is_left(make_app: MakeApp, write, states, monkeypatch) -> None:
    monkeypatch.setattr(carrying, "STEP_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = _set_up(make_app(PORTAL_SMTP_URL=url(silent.getsockname()[1])))
        write(app, "ada@example.org")
        assert send(app) == {"unreached": 1}
    assert states(app) == [("ada@example.org", "waiting")]


def test_a_line_that_breaks_after_the_text_leaves_it_unknown_until_a_person_decides(
    mailing: Flask, sink, write, at, monkeypatch
) -> None:
    plain = carrying.smtplib.SMTP.getreply

    def breaking(client):
        reply = plain(client)
        if sink.taken:
            raise ConnectionResetError
        return reply

    (message_id,) = write(mailing, "ada@example.org")
    monkeypatch.setattr(carrying.smtplib.SMTP, "getreply", breaking)
    assert send(mailing) == {"unknown": 1}
    monkeypatch.setattr(carrying.smtplib.SMTP, "getreply", plain)
    at(days=1)
    assert (send(mailing), sink.recipients) == ({}, ["ada@example.org"])
    with mailing.app_context(), transaction():
        handling.send_again(message_id, by=None)
    send(mailing)
    assert sink.recipients == ["ada@example.org"] * 2
    assert len({read(content)["Message-ID"] for _, _, content in sink.taken}) == 1


KILLED = """
import os, signal, sys
from portal.app import create_app
from portal.mail import sending
from portal.mail.carrying import ToServer

plain = ToServer.carry

def carry(self, mail, *, to, name):
    if sys.argv[1] == "before" and "grace" in to:
        os.kill(os.getpid(), signal.SIGKILL)
    outcome = plain(self, mail, to=to, name=name)
    if "grace" in to:
        os.kill(os.getpid(), signal.SIGKILL)
    return outcome

ToServer.carry = carry
app = create_app()
with app.app_context():
    sending.send_due(app.config["SETTINGS"])
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_sender_killed_around_the_servers_yes_sends_nothing_twice(
    mailing: Flask, sink, write, states, at, tmp_path: Path, moment: str
) -> None:
    """`after`: the server has said 250 and we have not written it down."""
    write(mailing, "ada@example.org", "grace@example.org", "joan@example.org")
    environment = {
        **os.environ,
        "PORTAL_ENV": "test",
        "PORTAL_DATA_DIR": str(mailing.config["SETTINGS"].data_dir),
        "PORTAL_SMTP_URL": url(sink.port),
        "PORTAL_CLOCK_FILE": str(tmp_path / "clock"),
    }
    program = [sys.executable, "-c", KILLED, moment]
    done = subprocess.run(program, cwd=ROOT, env=environment, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert states(mailing)[1] == ("grace@example.org", "sending")
    at(minutes=6)
    send(mailing)
    assert [state for _, state in states(mailing)] == ["sent", "unknown", "sent"]
    grace = {"grace@example.org": 1} if moment == "after" else {}
    assert Counter(sink.recipients) == {"ada@example.org": 1, "joan@example.org": 1, **grace}


def test_senders_at_once_send_each_message_once(app_on_either: Flask, sink, write) -> None:
    recipients = [f"person{number}@example.org" for number in range(12)]
    write(app_on_either, *recipients)
    settings = replace(app_on_either.config["SETTINGS"], smtp_url=url(sink.port))

    def one(_number: int) -> Counter:
        with app_on_either.app_context():
            return sending.send_due(settings)

    with ThreadPoolExecutor(3) as threads:
        ends = list(threads.map(one, range(3)))
    assert sum(each["sent"] for each in ends) == 12
    assert Counter(sink.recipients) == dict.fromkeys(recipients, 1)


@pytest.mark.parametrize(
    "recipient",
    [
        "a@example.org\r\nBcc: all@example.org",
        "a@x,b@y",
        "a@example.org\nX: y",
        "nobody",
        "",
        "a b@example.org",
        "=?utf-8?q?a=0ABcc:_all=40x?=@example.org",
    ],
)
def test_a_recipient_that_is_no_one_address_is_refused(mailing: Flask, sink, write, recipient: str) -> None:
    write(mailing, recipient)
    assert (send(mailing), sink.taken) == ({"refused": 1}, [])


@pytest.mark.parametrize(
    "hostile", ["x\r\nBcc: all@example.org", "x\u2028Bcc: all@x.org", "x%0d%0aBcc: y", "=?utf-8?q?x=0ABcc:_y?="]
)
def test_what_people_typed_adds_no_header(mailing: Flask, sink, write, hostile: str) -> None:
    write(mailing, "ada@example.org", subject=hostile, name=hostile)
    assert send(mailing) == {"sent": 1}
    ours = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"}
    mail = read(sink.taken[0][2])
    assert set(mail.keys()) == ours | {"Content-Type", "Content-Transfer-Encoding"}
    assert sink.recipients == ["ada@example.org"]


def test_an_address_with_letters_beyond_ascii_is_reached(mailing: Flask, sink, write) -> None:
    write(mailing, "zoë@example.org")
    assert send(mailing) == {"sent": 1}
    assert sink.recipients == ["zoë@example.org"]


def test_the_same_news_is_told_once(mailing: Flask, sink, write) -> None:
    assert len(write(mailing, "ada@example.org", unique_key="lapse:K7MT2XQ9:2026")) == 1
    assert write(mailing, "ada@example.org", unique_key="lapse:K7MT2XQ9:2026") == []
    send(mailing)
    assert sink.recipients == ["ada@example.org"]


def test_optional_mail_says_how_to_end_it_and_stops_after_a_refusal(mailing: Flask, sink, write, states) -> None:
    leave = "https://jobs.example.org/unsubscribe/token"
    write(mailing, "grace@example.org", unsubscribe=leave)
    send(mailing)
    mail = read(sink.taken[0][2])
    assert mail["List-Unsubscribe"] == f"<{leave}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    sink.at_rcpt = lambda recipient: "550 no such user"
    write(mailing, "grace@example.org")
    send(mailing)
    sink.at_rcpt = lambda recipient: None
    write(mailing, "grace@example.org", unsubscribe=leave)
    write(mailing, "grace@example.org")
    send(mailing)
    assert [state for _, state in states(mailing)] == ["sent", "refused", "refused", "sent"]


def test_the_worker_sends_what_is_written(mailing: Flask, sink, write) -> None:
    write(mailing, "ada@example.org")
    assert mailing.test_cli_runner().invoke(args=["jobs", "work", "--burst"]).exit_code == 0
    assert sink.recipients == ["ada@example.org"]


def test_what_is_kept_and_logged_of_a_failure_names_nobody(mailing: Flask, sink, write, caplog) -> None:
    sink.at_rcpt = lambda recipient: f"550 <{recipient}> unknown"
    write(mailing, "canary@example.org")
    send(mailing)
    assert "mail.not_sent" in caplog.text
    assert "canary" not in caplog.text + str([vars(each) for each in caplog.records])
    with mailing.app_context():
        assert "canary" not in db.session.query(Message).one().problem
