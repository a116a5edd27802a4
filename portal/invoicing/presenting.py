"""A document's page, and its JSON twin: what was issued, and what has become of it since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.accounts import queries as accounts
from portal.billing import queries as billing
from portal.billing.models import Order
from portal.foundation import clock
from portal.foundation.money import pounds_and_pence
from portal.invoicing import keeping, plain, queries, status, wording
from portal.invoicing.crediting import Creditable
from portal.invoicing.documents import Document
from portal.invoicing.models import DocumentStep, IssuedDocument
from portal.invoicing.status import Money
from portal.web import words

EVENTS = {
    "sent": "Issued and sent",
    "sent_again": "Sent again",
    "returned": "Returned by the buyer as invalid",
    "valid_after_all": "Found valid after all",
    "replaced": "Replaced by",
    "credited": "Credited by",
    "reminded": "Reminder sent",
}
REMINDED = {"before": "a week before its day", "week": "a week late", "month": "a month late", "two_months": "two months late"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of a document's history."""

    what: str
    note: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a document's page shows."""

    row: IssuedDocument
    order: Order
    document: Document
    title: str
    status: str
    status_name: str
    alarming: bool
    facts: list[tuple[str, str]]
    sent_to: str
    columns: tuple[str, ...]
    lines: list[tuple[tuple[str, ...], str]]
    vat_columns: tuple[str, ...]
    vat: list[tuple[str, ...]]
    totals: list[tuple[str, str]]
    notes: list[str]
    account: list[tuple[str, str]]
    seller: list[str]
    since: list[tuple[str, str]]
    related: list[tuple[str, str]]


def status_of(row: IssuedDocument, order: Order, *, today: date) -> str:
    """One of status.NAMES."""
    return status.status_of(row.kind, row.state, money_of(order), due_on=row.due_on, today=today)


def money_of(order: Order) -> Money:
    """What has become of an order's money."""
    return Money(order.gross_pence, order.credited_pence, order.paid_pence, order.refunded_pence)


def shown(row: IssuedDocument) -> Shown:
    """The page of a document."""
    order, document = billing.by_id(row.order_id), keeping.document_of(row)
    now = status_of(row, order, today=clock.today())
    account = wording.payable_to(document)
    return Shown(
        row=row,
        order=order,
        document=document,
        title=wording.title(document),
        status=now,
        status_name=status.NAMES[now],
        alarming=now in status.ALARMING,
        facts=wording.facts(document),
        sent_to=row.buyer_email,
        columns=wording.COLUMNS,
        lines=[(wording.line_cells(each), wording.discount(each)) for each in document.lines],
        vat_columns=wording.VAT_COLUMNS,
        vat=wording.vat_rows(document),
        totals=wording.totals(document),
        notes=wording.notes(document),
        account=wording.account_facts(account, reference=document.number) if account else [],
        seller=wording.seller_lines(document.seller),
        since=_since(row, order),
        related=_related(row),
    )


def as_json(row: IssuedDocument) -> dict[str, Any]:
    """The page's twin: as issued, with what has become of it."""
    order = billing.by_id(row.order_id)
    return plain.as_plain(keeping.document_of(row)) | {
        "status": status_of(row, order, today=clock.today()),
        "issued_at": row.issued_at.isoformat(),
        "outstanding_pence": outstanding(row, order),
        "credited_pence": order.credited_pence if row.kind == "invoice" else None,
        "received_pence": order.kept_pence if row.kind == "invoice" else None,
        "credit_notes": [each.number for each in queries.credit_notes_of(row.id)],
    }


def outstanding(row: IssuedDocument, order: Order) -> int:
    """What is still to be paid on a document today."""
    return max(0, order.owed_pence) if row.kind == "invoice" and row.state == "current" else 0


def history(row: IssuedDocument) -> list[Happened]:
    """What has happened to a document, the oldest first."""
    steps = queries.history(row.id)
    names = accounts.names_of(step.by_id for step in steps if step.by_id)
    return [
        Happened(
            EVENTS[step.event],
            _note(step),
            words.long_time(step.at),
            names.get(step.by_id or 0, "") or "the portal",
        )
        for step in steps
    ]


def _note(step: DocumentStep) -> str:
    return REMINDED.get(step.note, step.note) if step.event == "reminded" else step.note


def _since(row: IssuedDocument, order: Order) -> list[tuple[str, str]]:
    """What has been credited, paid and given back since an invoice was issued."""
    if row.kind != "invoice" or row.state != "current":
        return []
    came_later = order.kept_pence - row.paid_pence
    facts = [
        ("Credited since", order.credited_pence),
        ("Paid since", came_later if came_later > 0 else 0),
        ("Given back", row.paid_pence - order.kept_pence if came_later < 0 else 0),
        ("Still to be paid", max(0, order.owed_pence)),
        ("Paid too much", max(0, -order.owed_pence)),
    ]
    told = [(name, pounds_and_pence(pence)) for name, pence in facts if pence]
    return told or [("Still to be paid", pounds_and_pence(0))]


def _related(row: IssuedDocument) -> list[tuple[str, str]]:
    """Documents that belong to this one: what it is to it, and its number."""
    found: list[tuple[str, str]] = []
    if row.credits_id:
        found.append(("Credits", queries.by_id(row.credits_id).number))
    if row.replaces_id:
        found.append(("Replaces", queries.by_id(row.replaces_id).number))
    found += [("Credit note", each.number) for each in queries.credit_notes_of(row.id)]
    found += [
        ("Replaced by", each.number) for each in queries.documents_of_order(row.order_id) if each.replaces_id == row.id
    ]
    return found


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that the bank brought for a document's order."""

    receipt: str
    on: str
    amount: str
    taken_back: bool


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A line of the form that credits: what is left of it, what was entered, and what is wrong with that."""

    name: str
    description: str
    net: str
    left: str
    entered: str
    problem: str


def payments(row: IssuedDocument) -> list[Payment]:
    """What the bank brought for the order, taken back or not."""
    return [
        Payment(
            receipt.reference,
            words.day_in_words(receipt.received_on),
            pounds_and_pence(allocation.pence),
            allocation.undone_at is not None,
        )
        for allocation, receipt in queries.payments_of(row.order_id)
    ]


def credit_lines(
    lines: Sequence[Creditable], entered: Mapping[str, str], problems: Mapping[int, str]
) -> list[CreditLine]:
    """The lines of the form that credits, with what was entered."""
    return [
        CreditLine(
            f"line-{line.line_id}",
            line.description,
            pounds_and_pence(line.net_pence),
            pounds_and_pence(line.left_net_pence),
            entered.get(f"line-{line.line_id}", ""),
            problems.get(line.line_id, ""),
        )
        for line in lines
    ]
