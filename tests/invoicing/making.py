"""Invoices and receipts, made by the verbs that the pages call."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import select

from portal.billing import queries as billing
from portal.billing.details import Details
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.invoicing import allocating, crediting, queries, returning
from portal.invoicing.documents import Document
from portal.invoicing.keeping import document_of
from portal.invoicing.models import BankStatement, IssuedDocument, Receipt
from portal.mail.models import Message
from tests.billing.making import DETAILS, order, organisation, person, place, placed, row, settle

CORRECTIONS = Details(
    po_number="PO 2002",
    cost_centre="ICT 12",
    contact="Robin Hall",
    bill_to="Accounts payable",
    bill_address="2 Low Street\nAnytown AB1 2CD",
    bill_email="payables@example.org",
)
__all__ = ["DETAILS", "order", "organisation", "person", "place", "placed", "row", "settle"]


def numbers(app: Flask, order: str) -> list[str]:
    """What was issued for an order."""
    with app.app_context():
        return [each.number for each in queries.documents_of_order(billing.for_staff(order).id)]


def document(app: Flask, number: str) -> Document:
    with app.app_context():
        return document_of(queries.for_staff(number))


def issued(app: Flask, number: str) -> IssuedDocument:
    with app.app_context():
        return queries.for_staff(number)


def credit(app: Flask, number: str, *net: int, by: int, because: str = "Not wanted.") -> str:
    """Credit so much of each line in turn; without amounts, all that is left. The credit note's number."""
    with app.app_context(), transaction():
        row = queries.for_staff(number)
        lines = crediting.creditable(row)
        parts = [(line.line_id, pence) for line, pence in zip(lines, net, strict=False) if pence] or None
        return crediting.credit(row, parts, because=because, by=by, at=clock.now()).number


def mark_returned(app: Flask, number: str, *, by: int, because: str = "The purchase order is wrong.") -> None:
    with app.app_context(), transaction():
        returning.mark_returned(queries.for_staff(number), because=because, by=by, at=clock.now())


def anew(app: Flask, number: str, *, by: int, corrections: Details = CORRECTIONS) -> str:
    with app.app_context(), transaction():
        return returning.issue_anew(queries.for_staff(number), corrections, by=by, at=clock.now()).number


def receipt(app: Flask, pence: int, *, by: int, payer: str = "ANYSHIRE COUNCIL", words: str = "") -> str:
    """Money that a statement brought; its reference."""
    with app.app_context(), transaction():
        statement = BankStatement(
            reference=new_reference(), name="s.csv", state="taken", uploaded_at=clock.now(), uploaded_by_id=by
        )
        db.session.add(statement)
        db.session.flush()
        row = Receipt(
            reference=new_reference(),
            statement_id=statement.id,
            fingerprint=new_reference(),
            received_on=clock.today(),
            pence=pence,
            payer=payer,
            words=words,
        )
        db.session.add(row)
        db.session.flush()
        return row.reference


def allocate(app: Flask, receipt: str, number: str, pence: int, *, by: int) -> str:
    """Let so much of a receipt pay an invoice; the allocation's reference."""
    with app.app_context(), transaction():
        row = allocating.by_reference(receipt)
        return allocating.allocate(row, queries.for_staff(number), pence, by=by, at=clock.now()).reference


def take_back(app: Flask, receipt: str, allocation: str, *, by: int) -> None:
    with app.app_context(), transaction():
        row = allocating.by_reference(receipt)
        allocating.take_back(row, allocating.allocation_of(row, allocation), by=by, at=clock.now())


def left(app: Flask, receipt: str) -> int:
    with app.app_context():
        return allocating.left_of(allocating.by_reference(receipt))


def mails(app: Flask, kind: str = "") -> list[Message]:
    """Messages about documents, the oldest first."""
    with app.app_context():
        found = db.session.scalars(
            select(Message).where(Message.kind.like(f"invoicing/mail/{kind}%")).order_by(Message.id)
        )
        return list(found)


def on(tmp_path, day: date | str) -> None:
    """Make it noon of this day."""
    (tmp_path / "clock").write_text(f"{day}T12:00:00+00:00")
