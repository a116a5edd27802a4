"""Between the document and the rows in which it is kept as it was issued."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from portal.billing.models import Order
from portal.database.base import db
from portal.invoicing.documents import (
    BankAccount,
    Document,
    Kind,
    Line,
    Paid,
    Party,
    References,
    Seller,
    VatCode,
)
from portal.invoicing.models import IssuedDocument, IssuedLine


def keep(
    document: Document,
    *,
    order: Order,
    line_ids: Mapping[int, int],
    at: datetime,
    by: int | None,
    credits: IssuedDocument | None = None,
    replaces: IssuedDocument | None = None,
    is_correction: bool = False,
) -> IssuedDocument:
    """Write a document down for good. `line_ids` are the order's lines by the position of the document's."""
    told, paid = document.references, document.paid[0] if document.paid else None
    row = IssuedDocument(
        kind=document.kind.value,
        number=document.number,
        state="current",
        order_id=order.id,
        organisation_id=order.organisation_id,
        person_id=order.person_id,
        credits_id=credits.id if credits else None,
        replaces_id=replaces.id if replaces else None,
        is_correction=is_correction,
        issued_at=at,
        issued_by_id=by,
        issued_on=document.issued_on,
        tax_point=document.tax_point,
        due_on=document.due_on,
        seller=_seller_text(document.seller),
        buyer_name=document.buyer.name,
        buyer_address="\n".join(document.buyer.address),
        buyer_email=document.buyer.email,
        order_reference=told.order,
        po_number=told.po_number,
        cost_centre=told.cost_centre,
        contact=told.contact,
        because=document.because,
        no_vat_because=document.no_vat_because,
        net_pence=document.net_pence,
        vat_pence=document.vat_pence,
        gross_pence=document.gross_pence,
        paid_how=paid.how if paid else "",
        paid_on=paid.on if paid else None,
        paid_pence=document.paid_pence,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        IssuedLine(
            document_id=row.id,
            position=line.position,
            order_line_id=line_ids[line.position],
            item=line.item,
            description=line.description,
            quantity=line.quantity,
            unit_pence=line.unit_pence,
            discount_because=line.discount_because,
            net_pence=line.net_pence,
            vat_code=line.vat_code.value,
            vat_basis_points=line.vat_basis_points,
            vat_pence=line.vat_pence,
        )
        for line in document.lines
    )
    db.session.flush()
    return row


def document_of(row: IssuedDocument) -> Document:
    """The document as it was issued."""
    related = _numbers([each for each in (row.credits_id, row.replaces_id) if each])
    return _document(row, lines_of([row.id])[row.id], related)


def lines_of(document_ids: Sequence[int]) -> dict[int, list[IssuedLine]]:
    """The lines of these documents, by document."""
    found: dict[int, list[IssuedLine]] = {each: [] for each in document_ids}
    for line in db.session.scalars(
        select(IssuedLine)
        .where(IssuedLine.document_id.in_(document_ids))
        .order_by(IssuedLine.document_id, IssuedLine.position)
    ):
        found[line.document_id].append(line)
    return found


def _numbers(ids: Sequence[int]) -> dict[int, IssuedDocument]:
    return {row.id: row for row in db.session.scalars(select(IssuedDocument).where(IssuedDocument.id.in_(ids)))}


def _document(row: IssuedDocument, lines: Sequence[IssuedLine], related: Mapping[int, IssuedDocument]) -> Document:
    credited = related.get(row.credits_id or 0)
    replaced = related.get(row.replaces_id or 0)
    return Document(
        kind=Kind(row.kind),
        number=row.number,
        issued_on=row.issued_on,
        tax_point=row.tax_point,
        due_on=row.due_on,
        seller=_seller(row.seller),
        buyer=Party(row.buyer_name, tuple(filter(None, row.buyer_address.split("\n"))), row.buyer_email),
        references=References(
            order=row.order_reference,
            po_number=row.po_number,
            cost_centre=row.cost_centre,
            contact=row.contact,
            credits=credited.number if credited else "",
            credits_of=credited.issued_on if credited else None,
            replaces=replaced.number if replaced else "",
        ),
        lines=tuple(_line(each) for each in lines),
        paid=(Paid(row.paid_how, row.paid_on, row.paid_pence),) if row.paid_on else (),
        because=row.because,
        no_vat_because=row.no_vat_because,
    )


def _line(row: IssuedLine) -> Line:
    return Line(
        position=row.position,
        description=row.description,
        quantity=row.quantity,
        unit_pence=row.unit_pence,
        net_pence=row.net_pence,
        vat_code=VatCode(row.vat_code),
        vat_basis_points=row.vat_basis_points,
        vat_pence=row.vat_pence,
        discount_because=row.discount_because,
        item=row.item,
    )


def _seller_text(seller: Seller) -> str:
    account = seller.account
    return json.dumps(
        {
            "name": seller.party.name,
            "address": list(seller.party.address),
            "email": seller.party.email,
            "vat_number": seller.vat_number,
            "company_number": seller.company_number,
            "account": [account.name, account.bank, account.sort_code, account.number] if account else None,
        },
        ensure_ascii=False,
    )


def _seller(text: str) -> Seller:
    facts = json.loads(text)
    return Seller(
        party=Party(facts["name"], tuple(facts["address"]), facts["email"]),
        vat_number=facts["vat_number"],
        company_number=facts["company_number"],
        account=BankAccount(*facts["account"]) if facts["account"] else None,
    )
