"""Documents as a list: for staff all of them, for a buyer its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false

from portal.billing.models import Order
from portal.database.slicing import page_of
from portal.foundation import clock
from portal.foundation.money import pounds_and_pence
from portal.invoicing import presenting, queries, status
from portal.invoicing.models import IssuedDocument
from portal.invoicing.tables import in_hundredths
from portal.web import words
from portal.web.listing import Asked, Cell, Column, Filter, Listing, Shape

STATES = (
    ("open", "To be paid"),
    ("overdue", "Overdue"),
    ("paid", "Paid"),
    ("overpaid", "Overpaid"),
    ("returned", "Returned as invalid"),
    ("replaced", "Replaced"),
)
KINDS = (("invoice", "Invoices"), ("credit_note", "Credit notes"))
COLUMNS = (
    Column("number", "Number", sorts=True),
    Column("buyer", "Buyer"),
    Column("issued", "Date", sorts=True),
    Column("due", "Pay by", sorts=True),
    Column("gross", "Total", sorts=True, numeric=True),
    Column("owed", "To pay", numeric=True),
    Column("status", "State"),
)
STAFF = Shape(
    one="document",
    many="documents",
    columns=COLUMNS,
    sort="-number",
    search="Number, buyer, order or purchase order",
    filters=(Filter("kind", "Kind", KINDS), Filter("state", "State", STATES)),
    empty="Nothing has been invoiced yet. Invoices come of orders, by themselves.",
)
BUYER = Shape(
    one="document",
    many="documents",
    columns=tuple(each for each in COLUMNS if each.name != "buyer"),
    sort="-issued",
    search="Number, order or purchase order",
    filters=(Filter("state", "State", STATES),),
    empty="Nothing has been invoiced yet. The invoice of an order stands here as soon as it is issued.",
)
_ORDER: Mapping[str, Any] = {
    "number": IssuedDocument.id,
    "issued": IssuedDocument.issued_on,
    "due": IssuedDocument.due_on,
    "gross": IssuedDocument.gross_pence,
}
CSV_HEADER = (
    "Kind", "Number", "Date", "Tax point", "Pay by", "Buyer", "Order", "Purchase order", "Cost centre",
    "Net", "VAT", "Total", "To pay", "State",
)  # fmt: skip


def listed(
    shape: Shape,
    query: Mapping[str, str],
    *conditions: ColumnElement[bool],
    path: str,
    address: Callable[[IssuedDocument], str],
) -> Listing:
    """What this address asks for of the documents under these conditions."""
    asked, today = shape.read(query), clock.today()
    found = page_of(
        queries.listed(*conditions, *_wanted(asked, today)),
        order=_sorted(asked),
        page=asked.page,
        per_page=asked.per_page,
    )
    with_buyer = any(each.name == "buyer" for each in shape.columns)
    rows = [_row(document, order, address, today=today, with_buyer=with_buyer) for document, order in found.rows]
    return shape.shown(asked, path=path, rows=rows, total=found.total, page=found.page)


def csv_rows(shape: Shape, query: Mapping[str, str], *conditions: ColumnElement[bool]) -> list[tuple[Any, ...]]:
    """The same as rows of a file under CSV_HEADER, amounts in pounds and pence, credit notes below nothing."""
    asked, today = shape.read(query), clock.today()
    found = page_of(queries.listed(*conditions, *_wanted(asked, today)), order=_sorted(asked), per_page=None)
    return [_plain_row(document, order, today=today) for document, order in found.rows]


def _wanted(asked: Asked, today: date) -> list[ColumnElement[bool]]:
    conditions = [queries.matching(asked.words)] if asked.words else []
    if asked.chosen.get("kind"):
        conditions.append(IssuedDocument.kind == asked.chosen["kind"])
    if asked.chosen.get("state"):
        conditions.append(_state(asked.chosen["state"], today))
    return conditions


def _state(state: str, today: date) -> ColumnElement[bool]:
    current = and_(queries.STANDS, IssuedDocument.state == "current")
    return {
        "open": queries.OPEN,
        "overdue": queries.overdue(today),
        "paid": and_(current, queries.OWED == 0),
        "overpaid": and_(current, queries.OWED < 0),
        "returned": IssuedDocument.state == "returned",
        "replaced": IssuedDocument.state == "replaced",
    }.get(state, false())


def _sorted(asked: Asked) -> tuple[Any, ...]:
    column = _ORDER[asked.sort]
    return (column.desc(), IssuedDocument.id.desc()) if asked.descending else (column.asc(), IssuedDocument.id.asc())


def _row(
    document: IssuedDocument, order: Order, address: Callable[[IssuedDocument], str], *, today: date, with_buyer: bool
) -> tuple[Cell, ...]:
    state = presenting.status_of(document, order, today=today)
    sign = -1 if document.kind == "credit_note" else 1
    owed = presenting.outstanding(document, order)
    cells = [Cell(document.number, address(document), note="Credit note" if sign < 0 else "")]
    if with_buyer:
        cells.append(Cell(document.buyer_name, note=document.po_number))
    return (
        *cells,
        Cell(words.day_in_words(document.issued_on)),
        Cell(words.day_in_words(document.due_on) if document.due_on else ""),
        Cell(pounds_and_pence(sign * document.gross_pence)),
        Cell(pounds_and_pence(owed) if owed else ""),
        Cell(status.NAMES[state], bad=state in status.ALARMING),
    )


def _plain_row(document: IssuedDocument, order: Order, *, today: date) -> tuple[Any, ...]:
    sign = -1 if document.kind == "credit_note" else 1
    return (
        "Credit note" if sign < 0 else "Invoice",
        document.number,
        document.issued_on,
        document.tax_point,
        document.due_on,
        document.buyer_name,
        document.order_reference,
        document.po_number,
        document.cost_centre,
        *(in_hundredths(sign * pence) for pence in (document.net_pence, document.vat_pence, document.gross_pence)),
        in_hundredths(presenting.outstanding(document, order)),
        status.NAMES[presenting.status_of(document, order, today=today)],
    )
