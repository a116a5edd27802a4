"""Offers with their terms, the checks that follow an acceptance, and places on a reserve list."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant
from portal.offering.check_kinds import STATES

OPEN, CHANGED, ACCEPTED, DECLINED, WITHDRAWN = "open", "changed", "accepted", "declined", "withdrawn"
STANDING = (OPEN, ACCEPTED)
_STANDS = text("state in ('open','accepted')")


class Offer(Model):
    """One set of terms of an offer. Terms that change make a new row, so that what was accepted is what was read.

    `number` counts the terms of an application from 1. `starts_on` is the start that was offered, `now_starts_on` the one
    that counts since it was put off. What becomes of an accepted offer later, the application says. `reminded_at` is when
    the candidate was reminded of the day to answer by.
    """

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("state in ('open','changed','accepted','declined','withdrawn')", name="state_known"),
        CheckConstraint("salary_pence > 0", name="paid"),
        Index("uq_offers_standing", "application_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("ix_offers_state_answer_by", "state", "answer_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    post: Mapped[str] = mapped_column(String(300))
    salary_pence: Mapped[int] = mapped_column(Integer)
    hours: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date] = mapped_column(Date)
    now_starts_on: Mapped[date] = mapped_column(Date)
    conditions: Mapped[str] = mapped_column(Text, default="")
    answer_by: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    because: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_conditional(self) -> bool:
        return bool(self.conditions.strip())


class StartChange(Model):
    """The start of an accepted offer was moved from one day to another, and why."""

    __tablename__ = "offer_start_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    before: Mapped[date] = mapped_column(Date)
    after: Mapped[date] = mapped_column(Date)
    because: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)


class OfferCheck(Model):
    """A check of an accepted offer: who sees to it, by when, and how far it is. `note` is for those who check.

    `consent_asked_at` and `consented_at` are for references of candidates who want to be told before their referees are
    contacted.
    """

    __tablename__ = "offer_checks"
    __table_args__ = (
        UniqueConstraint("offer_id", "kind"),
        CheckConstraint(f"state in ({','.join(repr(each) for each in STATES)})", name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"))
    kind: Mapped[str] = mapped_column(String(30))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="not_begun")
    note: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    consent_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    consented_at: Mapped[datetime | None] = mapped_column(Instant)


class RefereeRequest(Model):
    """A referee was asked for a reference by mail, and what they answered: "given", or "none" where they give none.

    `email_key` is whom it went to, for they have no account. `asked_at` is when they were last asked by somebody, from
    which reminders and the end of the link count. `since` and `until` are first days of months; without `until` they
    still work together. `again` is whether they would employ them again, none where they cannot say. `may_show` is the referee's word that the candidate may read it; without it, it was given in
    confidence. `text` is the reference, or why there is none.
    """

    __tablename__ = "referee_requests"
    __table_args__ = (
        CheckConstraint("answer in ('','given','none')", name="answer_known"),
        Index("ix_referee_requests_answer_asked_at", "answer", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("offer_checks.id"), unique=True)
    email_key: Mapped[str] = mapped_column(String(320), index=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    reminded: Mapped[int] = mapped_column(Integer, default=0)
    answer: Mapped[str] = mapped_column(String(5), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    again: Mapped[bool | None] = mapped_column(Boolean)
    text: Mapped[str] = mapped_column(Text, default="")
    may_show: Mapped[bool] = mapped_column(Boolean, default=False)


class ReservePlace(Model):
    """A place on the reserve list of a vacancy, until the end of a day in London. `may_ask` is the candidate's own word
    that a later recruitment of the same organisation for the same kind of post may ask them."""

    __tablename__ = "reserve_places"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"), unique=True)
    since: Mapped[datetime] = mapped_column(Instant)
    expires_on: Mapped[date] = mapped_column(Date, index=True)
    may_ask: Mapped[bool] = mapped_column(Boolean, default=False)
    may_ask_since: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class ReserveAsk(Model):
    """A later campaign asks somebody on a reserve list, once; only their yes brings them into it."""

    __tablename__ = "reserve_asks"
    __table_args__ = (
        UniqueConstraint("place_id", "campaign_id"),
        CheckConstraint("answer in ('','yes','no')", name="answer_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("reserve_places.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    message: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    answer: Mapped[str] = mapped_column(String(3), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
