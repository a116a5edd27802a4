"""The append-only record of who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class AuditEntry(Model):
    """One act. The database refuses to change or delete a row, but for taking the network address away.

    `actor` is person, command or system; `actor_id` who, for a person. `subject` is what it was done to, as
    "kind:reference"; `about_id` whose data it concerned, so that they can see it. `facts` holds references, states
    and amounts, never names, addresses or what people wrote: those would outlive an erasure.
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    actor: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    subject: Mapped[str] = mapped_column(String(80), default="", index=True)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    address: Mapped[str | None] = mapped_column(String(45))
    request_id: Mapped[str | None] = mapped_column(String(32))
