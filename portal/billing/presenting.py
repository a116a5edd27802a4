"""An order as its page, its JSON twin and its mails show it: ready words and whole pence, decided once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.accounts.queries import names_of
from portal.billing import papers, queries, states, valuing, vat, ways
from portal.billing.models import Order, OrderLine
from portal.billing.states import AWAITING, DRAFT, OPEN, PLACED
from portal.billing.valuing import ValuedLine
from portal.employers.acting import people_of
from portal.foundation.money import pounds

EVENTS = {
    "quote": "Quoted; list prices held for 30 days",
    "change_way": "Another way to pay chosen",
    "received": "Payment received",
    "given_back": "Money given back",
    "fulfil": "What was bought was given",
    "credit": "Credited",
    "not_needed": "Paid, though it was settled already; we will be in touch",
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the table; `saved` is what the discount took off."""

    id: int
    description: str
    quantity: int
    each: str
    discount: str
    saved: str
    net: str
    vat: str
    vat_rate: str
    gross: str
    credited: str
    problem: str
    may_change: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class StepShown:
    """One line of the history."""

    words: str
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class OrderShown:
    """An order, ready to be shown. `pence` is the total that the page shows, sent back by its forms as what was seen."""

    reference: str
    state: str
    state_name: str
    lines: tuple[LineShown, ...]
    net: str
    vat: str
    gross: str
    pence: int
    discount: str
    saved: str
    missed: str
    missed_because: str
    no_vat_because: str
    way: str
    quoted_until: date | None
    quote_ended: date | None
    paid: str
    owed: str
    details: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    history: tuple[StepShown, ...]
    is_draft: bool
    is_agreed: bool
    is_awaiting: bool
    is_placed: bool
    next_step: ways.Step | None
    other_step: ways.Step | None
    papers: tuple[papers.Paper, ...]


def shown(order: Order, *, on: date) -> OrderShown:
    """The order as it stands, or for one that has not bound as it would be on this London day."""
    lines = queries.lines_of(order.id)
    valued = valuing.value(order, lines, on=on)
    credited = {line.id: line.credited_pence for line in lines}
    agreed = {line.id for line in lines if line.agreed_pence is not None}
    return OrderShown(
        reference=order.reference,
        state=order.state,
        state_name=states.NAMES[order.state],
        lines=tuple(_line(each, credited[each.id], agreed=each.id in agreed) for each in valued.lines),
        net=pounds(valued.total.net_pence),
        vat=pounds(valued.total.vat_pence),
        gross=pounds(valued.total.gross_pence),
        pence=valued.total.gross_pence,
        discount=valued.discount.because,
        saved=pounds(valued.saved_pence) if valued.saved_pence else "",
        missed=pounds(valued.missed_pence) if valued.missed_pence else "",
        missed_because=valued.missed_because,
        no_vat_because=valued.no_vat_because,
        way=ways.name_of(order.way),
        quoted_until=quoted_until(order, on=on),
        quote_ended=order.quoted_until if order.state in OPEN and not quoted_until(order, on=on) else None,
        paid=pounds(order.kept_pence) if order.kept_pence else "",
        owed=pounds(order.owed_pence) if order.state in states.UNPAID else "",
        details=_details(order),
        problems=tuple(valued.problems),
        history=_history(order),
        is_draft=order.state == DRAFT,
        is_agreed=bool(agreed),
        is_awaiting=order.state == AWAITING,
        is_placed=order.state == PLACED,
        next_step=ways.next_step(order),
        other_step=ways.other_step(order),
        papers=papers.papers_of(order),
    )


def quoted_until(order: Order, *, on: date) -> date | None:
    """Until when the list prices of an order that has not bound are held; None where they are not, or no longer."""
    held = order.state in OPEN and order.quoted_until is not None and on <= order.quoted_until
    return order.quoted_until if held else None


def as_json(order: Order, *, on: date) -> dict[str, Any]:
    """The same for a machine: whole pence, UTC, our reference and state."""
    lines = queries.lines_of(order.id)
    valued = valuing.value(order, lines, on=on)
    return {
        "reference": order.reference,
        "status": order.state,
        "currency": order.currency,
        "way": order.way or None,
        "purchase_order": order.po_number or None,
        "cost_centre": order.cost_centre or None,
        "net_pence": valued.total.net_pence,
        "vat_pence": valued.total.vat_pence,
        "gross_pence": valued.total.gross_pence,
        "paid_pence": order.paid_pence,
        "refunded_pence": order.refunded_pence,
        "credited_pence": order.credited_pence,
        "discount": valued.discount.because or None,
        "quoted_until": held.isoformat() if (held := quoted_until(order, on=on)) else None,
        "lines": [
            {
                "product": each.product_key,
                "description": each.description,
                "quantity": each.quantity,
                "list_pence": each.list_pence,
                "discount_basis_points": each.discount_basis_points,
                "discount": each.discount_because or None,
                "net_pence": each.amounts.net_pence,
                "vat_basis_points": each.vat_basis_points,
                "vat_pence": each.amounts.vat_pence,
                "gross_pence": each.amounts.gross_pence,
            }
            for each in valued.lines
        ],
        "begun_at": _utc(order.begun_at),
        "placed_at": _utc(order.placed_at),
        "paid_at": _utc(order.paid_at),
        "fulfilled_at": _utc(order.fulfilled_at),
    }


@dataclass(frozen=True, slots=True)
class RowShown:
    """An order in a list."""

    reference: str
    what: str
    state_name: str
    day: datetime
    gross: str


def rows(orders: Sequence[Order], *, on: date) -> list[RowShown]:
    """Orders for a list; those that have not bound at the prices of the day."""
    lines = queries.lines_of_many([each.id for each in orders])
    return [
        RowShown(
            each.reference,
            ", ".join(f"{line.quantity} × {line.description}" for line in lines[each.id][:3]) or "Nothing yet",
            states.NAMES[each.state],
            each.placed_at or each.begun_at,
            pounds(_gross(each, lines[each.id], on=on)),
        )
        for each in orders
    ]


def _gross(order: Order, lines: Sequence[OrderLine], *, on: date) -> int:
    """What it comes to; only for what has not bound, prices and discounts are asked for."""
    return valuing.value(order, lines, on=on).total.gross_pence if order.state in OPEN else order.gross_pence


def _line(line: ValuedLine, credited: int, *, agreed: bool) -> LineShown:
    rate = "exempt" if line.vat_code == vat.EXEMPT else vat.percent(line.vat_basis_points)
    return LineShown(
        id=line.id,
        description=line.description,
        quantity=line.quantity,
        each=pounds(line.list_pence),
        discount=line.discount_because,
        saved=pounds(line.saved_pence) if line.saved_pence else "",
        net=pounds(line.amounts.net_pence),
        vat=pounds(line.amounts.vat_pence),
        vat_rate=rate,
        gross=pounds(line.amounts.gross_pence),
        credited=pounds(credited) if credited else "",
        problem=line.problem,
        may_change=not line.subject,
        may_remove=not agreed,
    )


def _details(order: Order) -> tuple[tuple[str, str], ...]:
    found = (
        ("Purchase order", order.po_number),
        ("Cost centre", order.cost_centre),
        ("Whom to ask", order.contact),
        ("Bill to", order.bill_to),
        ("Address", order.bill_address),
        ("E-mail for the bill", order.bill_email),
    )
    return tuple((label, value) for label, value in found if value)


def _history(order: Order) -> tuple[StepShown, ...]:
    """Colleagues are named; whoever else acted is the society's staff, and nobody is the portal itself."""
    steps = queries.history(order.id)
    known = {each.person_id for each in people_of(order.organisation_id)} if order.organisation_id else set()
    known |= {order.person_id} if order.person_id else set()
    names = names_of([each.by_id for each in steps if each.by_id in known and each.by_id is not None])
    return tuple(
        StepShown(
            states.words_of(each.event, each.before)
            or EVENTS.get(each.event, each.event.replace("_", " ").capitalize()),
            names.get(each.by_id, "our staff") if each.by_id is not None else "",
            each.at,
            each.note,
        )
        for each in steps
    )


def _utc(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
