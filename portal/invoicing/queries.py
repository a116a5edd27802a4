"""What is asked of documents: whose they are is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.billing.models import Order
from portal.billing.states import INVOICED
from portal.database.base import db
from portal.database.folding import holds
from portal.employers.models import Organisation, Seat
from portal.employers.seats import RECRUITING
from portal.foundation.errors import NotFound
from portal.invoicing.models import Allocation, DocumentStep, IssuedDocument, Receipt

_NONE = "There is no such document."
STANDS = and_(IssuedDocument.kind == "invoice", IssuedDocument.state != "replaced")
OWED = Order.gross_pence - Order.credited_pence - Order.paid_pence + Order.refunded_pence
"""What is still to be paid of an order, as in Order.owed_pence."""
OPEN = and_(STANDS, IssuedDocument.state == "current", OWED > 0, Order.state == INVOICED)
"""Invoices that ask for money, of documents joined with their orders."""


def by_id(document_id: int) -> IssuedDocument:
    """The document of this id; raises NotFound."""
    return _only(IssuedDocument.id == document_id)


def for_staff(number: str) -> IssuedDocument:
    """Any document; raises NotFound."""
    return _only(IssuedDocument.number == tidy_number(number))


def of_organisation_for(person_id: int, organisation_id: int, number: str) -> IssuedDocument:
    """A document of the organisation that the address names, for somebody who buys or approves there."""
    return _only(
        IssuedDocument.number == tidy_number(number),
        IssuedDocument.organisation_id == organisation_id,
        IssuedDocument.organisation_id.in_(organisations_seen_by(person_id)),
    )


def own_of_person(person_id: int, number: str) -> IssuedDocument:
    """A document of what a person ordered for themselves."""
    return _only(IssuedDocument.number == tidy_number(number), IssuedDocument.person_id == person_id)


def organisations_seen_by(person_id: int) -> Select[int]:
    """The organisations whose orders, and so whose documents, this person may see."""
    return select(Seat.organisation_id).where(
        Seat.person_id == person_id, Seat.confirmed_at.is_not(None), Seat.role.in_(sorted(RECRUITING))
    )


def organisation_for(person_id: int, reference: str) -> Organisation:
    """The organisation of an address, for somebody who may see its documents; raises NotFound for everybody else."""
    found = db.session.scalar(
        select(Organisation).where(
            Organisation.reference == reference, Organisation.id.in_(organisations_seen_by(person_id))
        )
    )
    if found is None:
        raise NotFound("There is no such organisation.")
    return found


def invoice_of(order_id: int) -> IssuedDocument | None:
    """The invoice of an order that was not replaced, if it has one."""
    return db.session.scalar(select(IssuedDocument).where(IssuedDocument.order_id == order_id, STANDS))


def documents_of_order(order_id: int) -> list[IssuedDocument]:
    """Everything that was issued for an order, the oldest first."""
    return list(
        db.session.scalars(
            select(IssuedDocument).where(IssuedDocument.order_id == order_id).order_by(IssuedDocument.id)
        )
    )


def credit_notes_of(document_id: int) -> list[IssuedDocument]:
    """The credit notes of an invoice, the oldest first."""
    return list(
        db.session.scalars(
            select(IssuedDocument).where(IssuedDocument.credits_id == document_id).order_by(IssuedDocument.id)
        )
    )


def listed(*conditions: ColumnElement[bool]) -> Select[IssuedDocument, Order]:
    """Documents with their orders."""
    return select(IssuedDocument, Order).join(Order, Order.id == IssuedDocument.order_id).where(*conditions)


def open_invoices(*conditions: ColumnElement[bool]) -> Sequence[tuple[IssuedDocument, Order]]:
    """What asks for money, the longest due first."""
    found = listed(OPEN, *conditions).order_by(IssuedDocument.due_on, IssuedDocument.id)
    return [(document, order) for document, order in db.session.execute(found)]


def overdue(on: date) -> ColumnElement[bool]:
    """Open invoices whose day is past."""
    return and_(OPEN, IssuedDocument.due_on < on)


def matching(words: str) -> ColumnElement[bool]:
    """Documents in which these words stand: number, buyer, order, purchase order."""
    return or_(
        *(
            holds(column, words)
            for column in (
                IssuedDocument.number,
                IssuedDocument.buyer_name,
                IssuedDocument.order_reference,
                IssuedDocument.po_number,
                IssuedDocument.buyer_address,
            )
        )
    )


def history(document_id: int) -> list[DocumentStep]:
    """What has happened to a document, the oldest first."""
    return list(
        db.session.scalars(
            select(DocumentStep).where(DocumentStep.document_id == document_id).order_by(DocumentStep.id)
        )
    )


def payments_of(order_id: int) -> list[tuple[Allocation, Receipt]]:
    """What the bank brought for an order, taken back or not, the oldest first."""
    found = (
        select(Allocation, Receipt)
        .join(Receipt, Receipt.id == Allocation.receipt_id)
        .where(Allocation.order_id == order_id)
        .order_by(Allocation.id)
    )
    return [(allocation, receipt) for allocation, receipt in db.session.execute(found)]


def tidy_number(raw: str) -> str:
    """A document's number in its one spelling, however it was typed."""
    return raw.strip().upper()


def _only(*conditions: ColumnElement[bool]) -> IssuedDocument:
    found = db.session.scalar(select(IssuedDocument).where(*conditions))
    if found is None:
        raise NotFound(_NONE)
    return found


def of_organisation(organisation_id: int) -> ColumnElement[bool]:
    """The documents of an organisation."""
    return IssuedDocument.organisation_id == organisation_id


def of_person(person_id: int) -> ColumnElement[bool]:
    """The documents of what a person ordered for themselves."""
    return IssuedDocument.person_id == person_id
