"""What consultants keep of their day: notes and calls about somebody, and what they mean to follow up."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, String, Text
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
