"""A document as JSON-ready values: whole pence, ISO days."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from portal.invoicing.documents import Document, Line, Party, Seller


def as_plain(document: Document) -> dict[str, Any]:
    """Everything that the document says. Beside it a page's twin adds what has happened since it was issued."""
    told = document.references
    return {
        "reference": document.number,
        "kind": document.kind.value,
        "issued_on": document.issued_on.isoformat(),
        "tax_point": document.tax_point.isoformat(),
        "due_on": _day(document.due_on),
        "valid_until": _day(document.valid_until),
        "currency": document.currency,
        "seller": _seller(document.seller),
        "buyer": _party(document.buyer),
        "order": told.order,
        "po_number": told.po_number,
        "cost_centre": told.cost_centre,
        "contact": told.contact,
        "credits": told.credits,
        "replaces": told.replaces,
        "because": document.because,
        "no_vat_because": document.no_vat_because,
        "lines": [_line(each) for each in document.lines],
        "vat": [asdict(each) for each in document.vat_groups],
        "paid": [{"how": each.how, "on": each.on.isoformat(), "pence": each.pence} for each in document.paid],
        "net_pence": document.net_pence,
        "vat_pence": document.vat_pence,
        "gross_pence": document.gross_pence,
        "owed_pence": document.owed_pence,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _party(party: Party) -> dict[str, Any]:
    return {"name": party.name, "address": list(party.address), "email": party.email}


def _seller(seller: Seller) -> dict[str, Any]:
    return {
        **_party(seller.party),
        "vat_number": seller.vat_number,
        "company_number": seller.company_number,
        "account": asdict(seller.account) if seller.account else None,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "position": line.position,
        "item": line.item,
        "description": line.description,
        "quantity": line.quantity,
        "unit_pence": line.unit_pence,
        "discount_pence": line.discount_pence,
        "discount_because": line.discount_because,
        "net_pence": line.net_pence,
        "vat_code": line.vat_code.value,
        "vat_basis_points": line.vat_basis_points,
        "vat_pence": line.vat_pence,
        "gross_pence": line.gross_pence,
    }
