"""Documents as they were issued, the numbers they bear, and what the bank brought."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from portal.database.base import Model
from portal.database.types import Instant

_STANDS = text("kind = 'invoice' and state <> 'replaced'")


class NumberSeries(Model):
    """The last number that was given out of a series: raised in the transaction that issues, so that a number is given
    out exactly when a document bears it."""

    __tablename__ = "number_series"

    key: Mapped[str] = mapped_column(String(10), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class IssuedDocument(Model):
    """An invoice or credit note, kept as it was issued. Nothing of it is ever changed but `state`, and `organisation_id`
    when organisations merge.

    `state` of an invoice: current; returned (the buyer sent it back as invalid: it is not owed until it is issued
    anew); replaced (that was done). Whether it is paid is the order's to say: an order has one invoice that is not
    replaced. `is_correction` marks the credit note of a replaced invoice, which changes nothing about the order.
    `seller` is JSON (invoicing.keeping).
    """

    __tablename__ = "issued_documents"
    __table_args__ = (
        CheckConstraint("kind in ('invoice','credit_note')", name="kind_known"),
        CheckConstraint("state in ('current','returned','replaced')", name="state_known"),
        CheckConstraint("gross_pence = net_pence + vat_pence", name="adds_up"),
        CheckConstraint("(kind = 'credit_note') = (credits_id is not null)", name="credits_an_invoice"),
        CheckConstraint("paid_pence between 0 and gross_pence", name="paid_within"),
        Index(
            "uq_issued_documents_invoice_of_order",
            "order_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_issued_documents_kind_issued", "kind", "issued_on"),
        Index("ix_issued_documents_order_kind", "order_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="current")
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    credits_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"), index=True)
    is_correction: Mapped[bool] = mapped_column(Boolean, default=False)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    issued_on: Mapped[date] = mapped_column(Date)
    tax_point: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    seller: Mapped[str] = mapped_column(Text)
    buyer_name: Mapped[str] = mapped_column(String(200))
    buyer_address: Mapped[str] = mapped_column(Text)
    buyer_email: Mapped[str] = mapped_column(String(254))
    order_reference: Mapped[str] = mapped_column(String(12))
    po_number: Mapped[str] = mapped_column(String(50), default="")
    cost_centre: Mapped[str] = mapped_column(String(50), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    because: Mapped[str] = mapped_column(String(500), default="")
    no_vat_because: Mapped[str] = mapped_column(String(200), default="")
    net_pence: Mapped[int] = mapped_column(Integer)
    vat_pence: Mapped[int] = mapped_column(Integer)
    gross_pence: Mapped[int] = mapped_column(Integer)
    paid_how: Mapped[str] = mapped_column(String(20), default="")
    paid_on: Mapped[date | None] = mapped_column(Date)
    paid_pence: Mapped[int] = mapped_column(Integer, default=0)


class IssuedLine(Model):
    """A line as it was issued. `item` is the product's key."""

    __tablename__ = "issued_lines"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        CheckConstraint("quantity > 0", name="some"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("issued_documents.id"))
    position: Mapped[int] = mapped_column(Integer)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    item: Mapped[str] = mapped_column(String(30), index=True)
    description: Mapped[str] = mapped_column(String(300))
    quantity: Mapped[int] = mapped_column(Integer)
    unit_pence: Mapped[int] = mapped_column(Integer)
    discount_because: Mapped[str] = mapped_column(String(300), default="")
    net_pence: Mapped[int] = mapped_column(Integer)
    vat_code: Mapped[str] = mapped_column(String(10))
    vat_basis_points: Mapped[int] = mapped_column(Integer)
    vat_pence: Mapped[int] = mapped_column(Integer)


class DocumentStep(Model):
    """What has happened to a document since: sent, returned, replaced, reminded, noted. `key` is told once."""

    __tablename__ = "document_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("issued_documents.id"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")


class BankStatement(Model):
    """A file of the bank's. `content` is kept only until it is taken in or thrown away."""

    __tablename__ = "bank_statements"
    __table_args__ = (CheckConstraint("state in ('preview','taken','dropped')", name="state_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default="preview")
    content: Mapped[str] = mapped_column(Text, default="")
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    known: Mapped[int] = mapped_column(Integer, default=0)
    outgoing: Mapped[int] = mapped_column(Integer, default=0)


class Receipt(Model):
    """Money that came into the bank account. `fingerprint` is the same for the same row of any file.

    What of it is not allocated is listed until it is; `set_aside_because` says why it is none of ours to allocate.
    """

    __tablename__ = "bank_receipts"
    __table_args__ = (
        CheckConstraint("pence > 0", name="comes_in"),
        Index("ix_bank_receipts_received", "received_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("bank_statements.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    received_on: Mapped[date] = mapped_column(Date)
    pence: Mapped[int] = mapped_column(Integer)
    payer: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str] = mapped_column(String(500), default="")
    set_aside_because: Mapped[str] = mapped_column(String(300), default="")
    set_aside_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)


class Allocation(Model):
    """So much of a receipt pays an order, or was sent back to its payer (without an order). Undone, it stays as a row."""

    __tablename__ = "bank_allocations"
    __table_args__ = (
        CheckConstraint("pence > 0", name="of_something"),
        Index("ix_bank_allocations_receipt", "receipt_id", "undone_at", "pence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("bank_receipts.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"), index=True)
    pence: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)


MAY_CHANGE = frozenset({"state", "organisation_id"})


@event.listens_for(IssuedDocument, "before_update")
@event.listens_for(IssuedLine, "before_update")
@event.listens_for(IssuedDocument, "before_delete")
@event.listens_for(IssuedLine, "before_delete")
def _refuse(_mapper: Mapper[Model], _connection: Connection, target: Model) -> None:
    """What was issued stays as it is; a mistake is credited."""
    changed = {each.key for each in inspect(target).attrs if each.history.has_changes()}
    if changed - MAY_CHANGE or inspect(target).deleted or not changed:
        raise RuntimeError(f"an issued document is not changed ({', '.join(sorted(changed)) or 'deleted'})")
