"""Ordering, paying and matching for the example people, by the ways that the pages go. Outside of any transaction."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import current_app

from portal.accounts import queries as people
from portal.billing import approving, dues, ordering, placing, queries
from portal.billing.details import Details
from portal.billing.models import Order
from portal.billing.states import AWAITING
from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.invoicing import allocating, importing, statements
from portal.invoicing import queries as documents
from portal.invoicing.models import IssuedDocument, Receipt
from portal.membership.models import Due
from portal.payments import checking_out, choosing, heeding, test_card
from portal.posting import tending


@contextmanager
def by_test_card_alone() -> Iterator[None]:
    """Keep whoever develops with Stripe's test keys from having the examples charged there."""
    settings: Settings = current_app.config["SETTINGS"]
    current_app.config["SETTINGS"] = replace(settings, stripe_secret_key=None)
    try:
        yield
    finally:
        current_app.config["SETTINGS"] = settings


def order(organisation_id: int, *lines: tuple[str, int], by: int) -> str:
    """A basket with these products; its reference."""
    with transaction():
        made = ordering.begin(organisation_id=organisation_id, by=by, at=clock.now())
        for key, quantity in lines:
            ordering.add_line(made, key, quantity, on=clock.today())
        return made.reference


def order_for_fee(due_id: int, *, by: int) -> str:
    """The order that asks for a membership's fee."""
    with transaction():
        return dues.order_for(db.session.get_one(Due, due_id), by=by, at=clock.now()).reference


def place(reference: str, way: str, *, by: int, po_number: str = "", approver: int | None = None) -> None:
    """Bind the buyer; where a colleague has to agree, `approver` does, or the order is left waiting for one."""
    with transaction():
        row = queries.for_staff(reference)
        if row.organisation_id is not None:
            ordering.detail(row, _details(row, po_number, by))
        placing.place(row, way, by=by, at=clock.now())
    with transaction():
        row = queries.for_staff(reference)
        if row.state == AWAITING and approver is not None:
            approving.approve(row, by=approver, at=clock.now())
    publish_due()


def pay_by_card(reference: str, *, by: int, card: str = test_card.PAYS) -> None:
    """Pay on the test card's page, as its message tells us."""
    with reading():
        row = queries.for_staff(reference)
        order_id, page = row.id, choosing.card_page(row)
    settings: Settings = current_app.config["SETTINGS"]
    done, stopped = (f"{settings.base_url}{page}/{each}" for each in ("done", "stopped"))
    address = checking_out.start(order_id, by=by, done_address=done, stopped_address=stopped)
    with transaction():
        event = test_card.pay(address.rpartition("/")[2], card)
    heeding.take(event)
    publish_due()


def bank(*rows: tuple[str, str, int], by: int) -> list[str]:
    """Staff take a statement of today in with these payers, words and pence; the receipts, in this order."""
    day = f"{clock.today():%d/%m/%Y}"
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(("Date", "Description", "Payer", "Paid out", "Paid in"))
    writer.writerow((day, "Hosting, monthly", "NORTHERN LIGHTS HOSTING", "412.80", ""))
    for payer, words, pence in rows:
        writer.writerow((day, words, payer, "", f"{pence // 100}.{pence % 100:02}"))
    with transaction():
        statement = importing.upload(
            sheet.getvalue().encode(), name=f"statement-{clock.today()}.csv", by=by, at=clock.now()
        )
        mapped = statements.recognised(importing.sheet_of(statement))
        importing.take_in(statement, mapped, by=by, at=clock.now())
        taken = db.session.query(Receipt).filter_by(statement_id=statement.id).order_by(Receipt.id)
        return [each.reference for each in taken]


def pay_by_bank(reference: str, *, by: int, pence: int | None = None) -> None:
    """The buyer transfers what the order's invoice asks for, or so much of it, and staff match that."""
    with reading():
        invoice = invoice_of(reference)
        number, payer, owed = invoice.number, invoice.buyer_name, queries.for_staff(reference).owed_pence
    pence = pence or owed
    receipt = bank((payer.upper(), f"{number} BACS", pence), by=by)[0]
    match(receipt, number, pence, by=by)
    publish_due()


def match(receipt: str, number: str, pence: int, *, by: int) -> None:
    with transaction():
        allocating.allocate(allocating.by_reference(receipt), documents.for_staff(number), pence, by=by, at=clock.now())


def invoice_of(reference: str) -> IssuedDocument:
    """The invoice of an order that has one, in the caller's session."""
    found = documents.invoice_of(queries.for_staff(reference).id)
    assert found is not None
    return found


def publish_due() -> None:
    """What the worker does each minute: publish what was paid for."""
    tending.publish_due(at=clock.now())


def _details(row: Order, po_number: str, by: int) -> Details:
    organisation = db.session.get_one(Organisation, row.organisation_id)
    return Details(
        contact=row.contact or people.names_of([by])[by],
        bill_to=row.bill_to,
        bill_address=row.bill_address or f"Accounts payable\n{organisation.name}\nCivic Centre",
        bill_email=row.bill_email or "accounts.payable@example.org",
        cost_centre="ICT 4100" if po_number else "",
        po_number=po_number,
    )
