"""Questions about a vacancy, and who wants to hear of the answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class Question(Model):
    """One question: `asked` as it was written, `public` as everybody reads it once it is answered.

    `state`: waiting, answered or declined; nothing is public before it is answered. `because` is what the asker is told
    of a question that was declined. Who asked is shown to nobody.
    """

    __tablename__ = "questions"
    __table_args__ = (CheckConstraint("state in ('waiting','answered','declined')", name="state_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    asked: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    public: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    because: Mapped[str] = mapped_column(String(500), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class QuestionFollower(Model):
    """Somebody who asked to be told of every answer about one vacancy."""

    __tablename__ = "question_followers"
    __table_args__ = (UniqueConstraint("campaign_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[datetime] = mapped_column(Instant)
