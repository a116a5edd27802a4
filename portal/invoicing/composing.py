"""What a document says of an order: the order's own amounts, its references, and whom its bill goes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask import current_app

from portal.accounts import queries as accounts
from portal.billing.models import Order, OrderLine
from portal.billing.pricing import Amounts
from portal.billing.valuing import Valued, ValuedLine
from portal.employers import queries as employers
from portal.invoicing import selling
from portal.invoicing.documents import Document, Kind, Line, Paid, Party, References, VatCode


def invoice_of(
    order: Order,
    lines: Sequence[OrderLine],
    *,
    number: str,
    issued_on: date,
    tax_point: date,
    due_on: date | None = None,
    paid: tuple[Paid, ...] = (),
    replaces: str = "",
) -> Document:
    """The invoice of an order as it stands."""
    return Document(
        kind=Kind.INVOICE,
        number=number,
        issued_on=issued_on,
        tax_point=tax_point,
        due_on=due_on,
        seller=selling.seller(current_app.config["SETTINGS"]),
        buyer=buyer_of(order),
        references=references_of(order, replaces=replaces),
        lines=tuple(sold(line, at) for at, line in enumerate(lines, start=1)),
        paid=paid,
        no_vat_because=order.no_vat_because,
    )


def credit_of(
    invoice: Document,
    parts: Iterable[tuple[OrderLine, Amounts]],
    *,
    number: str,
    issued_on: date,
    tax_point: date,
    because: str,
) -> Document:
    """The credit note that takes these parts of an invoice back; everything else is as on the invoice."""
    return Document(
        kind=Kind.CREDIT_NOTE,
        number=number,
        issued_on=issued_on,
        tax_point=tax_point,
        seller=invoice.seller,
        buyer=invoice.buyer,
        references=References(
            order=invoice.references.order,
            po_number=invoice.references.po_number,
            cost_centre=invoice.references.cost_centre,
            contact=invoice.references.contact,
            credits=invoice.number,
            credits_of=invoice.issued_on,
        ),
        lines=tuple(credited(line, amounts, at) for at, (line, amounts) in enumerate(parts, start=1)),
        because=because,
        no_vat_because=invoice.no_vat_because,
    )


def quote_of(order: Order, valued: Valued, *, kind: Kind, on: date) -> Document:
    """What an order would cost, or is going to: no invoice, and it bears no number of a series."""
    return Document(
        kind=kind,
        number=order.reference,
        issued_on=order.quoted_on or order.placed_on or on,
        tax_point=order.quoted_on or order.placed_on or on,
        valid_until=order.quoted_until if kind is Kind.QUOTE else None,
        seller=selling.seller(current_app.config["SETTINGS"]),
        buyer=buyer_of(order),
        references=references_of(order),
        lines=tuple(quoted(line, at) for at, line in enumerate(valued.lines, start=1)),
        no_vat_because=valued.no_vat_because,
    )


def buyer_of(order: Order) -> Party:
    """Whom the bill is made out to: what the order says, else the organisation or the person."""
    address = tuple(filter(None, (each.strip() for each in order.bill_address.splitlines())))
    if order.organisation_id is not None:
        name = employers.by_id(order.organisation_id).name
        to = order.bill_to.strip()
        return Party(name, (to, *address) if to and to.casefold() != name.casefold() else address, order.bill_email)
    person = accounts.by_id(order.person_id or 0)
    return Party(order.bill_to or person.name, address, order.bill_email or person.email or "")


def references_of(order: Order, *, replaces: str = "") -> References:
    """The order's references."""
    return References(
        order=order.reference,
        po_number=order.po_number,
        cost_centre=order.cost_centre,
        contact=order.contact,
        replaces=replaces,
    )


def sold(line: OrderLine, position: int) -> Line:
    """A line of the order as a line of its invoice."""
    return _line(line, Amounts(line.net_pence, line.vat_pence), position)


def quoted(line: ValuedLine, position: int) -> Line:
    """A line of an order, as it would be bought today or as it was bought, as a line of its quote."""
    return _line(line, line.amounts, position)


def _line(line: OrderLine | ValuedLine, amounts: Amounts, position: int) -> Line:
    return Line(
        position=position,
        description=line.description,
        quantity=line.quantity,
        unit_pence=line.list_pence,
        net_pence=amounts.net_pence,
        vat_code=_code(line),
        vat_basis_points=line.vat_basis_points,
        vat_pence=amounts.vat_pence,
        discount_because=line.discount_because,
        item=line.product_key,
    )


def credited(line: OrderLine, amounts: Amounts, position: int) -> Line:
    """What is credited of a line: all of it as it was sold, or an amount of it."""
    if amounts.net_pence == line.net_pence and amounts.vat_pence == line.vat_pence:
        return sold(line, position)
    return Line(
        position=position,
        description=f"{line.description} (in part)",
        quantity=1,
        unit_pence=amounts.net_pence,
        net_pence=amounts.net_pence,
        vat_code=_code(line),
        vat_basis_points=line.vat_basis_points,
        vat_pence=amounts.vat_pence,
        item=line.product_key,
    )


def _code(line: OrderLine | ValuedLine) -> VatCode:
    """A standard rate of nothing is the zero rate."""
    code = VatCode(line.vat_code)
    return VatCode.ZERO if code is VatCode.STANDARD and not line.vat_basis_points else code
