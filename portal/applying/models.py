"""Applications made here, what moved them, what was said about them, and those that members made elsewhere."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.applying.states import STATES
from portal.database.base import Model
from portal.database.types import Instant


class JobApplication(Model):
    """One person's application for one vacancy that an employer posted here.

    `answers` is section to field to what was typed (applying.answers reads it). `adjustments` is sealed under the
    installation's key; `equality` holds the answers until they are counted on submission, and is empty from then on.
    `number` is what the application is called while names are hidden: 1, 2, 3 in the order of sending, within its vacancy.
    `version` is the number of the posting's published version that it answers. `copied_from_id` is the application whose
    answers it began with. `warned_at` is when the draft's owner was told that the closing time is near.
    """

    __tablename__ = "job_applications"
    __table_args__ = (
        UniqueConstraint("posting_id", "person_id"),
        UniqueConstraint("posting_id", "number"),
        CheckConstraint(f"state in ({', '.join(repr(each) for each in STATES)})", name="state_known"),
        Index("ix_job_applications_posting_state", "posting_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    number: Mapped[int | None] = mapped_column(Integer)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    adjustments: Mapped[str] = mapped_column(Text, default="")
    equality: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(Integer, default=0)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("job_applications.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant, index=True)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    warned_at: Mapped[datetime | None] = mapped_column(Instant)


class ApplicationStep(Model):
    """One move of an application. `reason` is for those who decide; `told_at` and `told_words` are when its candidate
    was told of it, and in which words. `by_id` is empty where the clock moved it."""

    __tablename__ = "application_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"), index=True)
    event: Mapped[str] = mapped_column(String(24))
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    told_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    told_words: Mapped[str] = mapped_column(Text, default="")


class ApplicationMessage(Model):
    """What a candidate and those who run the recruitment write to each other."""

    __tablename__ = "application_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    from_candidate: Mapped[bool] = mapped_column(Boolean)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)


class EqualityTally(Model):
    """How often an answer was given for one vacancy: `shown` in full tens of applications, `waiting` since the last of them.

    No person, no time and no order of answers is kept, so that nothing can be joined to an application.
    """

    __tablename__ = "equality_tallies"
    __table_args__ = (UniqueConstraint("posting_id", "question", "answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id"))
    question: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(20))
    waiting: Mapped[int] = mapped_column(Integer, default=0)
    shown: Mapped[int] = mapped_column(Integer, default=0)


class ElsewhereApplication(Model):
    """An application that a member made elsewhere, for their own list: `vacancy_id` where it began from one shown here."""

    __tablename__ = "elsewhere_applications"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    vacancy_id: Mapped[int | None] = mapped_column(ForeignKey("vacancies.id"))
    title: Mapped[str] = mapped_column(String(300))
    employer: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(12), default="applied")
    applied_on: Mapped[date | None] = mapped_column(Date)
    next_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime] = mapped_column(Instant)
