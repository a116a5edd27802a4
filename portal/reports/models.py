"""Reports about vacancies, complaints, and what became of each."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database.base import Model
from portal.database.types import Instant


class Report(Model):
    """One thing that somebody told us. `matter` is one of reports.matters; a vacancy is named where it is about one.

    `state`: open, answered, closed (nothing to answer, or nobody to answer to). `email` is empty where no answer is
    wanted. `due_on` is the day by which it is to be answered. `text`, `name` and `email` go when their person is erased.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_state_due", "state", "due_on"),
        CheckConstraint("state in ('open','answered','closed')", name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    matter: Mapped[str] = mapped_column(String(20))
    vacancy_id: Mapped[int | None] = mapped_column(ForeignKey("vacancies.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    email_key: Mapped[str] = mapped_column(String(254), default="", index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    received_at: Mapped[datetime] = mapped_column(Instant)
    due_on: Mapped[date] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
