"""Documents to look at: plain ones, and ones that make trouble."""

from __future__ import annotations

from datetime import date

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

SELLER = Seller(
    party=Party("The Society of Examples", ("1 Example Street", "Exeter", "EX1 1AA"), "accounts@example.org"),
    vat_number="GB999999973",
    company_number="01234567",
    account=BankAccount("The Society of Examples", "Example Bank", "00-11-22", "01234567"),
)
BUYER = Party("Cyngor Llanŵyr a Rhŷd", ("Neuadd y Sir", "Stryd Fawr", "Caerŵyr CF10 1AA"), "cyfrifon@example.org")


def line(position: int = 1, *, quantity: int = 1, unit: int = 15_000, off: int = 0, vat: int = 2_000, **facts) -> Line:
    """A line of standard-rated work, `off` basis points below its list price."""
    net = facts.pop("net", quantity * unit - quantity * unit * off // 10_000)
    code = facts.pop("code", VatCode.STANDARD)
    return Line(
        position=position,
        description=facts.pop("description", "Advert for four weeks"),
        quantity=quantity,
        unit_pence=unit,
        net_pence=net,
        vat_code=code,
        vat_basis_points=vat if code is VatCode.STANDARD else 0,
        vat_pence=(net * vat + 5_000) // 10_000 if code is VatCode.STANDARD else 0,
        discount_because=facts.pop("because", "Member discount of 20%" if off else ""),
        item=facts.pop("item", "advert"),
    )


def document(**facts) -> Document:
    """An invoice on account for a member body; any fact may be given in its place."""
    given = {
        "kind": Kind.INVOICE,
        "number": "INV-000042",
        "issued_on": date(2026, 11, 24),
        "tax_point": date(2026, 11, 24),
        "due_on": date(2026, 12, 24),
        "seller": SELLER,
        "buyer": BUYER,
        "references": References(order="K7MT2XQ9", po_number="PO-118877", cost_centre="DIG-04", contact="Siân Ŵyn"),
        "lines": (line(1, quantity=3, off=2_000), line(2, unit=3_333, description="Featured listing", item="featured")),
        **facts,
    }
    return Document(**given)


def credit_note(**facts) -> Document:
    """Credits one line of the invoice above."""
    return document(
        **{
            "kind": Kind.CREDIT_NOTE,
            "number": "CN-000007",
            "due_on": None,
            "references": References(order="K7MT2XQ9", credits="INV-000042", credits_of=date(2026, 11, 24)),
            "because": "The listing was never shown.",
            "lines": (line(1, unit=3_333, description="Featured listing", item="featured"),),
            **facts,
        }
    )


def paid_by_card(**facts) -> Document:
    """An invoice that was paid before it was issued."""
    owed = document(due_on=None, **facts)
    return document(due_on=None, paid=(Paid("by card", date(2026, 11, 24), owed.gross_pence),), **facts)


MIXED = (
    line(1, quantity=7, unit=11_599, off=3_330, description="Advert <b>&amp;</b> “extra” week"),
    line(2, unit=6_000, code=VatCode.EXEMPT, description="Membership for 2027", item="membership"),
    line(3, unit=1_999, code=VatCode.ZERO, description="Printed handbook", item="handbook"),
    line(4, unit=1_000, vat=500, description="At a reduced rate"),
    line(5, unit=1, description="A penny"),
)
EVERY_KIND = {
    "on account": document(),
    "paid by card": paid_by_card(),
    "credit note": credit_note(),
    "mixed rates": document(lines=MIXED),
    "many lines": document(lines=tuple(line(n, unit=115, description=f"Advert {n}") for n in range(1, 121))),
    "without VAT number": document(
        seller=Seller(SELLER.party, account=SELLER.account), lines=(line(1, code=VatCode.EXEMPT),)
    ),
    "no VAT charged": document(no_vat_because="A body outside the UK.", lines=(line(1, code=VatCode.EXEMPT),)),
    "free": document(lines=(line(1, unit=15_000, net=0, because="A gift"),), due_on=None),
    "quote": document(
        kind=Kind.QUOTE,
        number="K7MT2XQ9",
        due_on=None,
        valid_until=date(2026, 12, 24),
        references=References(order="K7MT2XQ9"),
    ),
}
