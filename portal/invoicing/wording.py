"""A document in the words that people read, so that the page and the PDF cannot say different things; pure."""

from __future__ import annotations

from datetime import date

from portal.foundation.money import pounds_and_pence
from portal.invoicing.documents import BankAccount, Document, Kind, Line, Seller, VatCode
from portal.web.words import day_in_words

EXEMPTION = "Exempt from VAT: Value Added Tax Act 1994, Schedule 9"
COLUMNS = ("Description", "Quantity", "Price", "Net", "VAT rate", "VAT", "Total")
VAT_COLUMNS = ("VAT rate", "Net", "VAT")
_NAMES = {Kind.CREDIT_NOTE: "Credit note", Kind.QUOTE: "Quote", Kind.PRO_FORMA: "Pro-forma invoice"}


def title(document: Document) -> str:
    """What stands over it: an invoice is a VAT invoice when the seller has a VAT number."""
    taxed = bool(document.seller.vat_number)
    if document.kind is Kind.INVOICE:
        return "VAT invoice" if taxed else "Invoice"
    if document.kind is Kind.CREDIT_NOTE and taxed:
        return "VAT credit note"
    return _NAMES[document.kind]


def warning(document: Document) -> str:
    """What keeps a quote from being taken for more than it is."""
    return "This is not a VAT invoice." if document.kind in (Kind.QUOTE, Kind.PRO_FORMA) else ""


def facts(document: Document) -> list[tuple[str, str]]:
    """Numbers, dates and references, as names and values; what is not known is left out."""
    told, numbered = document.references, document.kind in (Kind.INVOICE, Kind.CREDIT_NOTE)
    rows = [
        ("Number" if numbered else "Reference", document.number),
        ("Date", day_in_words(document.issued_on)),
        ("Tax point", day_in_words(document.tax_point) if numbered else ""),
        ("Pay by", day_in_words(document.due_on) if document.due_on else ""),
        ("Valid until", day_in_words(document.valid_until) if document.valid_until else ""),
        ("Credits invoice", _dated(told.credits, told.credits_of)),
        ("Replaces invoice", told.replaces),
        ("Purchase order", told.po_number),
        ("Cost centre", told.cost_centre),
        ("Your contact", told.contact),
        ("Our order", told.order if told.order != document.number else ""),
        ("Reason", document.because),
    ]
    return [(name, value) for name, value in rows if value]


def line_cells(line: Line) -> tuple[str, ...]:
    """One line under COLUMNS; the discount stands under the description."""
    return (
        line.description,
        str(line.quantity),
        pounds_and_pence(line.unit_pence),
        pounds_and_pence(line.net_pence),
        rate(line.vat_code, line.vat_basis_points),
        pounds_and_pence(line.vat_pence),
        pounds_and_pence(line.gross_pence),
    )


def discount(line: Line) -> str:
    """What was taken off a line, and why."""
    if not line.discount_pence:
        return ""
    off = f"less {pounds_and_pence(line.discount_pence)}"
    return f"{off}: {line.discount_because}" if line.discount_because else off


def vat_rows(document: Document) -> list[tuple[str, ...]]:
    """The VAT breakdown under VAT_COLUMNS."""
    return [
        (
            rate(each.vat_code, each.vat_basis_points),
            pounds_and_pence(each.net_pence),
            pounds_and_pence(each.vat_pence),
        )
        for each in document.vat_groups
    ]


def totals(document: Document) -> list[tuple[str, str]]:
    """The sums at the foot, the last of which is what the document is about."""
    rows = [
        ("Total without VAT", pounds_and_pence(document.net_pence)),
        ("VAT", pounds_and_pence(document.vat_pence)),
        ("Total", pounds_and_pence(document.gross_pence)),
    ]
    rows += [
        (f"Paid {each.how} on {day_in_words(each.on)}", pounds_and_pence(-each.pence))
        for each in document.paid
        if each.pence
    ]
    if document.kind is Kind.INVOICE:
        rows.append(("To pay", pounds_and_pence(document.owed_pence)))
    elif document.kind is Kind.CREDIT_NOTE:
        rows[-1] = ("Total credited", rows[-1][1])
    return rows


def rate(code: VatCode, basis_points: int) -> str:
    """20%, 17.5%, 0%, exempt."""
    if code is VatCode.EXEMPT:
        return "exempt"
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02}".rstrip("0") + "%" if rest else f"{whole}%"


def notes(document: Document) -> list[str]:
    """Sentences under the sums: how to pay, what happens to a credit, why nothing is charged."""
    said = [warning(document)]
    if document.kind is Kind.INVOICE:
        said.append(_how_to_pay(document))
    if document.kind is Kind.CREDIT_NOTE:
        said.append(
            f"This is taken off what is owed on invoice {document.references.credits}, "
            "or given back if that is paid. Nothing is to be paid on a credit note."
        )
    if document.kind in (Kind.QUOTE, Kind.PRO_FORMA) and document.valid_until:
        said.append(f"These prices hold until the end of {day_in_words(document.valid_until)}.")
    if any(line.vat_code is VatCode.EXEMPT for line in document.lines):
        said.append(f"{exemption(document)}.")
    return [each for each in said if each]


def exemption(document: Document) -> str:
    """Why what is exempt is so."""
    because = document.no_vat_because.rstrip(". ")
    return f"No VAT is charged: {because}" if because else EXEMPTION


def account_facts(account: BankAccount, *, reference: str) -> list[tuple[str, str]]:
    """Where to pay to, and what to quote."""
    rows = [
        ("Account name", account.name),
        ("Bank", account.bank),
        ("Sort code", account.sort_code),
        ("Account number", account.number),
        ("Payment reference", reference),
    ]
    return [(name, value) for name, value in rows if value]


def payable_to(document: Document) -> BankAccount | None:
    """The account to show, where the document asks for money."""
    asks = document.kind in (Kind.INVOICE, Kind.PRO_FORMA) and document.owed_pence
    return document.seller.account if asks else None


def seller_lines(seller: Seller) -> list[str]:
    """The seller's address and registrations, a line each, without the name."""
    lines = [*seller.party.address, seller.party.email]
    lines.append(f"VAT number {spaced_vat_number(seller.vat_number)}" if seller.vat_number else "")
    lines.append(f"Company number {seller.company_number}" if seller.company_number else "")
    return [line for line in lines if line]


def spaced_vat_number(number: str) -> str:
    """GB999999973 as people write it: GB 999 9999 73."""
    digits = number[2:]
    return f"{number[:2]} {digits[:3]} {digits[3:7]} {digits[7:]}".strip() if len(digits) >= 9 else number


def _how_to_pay(document: Document) -> str:
    if not document.owed_pence:
        return "This invoice is paid. Nothing is left to pay."
    by = f"by {day_in_words(document.due_on)}" if document.due_on else "now"
    return f"Pay {pounds_and_pence(document.owed_pence)} {by} by bank transfer and quote {document.number}."


def _dated(number: str, on: date | None) -> str:
    return f"{number} of {day_in_words(on)}" if number and on else number
