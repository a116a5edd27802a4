"""What those who choose leave behind: scores with their evidence, what was agreed, who saw a name, and who stood aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class Sift(Model):
    """One person's scores of one application in one round: criterion key to score, and to the evidence for it.

    Nobody else sees it before `done_at` of two of them is set.
    """

    __tablename__ = "sifts"
    __table_args__ = (
        UniqueConstraint("application_id", "round", "scorer_id"),
        CheckConstraint("round in ('longlist','shortlist','interview')", name="round_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"))
    round: Mapped[str] = mapped_column(String(10))
    scorer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    scores: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    saved_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)


class Moderation(Model):
    """The scores that were agreed where two differed, with why."""

    __tablename__ = "moderations"
    __table_args__ = (UniqueConstraint("application_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"))
    round: Mapped[str] = mapped_column(String(10))
    scores: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    because: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Instant)


class Unhiding(Model):
    """Somebody asked to see the name behind an application before the shortlist, and why."""

    __tablename__ = "unhidings"
    __table_args__ = (UniqueConstraint("application_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    because: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class Interest(Model):
    """A member of a panel says that they know a candidate: they take no part in choosing them. Taken back by `ended_at`."""

    __tablename__ = "interests"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
