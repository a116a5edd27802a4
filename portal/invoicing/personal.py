"""What this room holds of a person.

Amounts, days and numbers are the society's accounts and outlast an erasure. Names go: what people buy for themselves is
exempt or small, for which the law asks no name on an invoice (VAT Regulations 1995, regulations 16 and 20); on an
organisation's invoice it asks for the organisation's name and address, which stay.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select

from portal.billing.models import Order
from portal.billing.personal import ACCOUNTS
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.invoicing.models import Allocation, BankStatement, DocumentStep, IssuedDocument, IssuedLine, Receipt

SOCIETYS = "the society’s own name, numbers and account"
OTHERS = "about the invoice or the receipt, not about you"
_NAMED = ("buyer_name", "buyer_address", "buyer_email", "contact")
_NUMBERS = ("id", "order_id", "organisation_id", "person_id", "credits_id", "replaces_id")
_ACTORS = ("issued_by_id",)
_FACTS = tuple(
    each.key
    for each in IssuedDocument.__table__.columns
    if each.key not in (*_NAMED, *_NUMBERS, *_ACTORS, "seller", "number")
)
_LINE = tuple(
    each.key for each in IssuedLine.__table__.columns if each.key not in ("id", "document_id", "order_line_id")
)
_RECEIPT = ("reference", "received_on", "pence", "payer", "words")


def _of_organisation(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(IssuedDocument.organisation_id.is_not(None), *conditions)


def _names(whom: Whom) -> ColumnElement[bool]:
    """Documents of organisations that name the person as the one to ask."""
    name = whom.name.strip().lower()
    return _of_organisation(func.lower(IssuedDocument.contact) == name, IssuedDocument.contact != "")


def _went_to(whom: Whom) -> ColumnElement[bool]:
    """Documents of organisations that were sent to the person."""
    email = func.lower(IssuedDocument.buyer_email)
    return _of_organisation(email.in_(sorted(whom.addresses)), IssuedDocument.buyer_email != "")


def _own_lines(whom: Whom) -> ColumnElement[bool]:
    own = select(IssuedDocument.id).where(IssuedDocument.person_id == whom.person_id)
    return IssuedLine.document_id.in_(own)


def _own_payments(whom: Whom) -> ColumnElement[bool]:
    """Receipts that paid what the person ordered for themselves."""
    paid = (
        select(Allocation.receipt_id)
        .join(Order, Order.id == Allocation.order_id)
        .where(Order.person_id == whom.person_id)
    )
    return Receipt.id.in_(paid)


HOLDINGS = (
    Holding(
        "Invoices and credit notes for what you ordered for yourself",
        IssuedDocument,
        of(IssuedDocument.person_id),
        exported=("number", *_NAMED, *_FACTS),
        withheld={A_NUMBER: _NUMBERS, WHO_ACTED: _ACTORS, SOCIETYS: ("seller",)},
        blanked=dict.fromkeys((*_NAMED, "because"), ""),
        kept={
            LINKS: (*_NUMBERS, *_ACTORS),
            ACCOUNTS: ("number", *(each for each in _FACTS if each != "because")),
            SOCIETYS: ("seller",),
        },
    ),
    Holding(
        "The lines of those invoices",
        IssuedLine,
        _own_lines,
        exported=_LINE,
        withheld={A_NUMBER: ("id", "document_id", "order_line_id")},
        kept={LINKS: ("id", "document_id", "order_line_id"), ACCOUNTS: _LINE},
    ),
    Holding(
        "Invoices of organisations that name you as the person to ask",
        IssuedDocument,
        _names,
        exported=("number", "contact"),
        withheld={
            A_NUMBER: _NUMBERS,
            WHO_ACTED: _ACTORS,
            OTHERS: ("seller", *(each for each in (*_NAMED, *_FACTS) if each != "contact")),
        },
        blanked={"contact": ""},
        kept={
            LINKS: (*_NUMBERS, *_ACTORS),
            ACCOUNTS: ("number", "seller", *(each for each in (*_NAMED, *_FACTS) if each != "contact")),
        },
    ),
    Holding(
        "Invoices of organisations that were sent to you",
        IssuedDocument,
        _went_to,
        exported=("number", "buyer_email"),
        withheld={
            A_NUMBER: _NUMBERS,
            WHO_ACTED: _ACTORS,
            OTHERS: ("seller", *(each for each in (*_NAMED, *_FACTS) if each != "buyer_email")),
        },
        blanked={"buyer_email": ""},
        kept={
            LINKS: (*_NUMBERS, *_ACTORS),
            ACCOUNTS: ("number", "seller", *(each for each in (*_NAMED, *_FACTS) if each != "buyer_email")),
        },
    ),
    Holding(
        "Invoices and credit notes that you issued for the society",
        IssuedDocument,
        of(IssuedDocument.issued_by_id),
        exported=("number", "issued_at"),
        withheld={
            A_NUMBER: (*_NUMBERS, *_ACTORS),
            OTHERS: ("seller", *_NAMED, *(each for each in _FACTS if each != "issued_at")),
        },
        kept={LINKS: (*_NUMBERS, *_ACTORS), ACCOUNTS: ("number", "seller", *_NAMED, *_FACTS)},
    ),
    Holding(
        "What you did with invoices",
        DocumentStep,
        of(DocumentStep.by_id),
        exported=("event", "at", "note"),
        withheld={A_NUMBER: ("id", "document_id", "by_id", "key")},
        kept={LINKS: ("id", "document_id", "by_id", "key"), STATE: ("event", "at"), ACCOUNTS: ("note",)},
    ),
    Holding(
        "Payments for what you ordered for yourself, as the bank told them",
        Receipt,
        _own_payments,
        exported=_RECEIPT,
        withheld={
            A_NUMBER: ("id", "statement_id", "fingerprint"),
            OTHERS: ("set_aside_because",),
            WHO_ACTED: ("set_aside_by_id",),
        },
        blanked={"payer": "", "words": ""},
        kept={
            LINKS: ("id", "statement_id", "set_aside_by_id", "fingerprint"),
            ACCOUNTS: ("reference", "received_on", "pence", "set_aside_because"),
        },
    ),
    Holding(
        "Receipts that you set aside for the society",
        Receipt,
        of(Receipt.set_aside_by_id),
        exported=("reference", "set_aside_because"),
        withheld={
            A_NUMBER: ("id", "statement_id", "fingerprint", "set_aside_by_id"),
            OTHERS: ("received_on", "pence", "payer", "words"),
        },
        kept={
            LINKS: ("id", "statement_id", "set_aside_by_id", "fingerprint"),
            ACCOUNTS: (*_RECEIPT, "set_aside_because"),
        },
    ),
    Holding(
        "Bank statements that you took in for the society",
        BankStatement,
        of(BankStatement.uploaded_by_id),
        exported=("reference", "name", "uploaded_at", "taken_at"),
        withheld={A_NUMBER: ("id", "uploaded_by_id"), OTHERS: ("state", "content", "taken", "known", "outgoing")},
        kept={
            LINKS: ("id", "uploaded_by_id"),
            STATE: ("reference", "name", "state", "uploaded_at", "taken_at", "taken", "known", "outgoing"),
            OTHERS: ("content",),
        },
    ),
    Holding(
        "Payments that you matched for the society",
        Allocation,
        lambda whom: or_(Allocation.by_id == whom.person_id, Allocation.undone_by_id == whom.person_id),
        exported=("reference", "pence", "at", "note", "undone_at"),
        withheld={A_NUMBER: ("id", "receipt_id", "order_id", "document_id"), WHO_ACTED: ("by_id", "undone_by_id")},
        kept={
            LINKS: ("id", "receipt_id", "order_id", "document_id", "by_id", "undone_by_id"),
            ACCOUNTS: ("reference", "pence", "at", "note", "undone_at"),
        },
    ),
)
