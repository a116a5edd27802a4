"""A budget holder's word before an order above the organisation's limit binds; nobody approves their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select

from portal.billing import binding, queries, repricing, telling, terms, valuing
from portal.billing.models import Order
from portal.billing.moving import move
from portal.billing.states import AWAITING
from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.seats import APPROVING
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds


def is_needed(order: Order) -> bool:
    """Whether the organisation wants a colleague to approve an order of this size."""
    if order.organisation_id is None:
        return False
    limit = terms.terms_of(order.organisation_id).limit_pence
    return limit is not None and order.gross_pence > limit


def ask(order: Order, *, by: int, at: datetime) -> None:
    """Send it to those who may approve. Raises RuleBroken where there is nobody but whoever placed it."""
    asked = approvers(order)
    if not asked:
        raise RuleBroken(
            "This order is above your organisation’s limit, and nobody but you can approve it. An owner can invite an "
            "approver under People, or raise the limit under Buying."
        )
    order.asked_at = at
    move(order, "ask", by=by, at=at, note=f"{pounds(order.gross_pence)} with VAT")
    telling.ask_for_approval(order, asked)


def approvers(order: Order) -> list[int]:
    """Who may approve this order: owners and approvers with accounts in use, without whoever made it."""
    if order.organisation_id is None:
        return []
    makers = (order.placed_by_id, order.begun_by_id)
    return [each for each in employers.holders(order.organisation_id, APPROVING) if each not in makers]


def approve(order: Order, *, by: int, at: datetime, seen_pence: int | None = None) -> None:
    """Let an order bind, at the prices of this day. `seen_pence` is the total that the approver saw."""
    order = queries.locked(order.id)
    _refuse_own(order, by)
    valued = repricing.price_again(order, on=at.astimezone(LONDON).date()) if order.state == AWAITING else None
    if valued is not None:
        valuing.refuse_problems(valued)
        repricing.refuse_unseen(order, seen_pence)
        order.approved_at, order.approved_by_id = at, by
    binding.bind(order, "approve", by=by, at=at)
    telling.say_approved(order)


def send_back(order: Order, *, because: str, by: int, at: datetime) -> None:
    """Give an order back to whoever made it, with the reason."""
    order = queries.locked(order.id)
    _refuse_own(order, by)
    if not because.strip():
        raise RuleBroken("Say what should be changed, so that your colleague can act on it.")
    move(order, "send_back", by=by, at=at, note=because)
    telling.say_sent_back(order, because=because.strip())


def call_back(order: Order, *, by: int, at: datetime) -> None:
    """Take an order back to change it, before anybody has approved it."""
    move(queries.locked(order.id), "call_back", by=by, at=at)


def waiting_for(person_id: int) -> list[Order]:
    """The orders that this person may approve, the longest waiting first."""
    return list(db.session.scalars(_waiting_for(person_id).order_by(Order.asked_at, Order.id)))


def number_waiting_for(person_id: int) -> int:
    """How many those are, for the menu."""
    return db.session.scalar(select(func.count()).select_from(_waiting_for(person_id).subquery())) or 0


def _waiting_for(person_id: int) -> Select[Order]:
    return select(Order).where(
        Order.state == AWAITING,
        Order.organisation_id.in_(employers.where_holding(person_id, APPROVING)),
        Order.placed_by_id != person_id,
        Order.begun_by_id.is_distinct_from(person_id),
    )


def _refuse_own(order: Order, by: int) -> None:
    if not queries.may_approve(by, order):
        raise RuleBroken(
            "An order is approved by an owner or an approver of the organisation who did not make it. "
            "Ask one of your colleagues."
        )
