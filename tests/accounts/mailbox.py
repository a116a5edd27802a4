"""What was put into the outbox, and the links in it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.secrets import unseal
from portal.database.base import db
from portal.foundation import clock
from portal.mail.models import Message
from tests.conftest import STOPPED
from tests.people import PASSWORD, post


def mails(app: Flask, kind: str = "", to: str = "") -> list[Message]:
    """The messages so far, of one template and to one address when they are named; the last comes last."""
    with app.app_context():
        found = db.session.scalars(select(Message).order_by(Message.id)).all()
        return [each for each in found if kind in ("", each.kind.split("/")[-1]) and to in ("", each.recipient)]


def link(message: Message) -> str:
    """The path of the address in it that holds a token."""
    found = re.search(r"https?://[^/\s]+(/\S+/[\w-]{30,})", message.body)
    assert found, message.body
    return found[1]


def move(folder: Path, **after: float) -> None:
    """Let it be so long after the stopped time."""
    (folder / "clock").write_text((datetime.fromisoformat(STOPPED) + timedelta(**after)).isoformat())


def app_code(app: Flask, person_id: int, *, steps: int = 0) -> str:
    """What the person's app shows now, or so many half minutes later."""
    with app.app_context():
        sealed = db.session.get_one(Person, person_id, populate_existing=True).totp_secret
        secret = unseal(app.config["SETTINGS"].secret_key, sealed or "")
        db.session.rollback()
        assert secret
        return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + steps)


def set_up_factor(app: Flask, client: FlaskClient, person_id: int) -> list[str]:
    """Set up the second factor through its pages; the recovery codes."""
    post(client, "/account/second-factor/start", form_at="/account/second-factor")
    page = post(client, "/account/second-factor/set-up", code=app_code(app, person_id)).text
    return re.findall(r"<code>([\w-]+)</code>", page)


def fresh_sign_in(app: Flask, email: str = "robin@example.org", password: str = PASSWORD) -> FlaskClient:
    """A browser after the password was entered."""
    client = app.test_client()
    post(client, "/sign-in", email=email, password=password)
    return client
