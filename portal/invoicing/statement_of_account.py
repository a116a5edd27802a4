"""A buyer's statement of account: every document and payment in their order, and what is owed after each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.billing import paying
from portal.billing.models import LedgerEntry, LedgerPosting, Order
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.foundation.money import pounds_and_pence
from portal.invoicing import queries
from portal.invoicing.models import IssuedDocument
from portal.invoicing.tables import in_hundredths
from portal.web.words import day_in_words

WORDS = {
    paying.RECEIVED: "Payment received",
    paying.GIVEN_BACK: "Payment given back",
    paying.TAKEN_BACK: "Payment matched to another invoice",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: what is charged (+) or taken off (-), and what is owed after it."""

    on: date
    what: str
    number: str
    order: str
    pence: int
    balance_pence: int


@dataclass(frozen=True, slots=True)
class Account:
    """The whole statement. `overdue_pence` is what of the balance is past its day."""

    entries: tuple[Entry, ...]
    balance_pence: int
    overdue_pence: int


def of_organisation(organisation_id: int, *, on: date) -> Account:
    """The account of an organisation as it stands on a day."""
    found = [*_documents(organisation_id), *_money(organisation_id)]
    found.sort(key=lambda each: each[0])
    entries, balance = [], 0
    for at, what, number, order, pence in found:
        balance += pence
        entries.append(Entry(at.astimezone(LONDON).date(), what, number, order, pence, balance))
    late = queries.open_invoices(IssuedDocument.organisation_id == organisation_id, IssuedDocument.due_on < on)
    return Account(tuple(entries), balance, sum(order.owed_pence for _, order in late))


_Line = tuple[datetime, str, str, str, int]


def _documents(organisation_id: int) -> list[_Line]:
    rows = db.session.scalars(select(IssuedDocument).where(IssuedDocument.organisation_id == organisation_id))
    return [
        (
            row.issued_at,
            "Credit note" if row.kind == "credit_note" else "Invoice",
            row.number,
            row.order_reference,
            -row.gross_pence if row.kind == "credit_note" else row.gross_pence,
        )
        for row in rows
    ]


def _money(organisation_id: int) -> list[_Line]:
    """What was received and given back for the organisation's orders, from the book of accounts."""
    rows = db.session.execute(
        select(LedgerPosting.at, LedgerPosting.kind, Order.reference, LedgerEntry.pence)
        .join(Order, Order.id == LedgerPosting.order_id)
        .join(LedgerEntry, LedgerEntry.posting_id == LedgerPosting.id)
        .where(
            Order.organisation_id == organisation_id,
            LedgerPosting.kind.in_(WORDS),
            LedgerEntry.account == "debtors",
        )
    )
    return [(at, WORDS[kind], "", reference, pence) for at, kind, reference, pence in rows]


CSV_HEADER = ("Date", "What", "Number", "Order", "Amount", "Balance")


def csv_rows(account: Account) -> list[tuple[object, ...]]:
    """The entries as rows of a file under CSV_HEADER."""
    return [
        (each.on, each.what, each.number, each.order, in_hundredths(each.pence), in_hundredths(each.balance_pence))
        for each in account.entries
    ]


def in_words(account: Account) -> list[tuple[str, ...]]:
    """The entries as people read them."""
    return [
        (
            day_in_words(each.on),
            each.what,
            each.number,
            each.order,
            pounds_and_pence(each.pence),
            pounds_and_pence(each.balance_pence),
        )
        for each in account.entries
    ]
