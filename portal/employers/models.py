"""Organisations as the society deals with them, and the people who act for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class Organisation(Model):
    """A public body, or a supplier that serves one. A body of the register becomes a row when it is first needed.

    `key` is the register's, None for one that people added and staff have not confirmed. `qualifies` is whether its people are public or third
    sector (membership classes). `staff_count` sets the tier; `staff_counted_on` is the day it was given. An
    organisation with `merged_into_id` is only kept so that old references lead on, one with `removed_at` so that what
    was done in its name can still be told. `confirmed_at` is empty while staff have not yet looked at one that people
    added; confirmed, it gets a `key` of its own ("added:" and its reference), so that adverts can be known as its.
    """

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    sector: Mapped[str] = mapped_column(String(30), default="other", index=True)
    kind: Mapped[str] = mapped_column(String(80), default="")
    nation: Mapped[str | None] = mapped_column(String(20))
    qualifies: Mapped[bool] = mapped_column(Boolean, default=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    staff_count: Mapped[int | None] = mapped_column(Integer)
    staff_counted_on: Mapped[date | None] = mapped_column(Date)
    bill_to: Mapped[str] = mapped_column(String(200), default="")
    bill_address: Mapped[str] = mapped_column(Text, default="")
    bill_email: Mapped[str] = mapped_column(String(254), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_because: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class OrganisationName(Model):
    """Another name that an organisation trades or advertises under.

    `standing` is waiting (staff have yet to look), confirmed (adverts under it are the organisation's) or refused
    (they are not, whatever the register says).
    """

    __tablename__ = "organisation_names"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name_key"),
        CheckConstraint("standing in ('waiting','confirmed','refused')", name="standing_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    standing: Mapped[str] = mapped_column(String(10), default="waiting")
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class OrganisationDomain(Model):
    """A web domain of an organisation, in lower case without "www.": once confirmed, it lets people in.

    Whose e-mail address lies in it may claim the organisation. `standing` as for names.
    """

    __tablename__ = "organisation_domains"
    __table_args__ = (
        UniqueConstraint("organisation_id", "domain"),
        CheckConstraint("standing in ('waiting','confirmed','refused')", name="standing_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    domain: Mapped[str] = mapped_column(String(253), index=True)
    standing: Mapped[str] = mapped_column(String(10), default="waiting")
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Seat(Model):
    """A role that a person has in an organisation: owner, recruiter, approver or head_of_profession.

    A Head of Profession counts only from `confirmed_at` (staff confirm); the other roles are confirmed when given.
    """

    __tablename__ = "organisation_seats"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id", "role"),
        CheckConstraint("role in ('owner','recruiter','approver','head_of_profession')", name="role_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(Instant)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)


class Claim(Model):
    """A person's wish to act for an organisation. `state`: waiting, approved, declined, withdrawn.

    `evidence` says in words why it was approved at once (the domain) or what the person told staff.
    """

    __tablename__ = "organisation_claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    evidence: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")


class Invitation(Model):
    """An owner's invitation of a colleague, good for seven days and for that e-mail address alone."""

    __tablename__ = "organisation_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    invited_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
