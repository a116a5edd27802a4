"""The job itself, the adverts it was seen in, and what was decided about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    and_,
    case,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database.base import Model
from portal.database.types import Instant


class Source(Model):
    """A place adverts come from. How it is polled is the feeds slice's business; this is who it is.

    `organisation` is set where the source is one employer's own. `listed_at` is when its list was last read,
    `confirmed_at` when it last answered that the list is as it was. `address` is what was registered and never
    changes by itself.
    """

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(2000), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    organisation: Mapped[str | None] = mapped_column(String(200))
    sector: Mapped[str | None] = mapped_column(String(40))
    terms: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(Instant)
    listed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)


class Vacancy(Model):
    """A job, shown once. Amounts are whole pence, instants UTC.

    `status`: live, closed, held (a person must decide), counted (not ICT or not public sector, kept so that
    the decision can be overruled), merged (another vacancy is the same job; `merged_into_id`).
    `evidence` maps each automatic decision (ict, employer, role, pay, grade, closing, terms) to its reasons.
    `automatic` keeps what the reader found of the facts that people may overrule (vacancies.overruling).
    `places` is a list of {name, postcode, lat, lon, nation, region}.
    `origin` is "posted" for one that its employer posted here, which rests on no advert: its words, its address (http,
    or mailto where one applies by mail) and its end are the employer's. `ended_because` is set while the employer has
    ended it; `featured_until` while it is paid to be marked in lists.
    """

    __tablename__ = "vacancies"
    __table_args__ = (
        Index("ix_vacancies_likeness", "title_key", "employer_key"),
        Index("ix_vacancies_status_closes", "status", "closes_at"),
        CheckConstraint("status in ('live','closed','held','counted','merged')", name="status_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    status: Mapped[str] = mapped_column(String(10))
    status_because: Mapped[str] = mapped_column(String(300), default="")
    origin: Mapped[str] = mapped_column(String(10), default="signposted")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("vacancies.id"))
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("vacancies.id"), index=True)

    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    excerpt: Mapped[str] = mapped_column(String(400), default="")
    address: Mapped[str] = mapped_column(String(2000), default="")

    employer_name: Mapped[str] = mapped_column(String(300), default="")
    organisation: Mapped[str | None] = mapped_column(String(300))
    organisation_key: Mapped[str | None] = mapped_column(String(200), index=True)
    on_behalf_of: Mapped[str | None] = mapped_column(String(300))
    public_sector: Mapped[str] = mapped_column(String(10), default="unclear")
    sector: Mapped[str] = mapped_column(String(30), default="other", index=True)

    ict_decision: Mapped[str] = mapped_column(String(10), default="no")
    ict_score: Mapped[float] = mapped_column(Float, default=0.0)
    role_family: Mapped[str | None] = mapped_column(String(30))
    role_name: Mapped[str | None] = mapped_column(String(120))
    role_level: Mapped[str | None] = mapped_column(String(20))

    pay_stated: Mapped[str] = mapped_column(String(300), default="")
    pay_minimum: Mapped[int | None] = mapped_column(Integer)
    pay_maximum: Mapped[int | None] = mapped_column(Integer)
    pay_period: Mapped[str | None] = mapped_column(String(10))
    pay_basis: Mapped[str] = mapped_column(String(12), default="unknown")
    pay_london_minimum: Mapped[int | None] = mapped_column(Integer)
    pay_london_maximum: Mapped[int | None] = mapped_column(Integer)
    annual_minimum: Mapped[int | None] = mapped_column(Integer)
    annual_maximum: Mapped[int | None] = mapped_column(Integer)
    pay_derived: Mapped[bool] = mapped_column(Boolean, default=False)
    grade_scheme: Mapped[str | None] = mapped_column(String(30))
    grade_text: Mapped[str | None] = mapped_column(String(120))

    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    posted_at: Mapped[datetime | None] = mapped_column(Instant)
    workplace: Mapped[str | None] = mapped_column(String(10))
    contract: Mapped[list[str]] = mapped_column(JSON, default=list)
    pattern: Mapped[list[str]] = mapped_column(JSON, default=list)
    clearance: Mapped[list[str]] = mapped_column(JSON, default=list)
    places: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    evidence: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    automatic: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    title_key: Mapped[str] = mapped_column(String(300), default="")
    employer_key: Mapped[str] = mapped_column(String(300), default="", index=True)
    publisher_reference: Mapped[str] = mapped_column(String(80), default="")
    fingerprint: Mapped[list[int]] = mapped_column(JSON, default=list)

    first_seen: Mapped[datetime] = mapped_column(Instant)
    last_seen: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    ended_because: Mapped[str] = mapped_column(String(300), default="")
    featured_until: Mapped[datetime | None] = mapped_column(Instant)

    adverts: Mapped[list[Advert]] = relationship(back_populates="vacancy", order_by="Advert.first_seen")


class Advert(Model):
    """One feed item seen at one source over time (a sighting).

    `identity` is unique within its source and made by one function (vacancies.identity). `outcome` says where
    the item went when last taken in: vacancy, folded (a job already known from elsewhere), counted, held,
    rejected (then `reason` says why and there may be no vacancy). `raw` is the item as the source gave it,
    so that it can be read again by better rules. `missing_since` is set while a healthy, complete list no
    longer holds it, or its page is gone. `page_checked_at` is when its own page was last asked for, and
    `page_missing_since` since when that page has answered 404.
    """

    __tablename__ = "adverts"
    __table_args__ = (UniqueConstraint("source_id", "identity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), index=True)
    vacancy_id: Mapped[int | None] = mapped_column(ForeignKey("vacancies.id"), index=True)
    identity: Mapped[str] = mapped_column(String(80))
    alias: Mapped[str] = mapped_column(String(80), default="", index=True)
    publisher_key: Mapped[str] = mapped_column(String(80), default="", index=True)
    address: Mapped[str] = mapped_column(String(2000), default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300), default="")
    raw: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    first_seen: Mapped[datetime] = mapped_column(Instant)
    last_seen: Mapped[datetime] = mapped_column(Instant)
    missing_since: Mapped[datetime | None] = mapped_column(Instant)
    page_checked_at: Mapped[datetime | None] = mapped_column(Instant)
    page_missing_since: Mapped[datetime | None] = mapped_column(Instant)

    vacancy: Mapped[Vacancy | None] = relationship(back_populates="adverts")
    source: Mapped[Source] = relationship()

    @property
    def seen_at(self) -> datetime:
        """When its source last said that it lists this advert, by a list or by "not modified" after one; UTC."""
        listed, confirmed = self.source.listed_at, self.source.confirmed_at
        return confirmed if listed and confirmed and self.last_seen >= listed else self.last_seen


def advert_seen_at() -> ColumnElement[datetime]:
    """`Advert.seen_at` for a query that joins Source."""
    return case(
        (and_(Source.confirmed_at.is_not(None), Advert.last_seen >= Source.listed_at), Source.confirmed_at),
        else_=Advert.last_seen,
    )


class Decision(Model):
    """A person's overruling of an automatic decision; the newest of a subject wins and outlives later fetches."""

    __tablename__ = "vacancy_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), index=True)
    subject: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(300))
    because: Mapped[str] = mapped_column(String(500))
    decided_by: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime] = mapped_column(Instant)


class LikelyPair(Model):
    """Two vacancies that may be one job: kept apart until a person says so. `state`: open, same, different."""

    __tablename__ = "likely_pairs"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), index=True)
    likeness: Mapped[float] = mapped_column(Float)
    evidence: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(10), default="open")
    found_at: Mapped[datetime] = mapped_column(Instant)


class VacancyVersion(Model):
    """What changed in a vacancy at one moment: field to [before, after]."""

    __tablename__ = "vacancy_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class VacancyChange(Model):
    """A vacancy that the search index has still to hear of; written in the transaction that changed it."""

    __tablename__ = "vacancy_changes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), index=True)
    at: Mapped[datetime] = mapped_column(Instant)


class VisitDay(Model):
    """How often a posted vacancy's page was seen, or its signpost followed, on one London day from one kind of place.

    `what`: seen, followed. `source` is one of vacancies.visiting.SOURCES. People and bots apart, nobody named.
    """

    __tablename__ = "vacancy_visits"

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    source: Mapped[str] = mapped_column(String(10), primary_key=True)
    people: Mapped[int] = mapped_column(Integer, default=0)
    bots: Mapped[int] = mapped_column(Integer, default=0)


class SignpostDay(Model):
    """How often a vacancy's signpost was followed on one London day: people and bots apart, nobody named."""

    __tablename__ = "signpost_days"

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    people: Mapped[int] = mapped_column(Integer, default=0)
    bots: Mapped[int] = mapped_column(Integer, default=0)
