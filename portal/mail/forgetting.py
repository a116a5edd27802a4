"""What a message said is kept for as long as somebody may ask about it, and no longer."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from portal.database.base import db
from portal.mail.models import Message

KEEP = timedelta(days=90)
OVER = ("sent", "unknown", "refused", "dropped")


def wipe_old(*, at: datetime) -> int:
    """Take recipient and text out of old messages that are over; the row stays, so that nothing is told twice."""
    done = db.session.execute(
        update(Message)
        .where(Message.state.in_(OVER), Message.queued_at < at - KEEP, Message.recipient != "")
        .values(recipient="", body="", unsubscribe=None, person_id=None)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def wipe_person(person_id: int, addresses: frozenset[str]) -> list[int]:
    """Take everything out of the messages to this person or these addresses, sent or not; the ids of them."""
    mine = (Message.person_id == person_id) | Message.recipient.in_(addresses)
    ids = list(db.session.scalars(select(Message.id).where(mine)))
    waiting = Message.state.in_(("waiting", "sending"))
    db.session.execute(update(Message).where(mine, waiting).values(state="dropped", claimed_until=None))
    db.session.execute(
        update(Message)
        .where(mine)
        .values(recipient="", subject="", body="", unsubscribe=None, person_id=None, problem="")
    )
    return ids


def delete_files(folder: Path, ids: list[int]) -> int:
    """Delete the .eml files of these messages; how many there were. Safe to repeat."""
    gone = 0
    for message_id in ids:
        for path in folder.glob(f"*-{message_id:07}.eml"):
            path.unlink(missing_ok=True)
            gone += 1
    return gone
