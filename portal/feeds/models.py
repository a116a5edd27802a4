"""How each source is polled, and every fetch of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database.base import Model
from portal.database.types import Instant
from portal.vacancies.models import Source


class Polling(Model):
    """The state of polling one source.

    `health`: new, healthy, suspect (failed to look like itself; closes nothing), failing, gone, paused.
    `usual` is the number of entries that recent healthy fetches held. `mapping` says how a `mapped` source is
    read. `closes_by_absence` is False for lists that never claim to be complete.
    """

    __tablename__ = "pollings"

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    health: Mapped[str] = mapped_column(String(10), default="new")
    error_code: Mapped[str | None] = mapped_column(String(30))
    error_sentence: Mapped[str | None] = mapped_column(String(500))
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    closes_by_absence: Mapped[bool] = mapped_column(Boolean, default=True)

    etag: Mapped[str | None] = mapped_column(String(500))
    last_modified: Mapped[str | None] = mapped_column(String(100))
    body_hash: Mapped[str | None] = mapped_column(String(64))
    moved_to: Mapped[str | None] = mapped_column(String(2000))
    moved_days: Mapped[list[str]] = mapped_column(JSON, default=list)

    usual: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    gone_days: Mapped[list[str]] = mapped_column(JSON, default=list)
    interval_seconds: Mapped[int] = mapped_column(Integer, default=3600)
    next_check_at: Mapped[datetime] = mapped_column(Instant, index=True)
    last_fetch_at: Mapped[datetime | None] = mapped_column(Instant)
    last_good_at: Mapped[datetime | None] = mapped_column(Instant)
    noticed_at: Mapped[datetime | None] = mapped_column(Instant)

    source: Mapped[Source] = relationship()


class Fetch(Model):
    """One fetch or import of a source: what came, and where each entry went. The parts add up to `items`."""

    __tablename__ = "fetches"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    status: Mapped[int | None] = mapped_column(Integer)
    size: Mapped[int] = mapped_column(Integer, default=0)
    took_ms: Mapped[int] = mapped_column(Integer, default=0)
    items: Mapped[int] = mapped_column(Integer, default=0)
    new: Mapped[int] = mapped_column(Integer, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    folded: Mapped[int] = mapped_column(Integer, default=0)
    counted: Mapped[int] = mapped_column(Integer, default=0)
    held: Mapped[int] = mapped_column(Integer, default=0)
    rejected: Mapped[int] = mapped_column(Integer, default=0)
    error_code: Mapped[str | None] = mapped_column(String(30))
    warnings: Mapped[list[str]] = mapped_column(JSON, default=list)
