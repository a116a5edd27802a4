"""Files that people handed in: what each is, what it belongs to, and whether anybody may have it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant

WORK = "work-"
"""How the kind of a subject begins ("work-log:AB12CD34") whose files are part of somebody's work here: they are counted for
the thing and not for whoever hands them in, and stay when that person goes."""


class Document(Model):
    """One file in the uploads folder, under `stored_name`, which says nothing of it and is never reused.

    `subject` is what it belongs to, as "kind:reference", or empty. `original_name` is what the person called it, without
    path and control characters: it is only ever shown. `state`: pending (waits for the scanner, nobody may have it), clean,
    refused (its file is gone; `reason` says why in a sentence). A pending one is scanned at `due_at`, for the `tries`th
    time.
    """

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("state in ('pending','clean','refused')", name="state_known"),
        Index("ix_documents_state_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    subject: Mapped[str] = mapped_column(String(60), index=True)
    original_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300), default="")
    stored_name: Mapped[str] = mapped_column(String(40), unique=True)
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
