"""The packs that were asked for, kept for a short time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class EvidencePack(Model):
    """A pack that somebody asked for: made by the worker, then kept until it is deleted (privacy.retention).

    `audience` is ours (consultants and staff) or client. `named` shows candidates' names as far as they may be known.
    `done` of `steps` says how far it is. `content` is the ZIP, which holds the PDF.
    """

    __tablename__ = "evidence_packs"
    __table_args__ = (
        CheckConstraint("audience in ('ours','client')", name="audience_known"),
        CheckConstraint("state in ('waiting','making','ready')", name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    audience: Mapped[str] = mapped_column(String(10))
    named: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    done: Mapped[int] = mapped_column(Integer, default=0)
    steps: Mapped[int] = mapped_column(Integer, default=0)
    asked_at: Mapped[datetime] = mapped_column(Instant, index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    ready_at: Mapped[datetime | None] = mapped_column(Instant)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
