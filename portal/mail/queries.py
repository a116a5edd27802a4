"""The outbox as staff and the operator see it."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from portal.database.base import db
from portal.foundation.errors import NotFound
from portal.mail.models import Message

STATES = {
    "waiting": "Waiting",
    "sending": "Being sent",
    "sent": "Sent",
    "unknown": "Perhaps sent",
    "refused": "Refused",
    "dropped": "Dropped",
}
NEEDS_SOMEBODY = ("unknown", "refused")
_SECRET = re.compile(r"(?<=[^/][/=])[\w.-]{24,}")
"""Tokens in addresses, behind a slash or an equals sign but not where the name of the host stands; references are shorter."""


def counts() -> dict[str, int]:
    """How many messages are in each state."""
    return {
        state: number
        for state, number in db.session.execute(select(Message.state, func.count()).group_by(Message.state))
    }


def oldest_due(at: datetime) -> datetime | None:
    """Since when the longest waiting message could have been sent."""
    return db.session.scalar(select(func.min(Message.due_at)).where(Message.state == "waiting", Message.due_at <= at))


def failing_since(since: datetime) -> int:
    """How many messages have been refused or lost since then."""
    return (
        db.session.scalar(select(func.count()).where(Message.state.in_(NEEDS_SOMEBODY), Message.queued_at >= since))
        or 0
    )


def without_secrets(body: str) -> str:
    """The text of a message with the part of its links that gives power taken out: whoever helps must not act as another."""
    return _SECRET.sub("(secret, shown to its recipient only)", body)


def by_id(message_id: int) -> Message:
    """One message; raises NotFound."""
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound(f"There is no message {message_id}.")
    return message


def listed(*, words: str = "", state: str = "", kind: str = "") -> Select[Message]:
    """The messages that fit, unordered."""
    found = select(Message)
    if state:
        found = found.where(Message.state == state)
    if kind:
        found = found.where(Message.kind == kind)
    if words:
        like = f"%{words.casefold()}%"
        found = found.where(or_(func.lower(Message.recipient).like(like), func.lower(Message.subject).like(like)))
    return found
