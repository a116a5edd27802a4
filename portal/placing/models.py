"""Placements with their history, instalments, credits, shares and what was reminded of. Money is whole pence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant
from portal.recruitment.placement_states import STATES

_STANDS = text("state <> 'did_not_start'")


class Placement(Model):
    """Somebody who accepted an offer in a campaign; `state` moves by recruitment.placement_states alone.

    `basis`, `figure` and `remuneration` are the fee as it was agreed, `remuneration_pence` the first year's pay that
    counts for it, `plan` and `schedule` the instalments and the guarantee as they were on the day it was made (pairs of
    milestone and basis points; of month and per cent). `fee_agreed_at` is when the consultant looked the fee over: before
    that nothing is ordered. `reported_*` is what the client told of a leaver. `ticked` are the conditions of the guarantee
    that hold. `replacement_id` is the campaign that looks for somebody else without a fee.
    """

    __tablename__ = "placements"
    __table_args__ = (
        CheckConstraint(f"state in ({','.join(repr(each) for each in STATES)})", name="state_known"),
        CheckConstraint("basis in ('percentage','fixed')", name="basis_known"),
        CheckConstraint("fee_pence >= 0 and remedy_pence >= 0 and remedy_pence <= fee_pence", name="no_more_than_fee"),
        Index("uq_placements_standing", "application_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("ix_placements_state_starts_on", "state", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("job_applications.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    state: Mapped[str] = mapped_column(String(14), default="pending")
    starts_on: Mapped[date] = mapped_column(Date)
    salary_pence: Mapped[int] = mapped_column(Integer)
    basis: Mapped[str] = mapped_column(String(10))
    figure: Mapped[int] = mapped_column(Integer)
    remuneration: Mapped[str] = mapped_column(String(500), default="")
    remuneration_pence: Mapped[int] = mapped_column(Integer)
    fee_pence: Mapped[int] = mapped_column(Integer)
    fee_agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    plan: Mapped[list[Any]] = mapped_column(JSON, default=list)
    schedule: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reported_at: Mapped[datetime | None] = mapped_column(Instant)
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    reported_left_on: Mapped[date | None] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)
    left_because: Mapped[str] = mapped_column(Text, default="")
    ticked: Mapped[list[Any]] = mapped_column(JSON, default=list)
    remedy_percent: Mapped[int] = mapped_column(Integer, default=0)
    remedy_pence: Mapped[int] = mapped_column(Integer, default=0)
    remedy_because: Mapped[str] = mapped_column(Text, default="")
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), unique=True)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class PlacementStep(Model):
    """One move of a placement, or (`before` equal to `after`) what was done with it meanwhile."""

    __tablename__ = "placement_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(14))
    after: Mapped[str] = mapped_column(String(14))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")


class PlacementInstalment(Model):
    """A part of the fee. `due_at` is when its milestone came; `order_id` the order that asks for it, which is made once:
    another one only when that was given up."""

    __tablename__ = "placement_instalments"
    __table_args__ = (
        UniqueConstraint("placement_id", "milestone"),
        CheckConstraint("pence >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"))
    milestone: Mapped[str] = mapped_column(String(14))
    pence: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)


class PlacementCredit(Model):
    """A credit note that was given for a placement, and what of the fee it takes back without VAT."""

    __tablename__ = "placement_credits"
    __table_args__ = (CheckConstraint("pence > 0", name="of_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("issued_documents.id"), unique=True)
    pence: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Instant)


class PlacementShare(Model):
    """How much of a placement is one consultant's, in basis points; all shares of a placement are a whole."""

    __tablename__ = "placement_shares"
    __table_args__ = (
        UniqueConstraint("placement_id", "person_id"),
        CheckConstraint("parts between 1 and 10000", name="a_share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    parts: Mapped[int] = mapped_column(Integer)


class PlacementNotice(Model):
    """Somebody was reminded of this about a placement: once."""

    __tablename__ = "placement_notices"
    __table_args__ = (UniqueConstraint("placement_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
