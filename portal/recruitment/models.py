"""Campaigns: one purchased recruitment for one vacancy, who takes part in it, and what happened."""

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
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant
from portal.recruitment.campaign_states import STATES
from portal.recruitment.sold_services import SERVICES


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} in ({','.join(repr(each) for each in values)})"


class Campaign(Model):
    """One recruitment that consultants run for an organisation.

    `bought_as` is "line:ID:NUMBER" of the order's line that paid for it, so that an order told of twice begins nothing
    twice. `percent_parts` is the fee as basis points of the remuneration, for a percentage alone; `remuneration` says in
    words what counts as pay. `fee_plan` is when which part of the fee is due (pairs of milestone and basis points; a fixed fee
    without one is paid by one order), `fee_pence` a fixed fee in instalments as it was agreed, without VAT. `terms_text` is the agreement as it was agreed to. `approved_mark` is the mark of the
    advert that the client approved (posting.agreement). `frozen_at` is when the weights of the criteria were fixed.
    The planned days are printed on the advert. `questions_until` is the cut-off of public questions where the consultant
    chose another than the usual one.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        CheckConstraint(_one_of("state", STATES), name="state_known"),
        CheckConstraint(_one_of("service", tuple(SERVICES)), name="service_known"),
        Index("ix_campaigns_organisation_state", "organisation_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id"), unique=True)
    service: Mapped[str] = mapped_column(String(12))
    order_reference: Mapped[str] = mapped_column(String(20), default="", index=True)
    bought_as: Mapped[str | None] = mapped_column(String(40), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="enquiry", index=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    posts: Mapped[int] = mapped_column(Integer, default=1)
    wanted: Mapped[str] = mapped_column(String(200), default="")
    details: Mapped[str] = mapped_column(Text, default="")
    consultant_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    names_hidden: Mapped[bool] = mapped_column(Boolean, default=True)
    percent_parts: Mapped[int | None] = mapped_column(Integer)
    remuneration: Mapped[str] = mapped_column(String(500), default="")
    fee_plan: Mapped[list[Any]] = mapped_column(JSON, default=list)
    fee_pence: Mapped[int | None] = mapped_column(Integer)
    terms_version: Mapped[str] = mapped_column(String(20), default="")
    terms_text: Mapped[str] = mapped_column(Text, default="")
    terms_agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    terms_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_mark: Mapped[str] = mapped_column(String(64), default="")
    frozen_at: Mapped[datetime | None] = mapped_column(Instant)
    longlist_on: Mapped[date | None] = mapped_column(Date)
    shortlist_on: Mapped[date | None] = mapped_column(Date)
    interviews_on: Mapped[date | None] = mapped_column(Date)
    told_by: Mapped[date | None] = mapped_column(Date)
    questions_until: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_because: Mapped[str] = mapped_column(String(500), default="")
    begun_at: Mapped[datetime] = mapped_column(Instant)
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    updated_at: Mapped[datetime] = mapped_column(Instant)


class CampaignStep(Model):
    """One thing that happened to a campaign: a move of its table, or an act that leaves the state (moving.BESIDE).

    `by_id` is empty where the clock or an order did it.
    """

    __tablename__ = "campaign_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(String(500), default="")


class CampaignInstalment(Model):
    """A part of a fixed fee that falls due for the search (fees.OF_SEARCH); the other parts are those of placements.

    `due_at` is when its milestone came, `order_id` the order that asks for it: another one only when that was given up.
    `waived_at` is when the society let it go.
    """

    __tablename__ = "campaign_instalments"
    __table_args__ = (
        UniqueConstraint("campaign_id", "milestone"),
        CheckConstraint("pence >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    milestone: Mapped[str] = mapped_column(String(14))
    pence: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    waived_at: Mapped[datetime | None] = mapped_column(Instant)


class CampaignContact(Model):
    """A person of the client who sees the campaign; counts only while they hold a seat in the organisation."""

    __tablename__ = "campaign_contacts"
    __table_args__ = (UniqueConstraint("campaign_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class PanelMember(Model):
    """Somebody who will choose: invited by e-mail address, of the panel once they took the invitation up, signed in."""

    __tablename__ = "campaign_panel"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    email_key: Mapped[str] = mapped_column(String(254), default="", index=True)
    is_chair: Mapped[bool] = mapped_column(Boolean, default=False)
    invited_at: Mapped[datetime] = mapped_column(Instant)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    taken_up_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class CriterionWeight(Model):
    """How much one numbered criterion of the advert counts. `words` tells it again when the numbers shift."""

    __tablename__ = "campaign_criteria"
    __table_args__ = (
        UniqueConstraint("campaign_id", "kind", "number"),
        CheckConstraint("kind in ('essential','desirable')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(Text)
    weight: Mapped[int] = mapped_column(Integer, default=1)


class CampaignNote(Model):
    """What a consultant keeps for themselves and their colleagues; the client never sees it."""

    __tablename__ = "campaign_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
