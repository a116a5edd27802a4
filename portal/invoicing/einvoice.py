"""An invoice or credit note as a structured e-invoice: EN 16931 in UBL 2.1, which UK public bodies must accept; pure.

The codes are those of the standard (BT-1 is the invoice number, BG-25 the lines). tests/invoicing checks what this
writes against the schema of UBL and the rules of the standard, both as their makers publish them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from facturx import generate_xml

from portal.invoicing import wording
from portal.invoicing.documents import Document, Kind, Line, Party, Seller, VatCode, VatGroup

CATEGORIES = {VatCode.STANDARD: "S", VatCode.ZERO: "Z", VatCode.EXEMPT: "E"}
TYPES = {Kind.INVOICE: "380", Kind.CREDIT_NOTE: "381"}
BANK_TRANSFER, CARD = "30", "48"
EACH = "C62"
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml(document: Document) -> bytes:
    """The document for a machine of the buyer's. Raises ValueError for a quote or pro-forma invoice."""
    if document.kind not in TYPES:
        raise ValueError("Only invoices and credit notes are e-invoices.")
    written: bytes = generate_xml(
        _clean(_facts(document)), flavor="ubl-2.1", level="en16931", check_xsd=False, check_schematron=False
    )
    return written


def filename(document: Document) -> str:
    """What the file is called."""
    return f"{document.number}.xml"


def _facts(document: Document) -> dict[str, Any]:
    told = document.references
    return {
        "BT-1": document.number,
        "BT-2": document.issued_on,
        "BT-3": TYPES[document.kind],
        "BT-5": document.currency,
        # The library writes this one where the schema of credit notes does not want it; theirs is their date anyway.
        "BT-7": document.tax_point if document.kind is Kind.INVOICE else None,
        "BT-9": document.due_on,
        "BT-10": told.contact or told.po_number or told.order,
        "BT-13": told.po_number or told.order,
        "BT-14": told.order,
        "BT-19": told.cost_centre,
        "BT-20": " ".join(wording.notes(document)),
        "BG-1": [{"BT-22": document.because}] if document.because else [],
        "BG-3": [_credited(told.credits, told.credits_of)] if told.credits else [],
        "BG-4": _seller(document.seller),
        "BG-7": _party(document.buyer),
        **_payment(document),
        "BG-23": [_vat(each, wording.exemption(document)) for each in document.vat_groups],
        "BG-25": [_line(each) for each in document.lines],
        "BT-106": _amount(document.net_pence),
        "BT-109": _amount(document.net_pence),
        "BT-110": _amount(document.vat_pence),
        "BT-112": _amount(document.gross_pence),
        "BT-113": _amount(document.paid_pence),
        "BT-115": _amount(document.owed_pence),
    }


def _payment(document: Document) -> dict[str, Any]:
    account = wording.payable_to(document)
    if account is not None:
        return {
            "BT-81": BANK_TRANSFER,
            "BT-83": document.number,
            "BT-84": account.number,
            "BT-85": account.name,
            "BT-86": account.sort_code.replace("-", ""),
        }
    return {"BT-81": CARD, "BT-83": document.number} if document.paid else {}


def _credited(number: str, of: date | None) -> dict[str, Any]:
    return {"BT-25": number, "BT-26": of} if of else {"BT-25": number}


def _seller(seller: Seller) -> dict[str, Any]:
    facts = _party(seller.party) | {"vat_identifier": seller.vat_number, "legal_identifier": seller.company_number}
    # The rules want the seller identified, and known to the tax office, also where there is no number to tell.
    if not seller.vat_number:
        facts["tax_identifier"] = seller.company_number or seller.party.name
        facts["identifiers"] = {None: seller.company_number or seller.party.name}
    return facts


def _party(party: Party) -> dict[str, Any]:
    """The address in the fields that there are: two lines, the town, the postcode, and what is left over."""
    lines, postcode = [each for each in party.address if each], ""
    for at, line in reversed(list(enumerate(lines))):
        found = _POSTCODE.search(line)
        if found:
            postcode, rest = found[0].upper(), _POSTCODE.sub("", line).strip(" ,")
            lines[at : at + 1] = [rest] if rest else []
            break
    street, town = (lines[:-1], lines[-1]) if len(lines) > 1 else (lines, "")
    return {
        "name": party.name,
        "addr_l1": street[0] if street else "",
        "addr_l2": street[1] if len(street) > 1 else "",
        "addr_l3": ", ".join(street[2:]),
        "city": town,
        "postcode": postcode,
        "country_code": "GB",
        "contacts": [{"email": party.email}] if party.email else [],
    }


def _vat(group: VatGroup, exemption: str) -> dict[str, Any]:
    facts = {
        "BT-116": _amount(group.net_pence),
        "BT-117": _amount(group.vat_pence),
        "BT-118": CATEGORIES[group.vat_code],
        "BT-119": _amount(group.vat_basis_points),
    }
    return facts | {"BT-120": exemption} if group.vat_code is VatCode.EXEMPT else facts


def _line(line: Line) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "BT-126": str(line.position),
        "BT-129": str(line.quantity),
        "BT-130": EACH,
        "BT-131": _amount(line.net_pence),
        "BT-146": _amount(line.unit_pence),
        "BT-151": CATEGORIES[line.vat_code],
        "BT-152": _amount(line.vat_basis_points),
        "BT-153": line.description,
        "BT-155": line.item,
    }
    if line.discount_pence:
        off = {"amount": _amount(line.discount_pence), "base_amount": _amount(line.list_pence)}
        facts["BG-27"] = [off | {"reason": line.discount_because or "Discount"}]
    return facts


def _amount(hundredths: int) -> str:
    """`1234` as "12.34": pence as pounds, basis points as per cent."""
    sign, whole = ("-" if hundredths < 0 else ""), abs(hundredths)
    return f"{sign}{whole // 100}.{whole % 100:02}"


def _clean(value: Any) -> Any:
    """The same without characters that XML has no way to write."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value
