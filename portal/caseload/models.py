"""What consultants keep of their day: notes and calls about somebody, and what they mean to follow up."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class LogEntry(Model):
    """A note about a candidate's application or a person of the client, or a call with anybody; the consultants' own.

    `on` is the day of the call, `direction` who called whom, `whom` who was spoken to where it is neither of the two.
    Notes about a campaign as such are recruitment's CampaignNote.
    """

    __tablename__ = "log_entries"
    __table_args__ = (
        CheckConstraint("kind in ('note','call')", name="kind_known"),
        CheckConstraint("direction in ('','in','out')", name="direction_known"),
        Index("ix_log_entries_campaign_on", "campaign_id", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[str] = mapped_column(String(4))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("job_applications.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    direction: Mapped[str] = mapped_column(String(3), default="")
    whom: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)


class FollowUp(Model):
    """Something to come back to on a day. It stands in the queue of whoever runs the campaign until it is done."""

    __tablename__ = "follow_ups"
    __table_args__ = (Index("ix_follow_ups_campaign_due", "campaign_id", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("job_applications.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)


class CampaignComment(Model):
    """What client and consultant write to each other about a campaign; both see all of it.

    `answered_at` is when the consultant answered what the client wrote, or said that nothing is to be answered.
    """

    __tablename__ = "campaign_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    from_client: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)


class MessageText(Model):
    """A text to begin a message from: a consultant's own, or, without an owner, the society's, which all of them use.

    `used_for` is the state of an application of which it tells, or "message". What it says are its versions.
    """

    __tablename__ = "message_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    used_for: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(100))
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class MessageTextVersion(Model):
    """What a text said from this version on; the newest counts."""

    __tablename__ = "message_text_versions"
    __table_args__ = (UniqueConstraint("text_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("message_texts.id"))
    number: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)


class ConsultantTarget(Model):
    """What staff and a consultant aim at in a month, named by its first day: placements, and fees in pence."""

    __tablename__ = "consultant_targets"
    __table_args__ = (UniqueConstraint("consultant_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultant_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    month: Mapped[date] = mapped_column(Date)
    placements: Mapped[int] = mapped_column(Integer)
    fees_pence: Mapped[int] = mapped_column(Integer)
    set_at: Mapped[datetime] = mapped_column(Instant)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
