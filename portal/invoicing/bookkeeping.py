"""What documents come to over a time: revenue by product, sector and month, VAT for a return, and who owes what.

An invoice counts at its tax point, a credit note below nothing at its own; the two documents of an invoice that was
replaced cancel out with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from portal.billing.models import Order, Product
from portal.database.base import db
from portal.employers.models import Organisation
from portal.invoicing import queries, wording
from portal.invoicing.documents import VatCode
from portal.invoicing.models import IssuedDocument, IssuedLine
from portal.invoicing.tables import in_hundredths

SIGN = case((IssuedDocument.kind == "credit_note", -1), else_=1)
PERSON = "person"
"""Stands where a sector stands for what people buy for themselves."""
BUCKETS = ((0, "Not yet due"), (30, "1 to 30 days late"), (60, "31 to 60 days"), (90, "61 to 90 days"), (None, "Over 90 days"))  # fmt: skip
EXPORT_HEADER = (
    "Kind", "Number", "Date", "Tax point", "Pay by", "Customer reference", "Customer", "Order", "Purchase order", "Cost centre", "Item", "Description",
    "Quantity", "Net", "VAT rate", "VAT code", "VAT", "Gross",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both counted."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Sum:
    """What one product in one sector came to in one month."""

    month: str
    item: str
    name: str
    sector: str
    net_pence: int
    vat_pence: int


@dataclass(frozen=True, slots=True)
class VatLine:
    """What was invoiced and credited under one rate."""

    rate: str
    invoiced_net: int
    invoiced_vat: int
    credited_net: int
    credited_vat: int

    @property
    def net_pence(self) -> int:
        return self.invoiced_net - self.credited_net

    @property
    def vat_pence(self) -> int:
        return self.invoiced_vat - self.credited_vat


@dataclass(frozen=True, slots=True)
class Debtor:
    """What a buyer owes, by how late it is; `buckets` in the order of BUCKETS."""

    name: str
    reference: str
    buckets: tuple[int, ...]
    oldest: date | None

    @property
    def total_pence(self) -> int:
        return sum(self.buckets)


def revenue(period: Period) -> list[Sum]:
    """Sales by month, product and sector, without VAT and what VAT there was."""
    rows = db.session.execute(
        select(
            IssuedDocument.tax_point,
            IssuedLine.item,
            func.coalesce(Organisation.sector, PERSON),
            func.sum(SIGN * IssuedLine.net_pence),
            func.sum(SIGN * IssuedLine.vat_pence),
        )
        .join(IssuedDocument, IssuedDocument.id == IssuedLine.document_id)
        .outerjoin(Organisation, Organisation.id == IssuedDocument.organisation_id)
        .where(IssuedDocument.tax_point.between(period.since, period.until))
        .group_by(IssuedDocument.tax_point, IssuedLine.item, Organisation.sector)
    )
    sums: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for day, item, sector, net, vat in rows:
        kept = sums[day.strftime("%Y-%m"), item, sector]
        kept[0] += int(net)
        kept[1] += int(vat)
    names = {key: name for key, name in db.session.execute(select(Product.key, Product.name))}
    return [
        Sum(month, item, names.get(item, item), sector, net, vat)
        for (month, item, sector), (net, vat) in sorted(sums.items())
        if net or vat
    ]


def totalled(sums: Iterable[Sum], by: str) -> list[tuple[str, int, int]]:
    """Net and VAT for each value of `month`, `name` or `sector`; months in order, the others the largest first."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in sums:
        kept = found[getattr(each, by)]
        kept[0] += each.net_pence
        kept[1] += each.vat_pence
    rows = [(key, net, vat) for key, (net, vat) in found.items()]
    return sorted(rows) if by == "month" else sorted(rows, key=lambda row: (-row[1], row[0]))


def vat_return(period: Period) -> list[VatLine]:
    """What a VAT return needs of sales: by rate, what was invoiced and what was credited."""
    rows = db.session.execute(
        select(
            IssuedLine.vat_code,
            IssuedLine.vat_basis_points,
            IssuedDocument.kind,
            func.sum(IssuedLine.net_pence),
            func.sum(IssuedLine.vat_pence),
        )
        .join(IssuedDocument, IssuedDocument.id == IssuedLine.document_id)
        .where(IssuedDocument.tax_point.between(period.since, period.until))
        .group_by(IssuedLine.vat_code, IssuedLine.vat_basis_points, IssuedDocument.kind)
    )
    found: dict[tuple[int, int], dict[str, tuple[int, int]]] = defaultdict(dict)
    order = list(VatCode)
    for code, points, kind, net, vat in rows:
        found[order.index(VatCode(code)), -points][kind] = (int(net), int(vat))
    return [
        VatLine(
            wording.rate(order[code], -points),
            *kinds.get("invoice", (0, 0)),
            *kinds.get("credit_note", (0, 0)),
        )
        for (code, points), kinds in sorted(found.items())
    ]


def debtors(on: date) -> list[Debtor]:
    """Who owes what, by how many days late, the most first."""
    owed: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(BUCKETS))
    oldest: dict[tuple[str, str], date] = {}
    rows = db.session.execute(
        select(
            Organisation.name, Organisation.reference, IssuedDocument.buyer_name, IssuedDocument.due_on, queries.OWED
        )
        .select_from(IssuedDocument)
        .join(Order, Order.id == IssuedDocument.order_id)
        .outerjoin(Organisation, Organisation.id == IssuedDocument.organisation_id)
        .where(queries.OPEN)
    )
    for name, reference, buyer, due_on, pence in rows:
        key = (name or buyer, reference or "")
        owed[key][bucket_of(due_on, on)] += pence
        if due_on:
            oldest[key] = min(due_on, oldest.get(key, due_on))
    found = [Debtor(*key, tuple(buckets), oldest.get(key)) for key, buckets in owed.items()]
    return sorted(found, key=lambda each: (-each.total_pence, each.name))


def bucket_of(due_on: date | None, on: date) -> int:
    """Which of BUCKETS an invoice due on a day belongs to."""
    late = (on - due_on).days if due_on else 0
    return next(at for at, (most, _) in enumerate(BUCKETS) if most is None or late <= most)


def owed_to_buyers() -> list[tuple[IssuedDocument, Order]]:
    """Invoices on which more was paid than charged: what of it came by bank is to be sent back by hand."""
    found = queries.listed(queries.STANDS, queries.OWED < 0).order_by(IssuedDocument.id)
    return [(document, order) for document, order in db.session.execute(found)]


def export_rows(period: Period) -> list[tuple[Any, ...]]:
    """Every line of every document of a period for an accounts package, under EXPORT_HEADER; credits below nothing."""
    rows = db.session.execute(
        select(IssuedDocument, IssuedLine, Organisation.reference)
        .join(IssuedLine, IssuedLine.document_id == IssuedDocument.id)
        .outerjoin(Organisation, Organisation.id == IssuedDocument.organisation_id)
        .where(IssuedDocument.tax_point.between(period.since, period.until))
        .order_by(IssuedDocument.id, IssuedLine.position)
    )
    return [_export_row(document, line, reference or "") for document, line, reference in rows]


def _export_row(document: IssuedDocument, line: IssuedLine, customer: str) -> tuple[Any, ...]:
    sign = -1 if document.kind == "credit_note" else 1
    return (
        "Credit note" if sign < 0 else "Invoice",
        document.number,
        document.issued_on,
        document.tax_point,
        document.due_on,
        customer,
        document.buyer_name,
        document.order_reference,
        document.po_number,
        document.cost_centre,
        line.item,
        line.description,
        sign * line.quantity,
        in_hundredths(sign * line.net_pence),
        in_hundredths(line.vat_basis_points),
        line.vat_code,
        in_hundredths(sign * line.vat_pence),
        in_hundredths(sign * (line.net_pence + line.vat_pence)),
    )
