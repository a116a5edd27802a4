"""Credit notes: an invoice is never changed, so what was wrong or is not wanted is credited, whole or by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.billing import crediting, impartial
from portal.billing import queries as billing
from portal.billing.crediting import Part
from portal.billing.models import OrderLine
from portal.billing.pricing import Amounts
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.invoicing import composing, keeping, queries, telling
from portal.invoicing.issuing import note, record_issued
from portal.invoicing.models import IssuedDocument
from portal.invoicing.numbering import next_number

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Creditable:
    """A line of an invoice, and what of it can still be credited."""

    line_id: int
    description: str
    net_pence: int
    left_net_pence: int
    left_vat_pence: int


def creditable(row: IssuedDocument) -> list[Creditable]:
    """The lines of the invoice's order, and what of each is left to credit."""
    return [
        Creditable(
            line.id,
            line.description,
            line.net_pence,
            line.net_pence - line.credited_net_pence,
            line.vat_pence - line.credited_vat_pence,
        )
        for line in billing.lines_of(row.order_id)
    ]


def may_credit(row: IssuedDocument) -> bool:
    """Whether anything of this document can be credited."""
    if row.kind != "invoice" or row.state == "replaced":
        return False
    return any(each.left_net_pence for each in creditable(row))


def is_own(row: IssuedDocument, person_id: int) -> bool:
    """Whether it is of this person's own order, or of an organisation for which they act: a colleague credits it."""
    return impartial.is_own(billing.by_id(row.order_id), person_id)


def credit(
    row: IssuedDocument, parts: Sequence[Part] | None, *, because: str, by: int | None, at: datetime
) -> IssuedDocument:
    """Credit so much of the net of these lines of the order, or without `parts` everything that is left.

    What was to be paid is less by that; of what was paid already so much is owed to the buyer. The order follows:
    nothing left to pay, it is paid or, if nothing had come, cancelled.
    """
    because = reason(because)
    row = _locked(row.id)
    if row.kind != "invoice" or row.state == "replaced":
        raise RuleBroken(f"{row.number} cannot be credited. Credit the invoice that took its place.")
    order = billing.locked(row.order_id)
    impartial.refuse_own(order, by=by)
    wanted = crediting.left(order) if parts is None else list(parts)
    if not wanted:
        raise RuleBroken(f"{row.number} is credited in full already.")
    number = next_number("credit_note")
    done = crediting.credit(order, wanted, what=number, because=because, at=at, by=by)
    return _issue(row, done, number=number, because=because, by=by, at=at)


def correct(row: IssuedDocument, *, because: str, by: int, at: datetime) -> IssuedDocument | None:
    """Credit what an invoice that is to be replaced still says, without changing what the order owes.

    It bears the invoice's tax point, so that the two cancel out in whichever period that falls.
    """
    done = [
        (line, Amounts(line.net_pence - line.credited_net_pence, line.vat_pence - line.credited_vat_pence))
        for line in billing.lines_of(row.order_id)
        if line.net_pence > line.credited_net_pence
    ]
    if not done:
        return None
    number = next_number("credit_note")
    return _issue(row, done, number=number, because=because, by=by, at=at, is_correction=True)


def reason(because: str) -> str:
    """The reason as it stands on the credit note. Raises RuleBroken where there is none."""
    words = one_line(because)
    if not words:
        raise RuleBroken("Enter the reason, which stands on the credit note.")
    if len(words) > LONGEST_REASON:
        raise RuleBroken(f"Shorten the reason to {LONGEST_REASON} characters.")
    return words


def _issue(
    row: IssuedDocument,
    done: Sequence[tuple[OrderLine, Amounts]],
    *,
    number: str,
    because: str,
    by: int | None,
    at: datetime,
    is_correction: bool = False,
) -> IssuedDocument:
    order, issued_on = billing.by_id(row.order_id), at.astimezone(LONDON).date()
    document = composing.credit_of(
        keeping.document_of(row),
        done,
        number=number,
        issued_on=issued_on,
        tax_point=row.tax_point if is_correction else issued_on,
        because=because,
    )
    issued = keeping.keep(
        document,
        order=order,
        line_ids={position: line.id for position, (line, _) in enumerate(done, start=1)},
        at=at,
        by=by,
        credits=row,
        is_correction=is_correction,
    )
    note(row, "credited", at=at, by=by, note=number)
    note(issued, "sent", at=at, by=by)
    record_issued(issued, by=by)
    telling.send(issued)
    return issued


def _locked(document_id: int) -> IssuedDocument:
    """The document as it is this moment; nobody else changes its state meanwhile."""
    found = queries.by_id(document_id)
    db.session.refresh(found, with_for_update=True)
    return found
