"""The mails about orders, each told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from portal.accounts.writing_to import write_to
from portal.billing import queries, ways
from portal.billing.models import Order
from portal.employers import queries as employers
from portal.foundation.money import pounds


def ask_for_approval(order: Order, approvers: Sequence[int]) -> None:
    """To everybody who may approve it: one of them suffices."""
    _tell("approval_asked", order, approvers, key=_asking(order))


def say_approved(order: Order) -> None:
    """To whoever placed it."""
    _tell("order_approved", order, [order.placed_by_id])


def say_sent_back(order: Order, *, because: str) -> None:
    """To whoever placed it, with the reason."""
    _tell("order_sent_back", order, [order.placed_by_id], key=_asking(order), because=because)


def say_cancelled(order: Order, *, because: str) -> None:
    """To whoever made it and whoever it is for: staff gave it up, with the reason."""
    _tell("order_cancelled", order, {order.placed_by_id, order.begun_by_id, order.person_id}, because=because)


def say_placed(order: Order) -> None:
    """To whoever placed it: what was ordered, what it comes to, how it is paid."""
    _tell("order_placed", order, [order.placed_by_id])


def address_of(order: Order) -> str:
    """Where the order's page stands, from the site's root."""
    if order.organisation_id is None:
        return f"/account/orders/{order.reference}"
    return f"/employer/{employers.by_id(order.organisation_id).reference}/orders/{order.reference}"


def _asking(order: Order) -> str:
    """Which time it is that this order is sent for approval."""
    return str(sum(step.event == "ask" for step in queries.history(order.id)))


def _tell(template: str, order: Order, people: Iterable[int | None], *, key: str = "", **facts: Any) -> None:
    organisation = employers.by_id(order.organisation_id).name if order.organisation_id else ""
    sold = queries.lines_of(order.id)
    lines = [
        {"quantity": each.quantity, "description": each.description, "net": pounds(each.net_pence)} for each in sold
    ]
    for person_id in sorted({each for each in people if each}):
        write_to(
            person_id,
            f"billing/mail/{template}.txt",
            unique_key=f"billing.{template}:{order.reference}:{key}:{person_id}",
            reference=order.reference,
            organisation=organisation,
            lines=lines,
            net=pounds(order.net_pence),
            vat=pounds(order.vat_pence),
            gross=pounds(order.gross_pence),
            because_member=order.discount_because if any(each.discount_basis_points for each in sold) else "",
            way=ways.name_of(order.way),
            by_card=order.way == ways.CARD,
            po_number=order.po_number,
            address=address_of(order),
            **facts,
        )
