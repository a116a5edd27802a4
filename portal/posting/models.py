"""An employer's own vacancies: the working copy, what was published of it and when, what moved it, what was bought for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class Posting(Model):
    """A vacancy that an organisation writes here. The public's page of it is a row of `vacancies` (`vacancy_id`).

    `answers` is the working copy, section to field to what was typed (posting.sections reads it); what is public is the
    newest PostingVersion. `title`, `on_behalf_of` and `closes_at` are what lists show. `revision` counts the savings of the
    working copy. `publish_at` is the day it waits for. `weeks` is how long an advert was bought in all, `shown_until` when
    they end, counted from `published_at`. While `approval_asked_at` is set its text waits for a colleague's word, and
    `approved_mark` is the mark of the text that was agreed to last (posting.agreeing). `order_reference` is the order that it waits for, `wishes` what is done once
    that one is settled. `again` says that it advertises the job of `copied_from_id` once more.
    """

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint(
            "state in ('draft','ready','scheduled','live','closed','withdrawn','discarded')", name="state_known"
        ),
        Index("ix_postings_organisation_state", "organisation_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    on_behalf_of: Mapped[str] = mapped_column(String(300), default="")
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id"))
    again: Mapped[bool] = mapped_column(Boolean, default=False)
    vacancy_id: Mapped[int | None] = mapped_column(ForeignKey("vacancies.id"), unique=True)
    publish_at: Mapped[datetime | None] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    weeks: Mapped[int] = mapped_column(Integer, default=0)
    shown_until: Mapped[datetime | None] = mapped_column(Instant)
    approval_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_mark: Mapped[str] = mapped_column(String(64), default="")
    order_reference: Mapped[str] = mapped_column(String(20), default="", index=True)
    wishes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_because: Mapped[str] = mapped_column(String(20), default="")
    ended_note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class PostingStep(Model):
    """One move of a vacancy: the history explains the state. `by_id` is empty where a job or an order moved it."""

    __tablename__ = "posting_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(10))
    after: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(String(500), default="")


class PostingVersion(Model):
    """What was public from one moment on, whole. `changes` are those that the public is shown, label to [before, now]."""

    __tablename__ = "posting_versions"
    __table_args__ = (UniqueConstraint("posting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id"))
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    changes: Mapped[list[str]] = mapped_column(JSON, default=list)


class PostingPurchase(Model):
    """What was bought for a vacancy: `kind` advert, extra_week or featured, once for each line of an order or each credit.

    `subject` is "line:ID" of an order's line, or "credit:NUMBER" of the vacancy, and is unique, so that an order that is
    told of twice gives nothing twice.
    """

    __tablename__ = "posting_purchases"
    __table_args__ = (UniqueConstraint("posting_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id"))
    subject: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    weeks: Mapped[int] = mapped_column(Integer, default=0)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class PostingHand(Model):
    """That somebody wrote in the text of a vacancy since it was agreed to last (posting.hands), and when they first did."""

    __tablename__ = "posting_hands"
    __table_args__ = (UniqueConstraint("posting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
