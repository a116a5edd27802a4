"""Applications, the panel's votes, memberships and what is due for each year; and a member's profile."""

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

CLASSES = ("individual", "corporate_seat", "provider", "early_career", "partner", "organisation")
_CLASS_KNOWN = f"klass in ({', '.join(repr(each) for each in CLASSES)})"
_OPEN = "state in ('draft','awaiting_endorsement','with_panel')"
_OPEN_OF_PERSON = text(f"{_OPEN} and klass <> 'organisation'")
_OPEN_OF_ORGANISATION = text(f"{_OPEN} and klass = 'organisation'")
_OPEN_RISE = text("paid_on is null and closed_on is null")


class TierRow(Model):
    """A size band of organisations from a day on; the newest row of a name that has begun is in force.

    `least_staff` is the smallest number of staff in it, `discount_percent` what it takes off recruitment services.
    """

    __tablename__ = "membership_tiers"
    __table_args__ = (UniqueConstraint("name", "from_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    least_staff: Mapped[int] = mapped_column(Integer)
    discount_percent: Mapped[int] = mapped_column(Integer)
    from_date: Mapped[date] = mapped_column(Date)


class FeeRow(Model):
    """The fee of a class (of an organisation: of a tier) for a whole year from a day on, in pence without VAT."""

    __tablename__ = "membership_fees"
    __table_args__ = (UniqueConstraint("klass", "tier", "from_date"), CheckConstraint(_CLASS_KNOWN, name="class_known"))

    id: Mapped[int] = mapped_column(primary_key=True)
    klass: Mapped[str] = mapped_column(String(20))
    tier: Mapped[str] = mapped_column(String(20), default="")
    pence: Mapped[int] = mapped_column(Integer)
    from_date: Mapped[date] = mapped_column(Date)


class Application(Model):
    """A person's or an organisation's application.

    `organisation_id` is the employer, for a provider the body served, for an organisation itself; `supplier` is the
    provider's employer. `answers` holds what only one class is asked. `state` and `round` move by the table of
    membership.states only, each move with its `Step`; an appeal is with_panel in round 2. The fee is what was shown
    when it was submitted. `decision_reason` is what the applicant is told. One open application a person and class.
    """

    __tablename__ = "membership_applications"
    __table_args__ = (
        Index("ix_membership_applications_state", "state", "submitted_at"),
        CheckConstraint(_CLASS_KNOWN, name="class_known"),
        CheckConstraint(
            "state in ('draft','awaiting_endorsement','with_panel','approved','declined','withdrawn')",
            name="state_known",
        ),
        Index(
            "uq_membership_applications_open_of_person",
            "person_id",
            "klass",
            unique=True,
            sqlite_where=_OPEN_OF_PERSON,
            postgresql_where=_OPEN_OF_PERSON,
        ),
        Index(
            "uq_membership_applications_open_of_organisation",
            "organisation_id",
            unique=True,
            sqlite_where=_OPEN_OF_ORGANISATION,
            postgresql_where=_OPEN_OF_ORGANISATION,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    klass: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    supplier: Mapped[str] = mapped_column(String(200), default="")
    job_title: Mapped[str] = mapped_column(String(200), default="")
    statement: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    staff_count: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    round: Mapped[int] = mapped_column(Integer, default=1)
    fee_pence: Mapped[int | None] = mapped_column(Integer)
    fee_months: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    panel_since: Mapped[datetime | None] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[datetime | None] = mapped_column(Instant)
    appeal_reason: Mapped[str] = mapped_column(Text, default="")


class Step(Model):
    """One move of an application, or (`event` note or nudge) what staff did about it. They are the whole history.

    `note` is what staff wrote; the panel and the applicant never see it.
    """

    __tablename__ = "membership_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("membership_applications.id"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(20), default="")
    after: Mapped[str] = mapped_column(String(20), default="")
    round: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(Text, default="")


class Endorsement(Model):
    """What a Head of Profession was asked and answered. `answer`: empty while asked, endorsed, declined, none.

    With `none` nobody answered or nobody could be asked, and `reason` says which, in our words.
    """

    __tablename__ = "membership_endorsements"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("membership_applications.id"), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    reminded: Mapped[int] = mapped_column(Integer, default=0)
    answer: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Vote(Model):
    """One panel member's vote in one round, never changed.

    `reason` is for the panel and staff; `to_applicant` is what the applicant is told if the panel says no, without
    saying who wrote it.
    """

    __tablename__ = "membership_votes"
    __table_args__ = (UniqueConstraint("application_id", "round", "assessor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("membership_applications.id"))
    round: Mapped[int] = mapped_column(Integer)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    agrees: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(Text)
    to_applicant: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Instant)


class StandAside(Model):
    """A panel member who takes no part in a case, and why."""

    __tablename__ = "membership_stand_asides"
    __table_args__ = (UniqueConstraint("application_id", "assessor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("membership_applications.id"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    because: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Instant)


class Membership(Model):
    """That a person or an organisation belongs, in a class, from a day on. Whether it is in force is worked out.

    `ended_on` is the first day on which it is no longer held; `ended_because` says why, in words.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint(_CLASS_KNOWN, name="class_known"),
        CheckConstraint("(klass = 'organisation') = (person_id is null)", name="whose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    klass: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("membership_applications.id"), unique=True)
    began_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_because: Mapped[str] = mapped_column(String(300), default="")


class Due(Model):
    """What a membership owes for one membership year: whole pence for the months left, and when it was paid.

    A year that costs nothing is paid from the start (`paid_on` is the day it was made). `payment_reference` is what
    staff wrote, or the order's reference. `waived_because` is set when staff let it off. While an invoice asks for it,
    `invoiced_as` is the order's reference, and our letters do not ask once more.
    """

    __tablename__ = "membership_dues"
    __table_args__ = (UniqueConstraint("membership_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"))
    year: Mapped[int] = mapped_column(Integer, index=True)
    months: Mapped[int] = mapped_column(Integer)
    tier: Mapped[str] = mapped_column(String(20), default="")
    pence: Mapped[int] = mapped_column(Integer)
    offered_on: Mapped[date] = mapped_column(Date)
    paid_on: Mapped[date | None] = mapped_column(Date)
    payment_reference: Mapped[str] = mapped_column(String(80), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    waived_because: Mapped[str] = mapped_column(String(300), default="")
    invoiced_as: Mapped[str] = mapped_column(String(12), default="")


class TierRise(Model):
    """That an organisation grew into a higher tier during a year that is settled: `before` and `after` name the tiers.

    `pence` for the `months` left, the current one included, is what it was asked for, and once its order is placed what
    was charged. It counts from `paid_on` (that day, where it costs nothing) until `closed_on`: not paid, it was given up;
    paid, it was given back. `staff_count` is what the organisation said of its size.
    """

    __tablename__ = "membership_tier_rises"
    __table_args__ = (
        CheckConstraint("pence >= 0", name="not_negative"),
        CheckConstraint("months between 1 and 12", name="months_of_a_year"),
        Index("ix_membership_tier_rises_membership_id", "membership_id"),
        Index(
            "uq_membership_tier_rises_open",
            "membership_id",
            "year",
            unique=True,
            sqlite_where=_OPEN_RISE,
            postgresql_where=_OPEN_RISE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"))
    year: Mapped[int] = mapped_column(Integer)
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    staff_count: Mapped[int] = mapped_column(Integer)
    months: Mapped[int] = mapped_column(Integer)
    pence: Mapped[int] = mapped_column(Integer)
    asked_on: Mapped[date] = mapped_column(Date)
    paid_on: Mapped[date | None] = mapped_column(Date)
    payment_reference: Mapped[str] = mapped_column(String(80), default="")
    closed_on: Mapped[date | None] = mapped_column(Date)

    @property
    def is_open(self) -> bool:
        """Asked for, and neither paid nor given up."""
        return self.paid_on is None and self.closed_on is None

    def counts_on(self, day: date) -> bool:
        """Whether it was paid by a day and not given back by then."""
        return self.paid_on is not None and self.paid_on <= day and (self.closed_on is None or self.closed_on > day)


class Profile(Model):
    """What a person looks for; seen by nobody else. Pay in whole pence a year."""

    __tablename__ = "profiles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    families: Mapped[list[str]] = mapped_column(JSON, default=list)
    levels: Mapped[list[str]] = mapped_column(JSON, default=list)
    places: Mapped[list[str]] = mapped_column(JSON, default=list)
    wanted_pence: Mapped[int | None] = mapped_column(Integer)
    clearance: Mapped[list[str]] = mapped_column(JSON, default=list)
    workplaces: Mapped[list[str]] = mapped_column(JSON, default=list)
    updated_at: Mapped[datetime] = mapped_column(Instant)
