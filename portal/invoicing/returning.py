"""An invoice that the buyer sends back as invalid: it rests, and is issued anew with what was wrong put right."""

from __future__ import annotations

from datetime import datetime

from portal.audit.recording import record
from portal.billing import details, impartial
from portal.billing import queries as billing
from portal.billing.details import Details
from portal.billing.moving import note_step
from portal.billing.states import INVOICED
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.invoicing import composing, crediting, keeping, queries, telling
from portal.invoicing.issuing import due_on, note, record_issued
from portal.invoicing.models import IssuedDocument
from portal.invoicing.numbering import next_number


def refuse_return(row: IssuedDocument) -> str:
    """Why this document cannot be marked as returned; empty when it can."""
    if row.kind != "invoice" or row.state != "current":
        return "Only an invoice that stands can be marked as returned."
    if billing.by_id(row.order_id).state != INVOICED:
        return "This invoice is not waiting for payment, so nobody can return it."
    return ""


def mark_returned(row: IssuedDocument, *, because: str, by: int, at: datetime) -> None:
    """The buyer says that it is not valid: from now on it is not owed and nobody is reminded of it."""
    row = _locked(row.id)
    refusal = refuse_return(row)
    if refusal:
        raise RuleBroken(refusal)
    words = one_line(because, limit=500)
    if not words:
        raise RuleBroken("Enter what the buyer says is wrong with the invoice.")
    order = billing.locked(row.order_id)
    impartial.refuse_own(order, by=by)
    row.state = "returned"
    order.due_on = None
    note(row, "returned", at=at, by=by, note=words)
    record("invoicing.returned", by=by, subject=f"document:{row.number}", about=row.person_id)


def take_return_back(row: IssuedDocument, *, by: int, at: datetime) -> None:
    """It was valid after all: it is owed by its old day."""
    row = _locked(row.id)
    if row.state != "returned":
        raise RuleBroken("This invoice is not marked as returned.")
    order = billing.locked(row.order_id)
    impartial.refuse_own(order, by=by)
    row.state = "current"
    order.due_on = row.due_on
    note(row, "valid_after_all", at=at, by=by)
    record("invoicing.return_taken_back", by=by, subject=f"document:{row.number}", about=row.person_id)


def issue_anew(row: IssuedDocument, corrected: Details, *, by: int, at: datetime) -> IssuedDocument:
    """Credit a returned invoice and issue another for the same sale: same tax point, thirty days from today."""
    row = _locked(row.id)
    if row.state != "returned":
        raise RuleBroken("Mark the invoice as returned first.")
    order = billing.locked(row.order_id)
    impartial.refuse_own(order, by=by)
    if order.state != INVOICED:
        raise RuleBroken("This order is not waiting for payment, so there is nothing to invoice anew.")
    if order.credited_pence:
        raise RuleBroken("A part of this invoice was credited. Credit the rest, and ask the buyer to order again.")
    _correct(order_id=order.id, corrected=corrected, by=by, at=at)
    crediting.correct(row, because=f"Replaced: {_why(row)}", by=by, at=at)
    row.state = "replaced"
    db.session.flush()
    issued_on, lines = at.astimezone(LONDON).date(), billing.lines_of(order.id)
    document = composing.invoice_of(
        order,
        lines,
        number=next_number("invoice"),
        issued_on=issued_on,
        tax_point=row.tax_point,
        due_on=due_on(issued_on),
        replaces=row.number,
    )
    issued = keeping.keep(
        document,
        order=order,
        line_ids={position: line.id for position, line in enumerate(lines, start=1)},
        at=at,
        by=by,
        replaces=row,
    )
    order.due_on = issued.due_on
    note(row, "replaced", at=at, by=by, note=issued.number)
    note(issued, "sent", at=at, by=by)
    record_issued(issued, by=by)
    telling.send(issued)
    return issued


def _why(row: IssuedDocument) -> str:
    returned = [step.note for step in queries.history(row.id) if step.event == "returned"]
    return returned[-1] if returned else ""


def _correct(*, order_id: int, corrected: Details, by: int, at: datetime) -> None:
    """Put the order right, so that whatever is issued for it from now on is right too."""
    order = billing.locked(order_id)
    details.write(order, corrected)
    if order.organisation_id is not None and (missing := details.missing_for(order, order.way)):
        raise RuleBroken(f"Enter {' and '.join(missing)}.")
    note_step(order, "corrected", by=by, at=at)


def _locked(document_id: int) -> IssuedDocument:
    found = queries.by_id(document_id)
    db.session.refresh(found, with_for_update=True)
    return found
