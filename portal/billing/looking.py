"""Orders as staff look for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, or_, select

from portal.accounts.models import Person
from portal.billing import ways
from portal.billing.models import Order
from portal.billing.states import DRAFT
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import Found, page_of
from portal.employers.models import Organisation
from portal.foundation.identifiers import tidy_reference
from portal.web.listing import Asked


def orders(asked: Asked) -> Found:
    """Orders with whose they are. Baskets only where they are asked for."""
    day = func.coalesce(Order.placed_at, Order.begun_at)
    statement = (
        select(
            Order.reference,
            Order.state,
            Order.way,
            Order.gross_pence,
            Order.po_number,
            day.label("day"),
            func.coalesce(Organisation.name, Person.name).label("buyer"),
        )
        .outerjoin(Organisation, Organisation.id == Order.organisation_id)
        .outerjoin(Person, Person.id == Order.person_id)
    )
    if asked.words:
        statement = statement.where(
            or_(
                Order.reference == tidy_reference(asked.words),
                holds(Organisation.name, asked.words),
                holds(Person.name, asked.words),
                func.lower(Order.po_number) == asked.words.lower(),
            )
        )
    state = asked.chosen["state"]
    statement = statement.where(Order.state == state if state else Order.state != DRAFT)
    if way := asked.chosen["way"]:
        statement = statement.where(Order.way == way)
    columns: Mapping[str, Any] = {"day": day, "gross": Order.gross_pence}
    column = columns[asked.sort]
    order = (column.desc(), Order.id.desc()) if asked.descending else (column, Order.id)
    return page_of(statement, order=order, page=asked.page, per_page=asked.per_page)


def is_paid_by_card(order: Order) -> bool:
    """Whether there is money of it that can be given back to a card."""
    return order.way == ways.CARD and order.kept_pence > 0


def buyer_of(order: Order) -> tuple[str, str]:
    """Who buys, and their page for staff."""
    if order.organisation_id is not None:
        organisation = db.session.get_one(Organisation, order.organisation_id)
        return organisation.name, f"/staff/organisations/{organisation.reference}"
    person = db.session.get_one(Person, order.person_id)
    return person.name or "Someone who has left", f"/staff/people/{person.reference}"
