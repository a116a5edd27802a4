"""What a person decides about a message that the sender left lying."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import update

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail import queries
from portal.mail.models import Message

SENDABLE = ("waiting", "unknown", "refused", "dropped")
DROPPABLE = ("waiting", "unknown", "refused")


class Act(Protocol):
    """One of the two below."""

    def __call__(self, message_id: int, *, by: int | None) -> None: ...


def send_again(message_id: int, *, by: int | None) -> None:
    """Put a message back in the queue, to be sent at once. Raises RuleBroken when it is sent, under way or wiped."""
    message = queries.by_id(message_id)
    if not message.recipient:
        raise RuleBroken("This message was wiped, because its time had passed or its person was erased.")
    refusal = "This message has been sent, or is being sent just now."
    _move(message, SENDABLE, "waiting", refusal, attempts=0, due_at=clock.now(), problem="", sent_at=None)
    record(
        "mail.sent_again", by=by, actor=None if by else "command", subject=f"mail:{message.id}", about=message.person_id
    )


def drop(message_id: int, *, by: int | None) -> None:
    """Do not send it any more. Raises RuleBroken when it is too late."""
    message = queries.by_id(message_id)
    _move(message, DROPPABLE, "dropped", "It is too late to drop this message.")
    record(
        "mail.dropped", by=by, actor=None if by else "command", subject=f"mail:{message.id}", about=message.person_id
    )


def _move(message: Message, allowed: tuple[str, ...], to: str, refusal: str, **values: object) -> None:
    done = db.session.execute(
        update(Message).where(Message.id == message.id, Message.state.in_(allowed)).values(state=to, **values)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken(refusal)
