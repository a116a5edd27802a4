"""Reminders of invoices: a week before their day and after it, each once; run daily, and right when it is days late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.billing.facts import OrderPaid
from portal.database.base import db
from portal.foundation import clock
from portal.invoicing import queries, telling
from portal.invoicing.issuing import note
from portal.invoicing.models import DocumentStep, IssuedDocument


@dataclass(frozen=True, slots=True)
class Reminder:
    """One telling: so many days after the day on which the invoice is due (before it: below nothing)."""

    name: str
    days: int
    template: str


REMINDERS = (
    Reminder("before", -7, "reminder_before"),
    Reminder("week", 7, "reminder_after"),
    Reminder("month", 30, "reminder_after"),
    Reminder("two_months", 60, "reminder_after"),
)


def reminder_on(due_on: date, on: date) -> Reminder | None:
    """What is to be told on a day: the last whose day has come. What a late job missed is not made up for."""
    come = [each for each in REMINDERS if due_on + timedelta(days=each.days) <= on]
    if not come or (come[-1].days < 0 and on > due_on):
        return None
    return come[-1]


def remind(*, at: datetime, after: int = 0, most: int = 200) -> tuple[int, int | None]:
    """Remind of some open invoices, those after this id; how many, and the last id, or None at the end."""
    on = at.astimezone(clock.LONDON).date()
    soon = IssuedDocument.due_on <= on + timedelta(days=-REMINDERS[0].days)
    rows = db.session.execute(
        queries.listed(queries.OPEN, soon, IssuedDocument.id > after).order_by(IssuedDocument.id).limit(most)
    ).all()
    told = sum(_remind_of(document, on=on, at=at) for document, _ in rows)
    return told, rows[-1][0].id if rows else None


def thank(fact: OrderPaid) -> None:
    """What was on account and is paid is acknowledged."""
    row = queries.invoice_of(fact.order_id)
    if row is not None and row.due_on is not None:
        telling.tell("thanks", row, key=row.number, files=False)


def _remind_of(row: IssuedDocument, *, on: date, at: datetime) -> bool:
    reminder = reminder_on(row.due_on, on) if row.due_on else None
    if reminder is None:
        return False
    key = f"reminder:{row.number}:{reminder.name}"
    if db.session.scalar(select(DocumentStep.id).where(DocumentStep.key == key)) is not None:
        return False
    days = (on - row.due_on).days if row.due_on else 0
    note(row, "reminded", at=at, by=None, note=reminder.name, key=key)
    telling.tell(reminder.template, row, key=f"{row.number}:{reminder.name}", days=days)
    return True
