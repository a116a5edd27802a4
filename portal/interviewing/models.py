"""Rounds of interviews with their times, who of the panel cannot come, and each candidate's interview with its history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant
from portal.interviewing.reading import WAYS
from portal.interviewing.states import STATES


class InterviewRound(Model):
    """First interview, second interview: how the interviews of one vacancy's round are held.

    `interviewers` are the references of the panel's members who hold it, empty for all of them; `who` is what candidates
    read of them. `notice` is how many hours before the interview a candidate can still change it. A video round without
    `link` is one whose link is sent later.
    """

    __tablename__ = "interview_rounds"
    __table_args__ = (
        UniqueConstraint("posting_id", "number"),
        CheckConstraint(f"way in ({','.join(repr(each) for each in WAYS)})", name="way_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id"))
    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(80))
    way: Mapped[str] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    minutes: Mapped[int] = mapped_column(Integer)
    notice: Mapped[int] = mapped_column(Integer, default=24)
    who: Mapped[str] = mapped_column(Text, default="")
    prepare: Mapped[str] = mapped_column(Text, default="")
    interviewers: Mapped[list[Any]] = mapped_column(JSON, default=list)
    choose_by: Mapped[datetime] = mapped_column(Instant)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class InterviewSlot(Model):
    """A time at which one candidate can be interviewed. `room` is empty where there is only one."""

    __tablename__ = "interview_slots"
    __table_args__ = (Index("ix_interview_slots_round_starts", "round_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("interview_rounds.id"))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    room: Mapped[str] = mapped_column(String(120), default="")
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class SlotAnswer(Model):
    """Whether a member of the panel can come at this time; without a row they have not said."""

    __tablename__ = "interview_slot_answers"
    __table_args__ = (UniqueConstraint("slot_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("interview_slots.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    can: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(Instant)


class Interview(Model):
    """One candidate's interview in one round.

    `slot_id` is unique, so that no time is given twice. `starts_at` and `ends_at` stay after a cancellation, which a
    calendar must be told of by the time that it holds; `sequence` rises with everything that a calendar is told. `fixed_at` is when
    the present time was fixed. `said` is what the candidate wrote last, `because` what they were told last. `feedback`
    is shown to them once `feedback_told_at` is set. `reminded_at` and `panel_reminded_at` are for the present time.
    """

    __tablename__ = "interviews"
    __table_args__ = (
        UniqueConstraint("round_id", "application_id"),
        CheckConstraint(f"state in ({','.join(repr(each) for each in STATES)})", name="state_known"),
        Index("ix_interviews_state_starts", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("interview_rounds.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("interview_slots.id"), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="invited")
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    fixed_at: Mapped[datetime | None] = mapped_column(Instant)
    said: Mapped[str] = mapped_column(Text, default="")
    because: Mapped[str] = mapped_column(Text, default="")
    feedback: Mapped[str] = mapped_column(Text, default="")
    feedback_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    feedback_told_at: Mapped[datetime | None] = mapped_column(Instant)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    panel_reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class InterviewStep(Model):
    """One move of an interview. `by_id` is empty where it ended with something else."""

    __tablename__ = "interview_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id"), index=True)
    event: Mapped[str] = mapped_column(String(16))
    before: Mapped[str] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
