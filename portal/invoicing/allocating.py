"""What a receipt pays: so much to this order, so much to that, the rest in nobody's name until somebody decides.

Money that came is never lost: what is not allocated stays on the receipt and in its list; what was allocated wrongly is
taken back and stays in the rows as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from portal.audit.recording import record
from portal.billing import impartial, paying
from portal.billing import queries as billing
from portal.billing.states import SOLD, UNPAID
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.foundation.money import pounds_and_pence
from portal.foundation.text import one_line
from portal.invoicing import queries
from portal.invoicing.matching import Open, Suggestion, suggestions
from portal.invoicing.models import Allocation, IssuedDocument, Receipt


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a receipt for an order, as the page shows it."""

    allocation: Allocation
    order_reference: str
    document_number: str


def by_reference(reference: str) -> Receipt:
    """A receipt; raises NotFound."""
    found = db.session.scalar(select(Receipt).where(Receipt.reference == tidy_reference(reference)))
    if found is None:
        raise NotFound("There is no such receipt.")
    return found


def allocation_of(receipt: Receipt, reference: str) -> Allocation:
    """One of a receipt's allocations; raises NotFound."""
    found = db.session.scalar(
        select(Allocation).where(Allocation.reference == tidy_reference(reference), Allocation.receipt_id == receipt.id)
    )
    if found is None:
        raise NotFound("There is no such allocation.")
    return found


def left_of(receipt: Receipt) -> int:
    """What of a receipt is in nobody's name."""
    spent = select(func.coalesce(func.sum(Allocation.pence), 0)).where(
        Allocation.receipt_id == receipt.id, Allocation.undone_at.is_(None)
    )
    return receipt.pence - int(db.session.scalar(spent) or 0)


def parts_of(receipt: Receipt) -> list[Allocation]:
    """What was made of a receipt, taken back or not, the oldest first."""
    return list(
        db.session.scalars(select(Allocation).where(Allocation.receipt_id == receipt.id).order_by(Allocation.id))
    )


def suggest(receipt: Receipt) -> list[Suggestion]:
    """Which open invoices what is left of a receipt may be for."""
    left = left_of(receipt)
    return suggestions(left, f"{receipt.payer} {receipt.words}", open_for_matching()) if left else []


def open_for_matching() -> list[Open]:
    """Every invoice that asks for money."""
    return [
        Open(
            document.id,
            document.number,
            document.order_reference,
            document.po_number,
            document.buyer_name,
            order.owed_pence,
            document.due_on,
        )
        for document, order in queries.open_invoices()
    ]


def allocate(receipt: Receipt, document: IssuedDocument, pence: int, *, by: int, at: datetime) -> Allocation:
    """Let so much of a receipt pay an invoice. At most what is left of the one, and what is owed on the other: what is
    beyond stays on the receipt."""
    receipt = _locked(receipt)
    if receipt.set_aside_because:
        raise RuleBroken("This receipt is set aside. Bring it back first.")
    if document.kind != "invoice" or document.state == "replaced":
        raise RuleBroken(f"{document.number} is not an invoice that can be paid. Choose the one that took its place.")
    order = billing.locked(document.order_id)
    impartial.refuse_own(order, by=by)
    left = left_of(receipt)
    if order.state not in (*UNPAID, *SOLD) or order.owed_pence <= 0:
        raise RuleBroken(
            f"Nothing is owed on {document.number}, so the money stays on the receipt. "
            "Find out from the payer what it was for, or send it back."
        )
    if not 0 < pence <= min(left, order.owed_pence):
        raise RuleBroken(
            f"Enter an amount from £0.01 to {pounds_and_pence(min(left, order.owed_pence))}: "
            f"{pounds_and_pence(left)} of the receipt is left, and {pounds_and_pence(order.owed_pence)} is owed on "
            f"{document.number}."
        )
    allocation = Allocation(
        reference=new_reference(),
        receipt_id=receipt.id,
        order_id=order.id,
        document_id=document.id,
        pence=pence,
        at=at,
        by_id=by,
    )
    db.session.add(allocation)
    db.session.flush()
    paying.settle(order, pence, _what(allocation), at=at, by=by)
    _record("invoicing.receipt_allocated", receipt, by=by, pence=pence, document=document.number)
    return allocation


def take_back(receipt: Receipt, allocation: Allocation, *, by: int, at: datetime) -> None:
    """It was another's money: the order owes it again, and the receipt has it."""
    receipt = _locked(receipt)
    undone = db.session.execute(
        update(Allocation)
        .where(Allocation.id == allocation.id, Allocation.receipt_id == receipt.id, Allocation.undone_at.is_(None))
        .values(undone_at=at, undone_by_id=by)
        .execution_options(synchronize_session=False)
    )
    if not undone.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken("This was taken back before.")
    db.session.refresh(allocation)
    if allocation.order_id is not None:
        order = billing.locked(allocation.order_id)
        impartial.refuse_own(order, by=by)
        paying.take_back(order, allocation.pence, _what(allocation), at=at, by=by)
    _record("invoicing.allocation_taken_back", receipt, by=by, pence=allocation.pence)


def send_back(receipt: Receipt, pence: int, *, because: str, by: int, at: datetime) -> Allocation:
    """Note that so much of what is left was sent back to its payer by bank transfer."""
    receipt = _locked(receipt)
    words, left = one_line(because, limit=300), left_of(receipt)
    if not words:
        raise RuleBroken("Enter when and how it was sent back, so that the bank’s statement explains itself.")
    if not 0 < pence <= left:
        raise RuleBroken(
            f"Enter an amount from £0.01 to {pounds_and_pence(left)}, which is what is left of the receipt."
        )
    allocation = Allocation(
        reference=new_reference(), receipt_id=receipt.id, order_id=None, pence=pence, at=at, by_id=by, note=words
    )
    db.session.add(allocation)
    db.session.flush()
    _record("invoicing.receipt_sent_back", receipt, by=by, pence=pence)
    return allocation


def set_aside(receipt: Receipt, *, because: str, by: int) -> None:
    """It is nothing that invoices are paid with (interest, a grant): it leaves the list, with the reason."""
    receipt = _locked(receipt)
    words = one_line(because, limit=300)
    if not words:
        raise RuleBroken("Enter what this receipt is, so that the next person need not ask.")
    if left_of(receipt) != receipt.pence:
        raise RuleBroken("A part of this receipt is allocated. Take that back first.")
    receipt.set_aside_because, receipt.set_aside_by_id = words, by
    _record("invoicing.receipt_set_aside", receipt, by=by, pence=receipt.pence)


def bring_back(receipt: Receipt, *, by: int) -> None:
    """It is to be allocated after all."""
    receipt = _locked(receipt)
    if not receipt.set_aside_because:
        raise RuleBroken("This receipt is not set aside.")
    receipt.set_aside_because, receipt.set_aside_by_id = "", None
    _record("invoicing.receipt_brought_back", receipt, by=by, pence=receipt.pence)


def _what(allocation: Allocation) -> str:
    return f"bank:{allocation.reference}"


def _record(action: str, receipt: Receipt, *, by: int, **facts: object) -> None:
    db.session.flush()
    record(action, by=by, subject=f"receipt:{receipt.reference}", facts=facts)


def _locked(receipt: Receipt) -> Receipt:
    """The receipt as it is this moment; nobody else spends of it until the transaction ends."""
    return db.session.scalars(
        select(Receipt).where(Receipt.id == receipt.id).with_for_update().execution_options(populate_existing=True)
    ).one()
