"""What members say to be found by, their consents, approaches to them, and introductions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant

_STANDS = text("withdrawn_at is null")


class FoundProfile(Model):
    """What a member says of themselves, to be found by. Nobody but they see it before they agree (FoundConsent).

    `places` is a list of {name, lat, lon}; `least_pounds` whole pounds a year. `shown_to_own` lets their own employer's
    campaigns find them.
    """

    __tablename__ = "found_profiles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    families: Mapped[list[str]] = mapped_column(JSON, default=list)
    levels: Mapped[list[str]] = mapped_column(JSON, default=list)
    places: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    miles: Mapped[int] = mapped_column(Integer, default=25)
    workplaces: Mapped[list[str]] = mapped_column(JSON, default=list)
    least_pounds: Mapped[int | None] = mapped_column(Integer)
    clearance: Mapped[list[str]] = mapped_column(JSON, default=list)
    patterns: Mapped[list[str]] = mapped_column(JSON, default=list)
    free_from: Mapped[date | None] = mapped_column(Date)
    shown_to_own: Mapped[bool] = mapped_column(Boolean, default=False)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class FoundConsent(Model):
    """That a member agreed to be found: when, to which words, and until when. One stands at most."""

    __tablename__ = "found_consents"
    __table_args__ = (
        Index("uq_found_consents_standing", "person_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    asked_at: Mapped[datetime | None] = mapped_column(Instant)


class KeptFrom(Model):
    """An employer that is not to find a member: their `own`, one that they `named`, or one they `answered` never to.

    `organisation_key` is the register's where it knows the name; `organisation_id` is set for what was answered.
    """

    __tablename__ = "found_kept_from"
    __table_args__ = (CheckConstraint("why in ('own','named','answered')", name="why_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    why: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    organisation_key: Mapped[str | None] = mapped_column(String(200), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)


class Approach(Model):
    """A message about one campaign to one member, who may ignore it. Whether it was read is not kept.

    `called` is what the member is called in this campaign; `reasons` why they were thought of. `answer`: empty, more
    (they asked), introduce, no, or never (no, and never this employer again).
    """

    __tablename__ = "approaches"
    __table_args__ = (
        UniqueConstraint("campaign_id", "person_id"),
        CheckConstraint("answer in ('','more','introduce','no','never')", name="answer_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    called: Mapped[str] = mapped_column(String(12))
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    words: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(Instant, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    answer: Mapped[str] = mapped_column(String(10), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)


class ApproachMessage(Model):
    """What a member and the consultants write to each other after an approach, before or after an introduction."""

    __tablename__ = "approach_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    approach_id: Mapped[int] = mapped_column(ForeignKey("approaches.id"), index=True)
    from_member: Mapped[bool] = mapped_column(Boolean)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class Introduction(Model):
    """That a member was introduced: to whom, when, and in which words they agreed. It outlives the approach, and its
    withdrawing."""

    __tablename__ = "introductions"
    __table_args__ = (
        Index(
            "uq_introductions_standing",
            "campaign_id",
            "person_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    called: Mapped[str] = mapped_column(String(12))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    version: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
