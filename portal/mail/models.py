"""The outbox: a message is a row written with what it tells of, and sent afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class Message(Model):
    """One message to one address.

    `state`: waiting (also while it will be tried again), sending (claimed until `claimed_until`), sent, unknown (the
    sender died between the server's yes and ours: never sent again by itself), refused (the server will not take
    it), dropped (no longer wanted). `unique_key` names what it tells, so that the same is told once. `kind` is its
    template. `attached` names what goes with it (mail.attaching). The text is wiped after its time (mail.forgetting) or with its person.
    """

    __tablename__ = "mail_messages"
    __table_args__ = (
        Index("ix_mail_messages_state_due", "state", "due_at"),
        CheckConstraint("state in ('waiting','sending','sent','unknown','refused','dropped')", name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    unique_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    unsubscribe: Mapped[str | None] = mapped_column(String(500))
    attached: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    queued_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str] = mapped_column(String(300), default="")
