"""Putting a message in the outbox, in the transaction that it tells of."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any

from flask import current_app, render_template
from sqlalchemy import select

from portal.config import Settings
from portal.database.base import db
from portal.foundation import clock
from portal.mail.models import Message

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def post(
    template: str,
    *,
    to: str,
    person_id: int | None = None,
    unique_key: str | None = None,
    unsubscribe: str | None = None,
    attached: str = "",
    **facts: Any,
) -> Message | None:
    """Add one message to one address in the caller's transaction; None when `unique_key` was told before.

    `template` is a text file such as "accounts/mail/confirm.txt" whose first line is "Subject: …"; it is given
    `facts` and `settings` and escapes nothing, for it is plain text. Subjects hold no personal data.
    `attached` names what is made and put beside it when it leaves, as "maker:reference" (mail.attaching).
    """
    if unique_key and db.session.scalar(select(Message.id).where(Message.unique_key == unique_key)) is not None:
        return None
    settings: Settings = current_app.config["SETTINGS"]
    subject, _, body = render_template(template, **facts).partition("\n")
    message = Message(
        message_id=_message_id(unique_key, host=settings.host),
        unique_key=unique_key,
        kind=template.removesuffix(".txt"),
        person_id=person_id,
        recipient=to,
        subject=_CONTROL.sub(" ", subject.removeprefix("Subject:")).strip()[:200],
        body=body.strip() + "\n",
        unsubscribe=unsubscribe,
        attached=attached,
        state="waiting",
        queued_at=clock.now(),
        due_at=clock.now(),
    )
    db.session.add(message)
    return message


def _message_id(unique_key: str | None, *, host: str) -> str:
    """The same for the same news, so that a message sent twice by accident is shown once by the reader's program."""
    name = hashlib.sha256(unique_key.encode()).hexdigest()[:32] if unique_key else secrets.token_hex(16)
    return f"<{name}@{host.split(':')[0]}>"
