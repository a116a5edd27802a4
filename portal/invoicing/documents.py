"""What an invoice, a credit note, a quote or a pro-forma invoice says; pure, and never changed once it is made.

Every way of showing one (page, PDF, e-invoice, JSON, export) is made from this and works nothing out by itself, so that
they all read the same. Amounts are whole pence and are given, not reckoned: they are the order's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of document it is; only the first two have numbers of a series and belong in a VAT return."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    QUOTE = "quote"
    PRO_FORMA = "pro_forma"


class VatCode(StrEnum):
    """How VAT falls on a line. Zero-rated and exempt both cost nothing, but count differently."""

    STANDARD = "standard"
    ZERO = "zero"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Party:
    """Who sells or buys: a name and an address as people write it, a line each."""

    name: str
    address: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where to pay to."""

    name: str
    bank: str
    sort_code: str
    number: str


@dataclass(frozen=True, slots=True)
class Seller:
    """The society as a seller. Without a VAT number it charges no VAT, and its documents are no VAT invoices."""

    party: Party
    vat_number: str = ""
    company_number: str = ""
    account: BankAccount | None = None


@dataclass(frozen=True, slots=True)
class References:
    """What the buyer's accounts department looks for. `credits` is the number of the invoice that a credit note is of,
    `replaces` that of an invoice which was returned and is issued anew."""

    order: str = ""
    po_number: str = ""
    cost_centre: str = ""
    contact: str = ""
    credits: str = ""
    credits_of: date | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing sold. `unit_pence` is the list price of one without VAT; what is off it is explained."""

    position: int
    description: str
    quantity: int
    unit_pence: int
    net_pence: int
    vat_code: VatCode
    vat_basis_points: int
    vat_pence: int
    discount_because: str = ""
    item: str = ""

    def __post_init__(self) -> None:
        if self.quantity < 1 or self.discount_pence < 0 or min(self.net_pence, self.vat_pence) < 0:
            raise ValueError(f"Line {self.position} does not add up.")
        if self.vat_code is not VatCode.STANDARD and (self.vat_pence or self.vat_basis_points):
            raise ValueError(f"Line {self.position} bears VAT though it is {self.vat_code}.")
        if self.vat_code is VatCode.STANDARD and self.vat_basis_points < 1:
            raise ValueError(f"Line {self.position} bears no VAT, so it is zero-rated or exempt.")

    @property
    def list_pence(self) -> int:
        return self.quantity * self.unit_pence

    @property
    def discount_pence(self) -> int:
        return self.list_pence - self.net_pence

    @property
    def gross_pence(self) -> int:
        return self.net_pence + self.vat_pence


@dataclass(frozen=True, slots=True)
class VatGroup:
    """What the lines under one rate come to. The VAT is the sum of the lines' (docs/decisions/vat.md)."""

    vat_code: VatCode
    vat_basis_points: int
    net_pence: int
    vat_pence: int


@dataclass(frozen=True, slots=True)
class Paid:
    """What had been paid when the document was issued."""

    how: str
    on: date
    pence: int


@dataclass(frozen=True, slots=True)
class Document:
    """One document, complete. `number` is the series' number of an invoice or credit note, else the order's reference.

    `because` is a credit note's reason, `no_vat_because` why this buyer is charged none. `due_on` is for invoices that are still to be paid, `valid_until` for quotes.
    """

    kind: Kind
    number: str
    issued_on: date
    tax_point: date
    seller: Seller
    buyer: Party
    lines: tuple[Line, ...]
    references: References = References()
    due_on: date | None = None
    valid_until: date | None = None
    paid: tuple[Paid, ...] = ()
    because: str = ""
    no_vat_because: str = ""
    currency: str = "GBP"

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError("A document needs a line.")
        if self.paid_pence > self.gross_pence:
            raise ValueError("More is paid than the document is for.")
        if self.vat_pence and not self.seller.vat_number:
            raise ValueError("Who has no VAT number may not charge VAT.")

    @property
    def net_pence(self) -> int:
        return sum(line.net_pence for line in self.lines)

    @property
    def vat_pence(self) -> int:
        return sum(line.vat_pence for line in self.lines)

    @property
    def gross_pence(self) -> int:
        return self.net_pence + self.vat_pence

    @property
    def paid_pence(self) -> int:
        return sum(each.pence for each in self.paid)

    @property
    def owed_pence(self) -> int:
        """What the document asks for."""
        return self.gross_pence - self.paid_pence

    @property
    def vat_groups(self) -> tuple[VatGroup, ...]:
        """The VAT breakdown, the highest rate first, what is exempt last."""
        return grouped(self.lines)


def grouped(lines: Sequence[Line]) -> tuple[VatGroup, ...]:
    """These lines by their rate."""
    order = list(VatCode)
    rates = sorted({(line.vat_code, line.vat_basis_points) for line in lines}, key=lambda r: (order.index(r[0]), -r[1]))
    return tuple(
        VatGroup(code, points, sum(line.net_pence for line in under), sum(line.vat_pence for line in under))
        for code, points in rates
        for under in [[line for line in lines if (line.vat_code, line.vat_basis_points) == (code, points)]]
    )
