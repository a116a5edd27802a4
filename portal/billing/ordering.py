"""Filling an order: what may stand in it, whom its bill goes to, and the quote that holds its prices.

Every verb takes the order as it was read and locks it first, so of two who act at once the second meets what the first
has made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from portal.accounts.models import Person
from portal.billing import catalogue, details, queries, repricing, valuing
from portal.billing.details import Details
from portal.billing.models import Order, OrderLine, Product
from portal.billing.moving import move, note_step
from portal.billing.states import DRAFT
from portal.billing.subjects import OF_MEMBERSHIP
from portal.database.base import db
from portal.employers import queries as employers
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.foundation.money import pounds
from portal.foundation.text import one_line

MOST_OF_ONE = 1_000
MOST_LINES = 50
QUOTE_DAYS = 30


def begin(*, organisation_id: int | None = None, person_id: int | None = None, by: int | None, at: datetime) -> Order:
    """An empty order of an organisation, or of a person who buys for themselves; `by` is None for the society."""
    order = Order(
        reference=new_reference(),
        organisation_id=organisation_id,
        person_id=person_id,
        state="",
        begun_at=at,
        begun_by_id=by,
    )
    _fill_in_known(order, by)
    order.state = DRAFT
    db.session.add(order)
    db.session.flush()
    move(order, "begin", by=by, at=at)
    return order


def basket_of(organisation_id: int, person_id: int) -> Order | None:
    """The order that this person is filling for the organisation from the price list, if there is one."""
    special = select(OrderLine.order_id).where(OrderLine.subject != "")
    return db.session.scalar(
        select(Order)
        .where(
            Order.organisation_id == organisation_id,
            Order.begun_by_id == person_id,
            Order.state == DRAFT,
            Order.id.not_in(special),
        )
        .order_by(Order.id.desc())
        .limit(1)
    )


def add_line(
    order: Order,
    product_key: str,
    quantity: int,
    *,
    on: date,
    subject: str = "",
    description: str = "",
    agreed_pence: int | None = None,
) -> OrderLine:
    """Put so many of a product into a draft; more of what stands there already is added to it.

    `agreed_pence` is the price of one where it was agreed with the buyer, and no price list says it.
    """
    order = draft(order)
    try:
        product = catalogue.product(product_key)
    except NotFound:
        raise RuleBroken("Choose something from the price list.") from None
    lines = queries.lines_of(order.id)
    _refuse_mixing(lines, product, subject)
    if any((each.agreed_pence is None) != (agreed_pence is None) for each in lines):
        raise RuleBroken("A fee that was agreed is paid by an order of its own. Begin another order for the rest.")
    if not catalogue.is_sold(product, on=on):
        raise RuleBroken(f"{product.name} is not sold. Choose something else from the price list.")
    words = one_line(description or product.name, limit=300)
    same = [
        each for each in lines if (each.product_key, each.subject, each.description) == (product.key, subject, words)
    ]
    if same:
        return _quantify(order, same[0], same[0].quantity + _checked(quantity), on=on)
    if len(lines) >= MOST_LINES:
        raise RuleBroken(f"An order holds at most {MOST_LINES} lines. Place this one and begin another.")
    line = OrderLine(
        order_id=order.id,
        position=1 + max((each.position for each in lines), default=0),
        product_key=product.key,
        description=words,
        subject=subject,
        quantity=_checked(quantity),
        weeks=product.weeks,
        credits=product.credits,
        list_pence=0,
        agreed_pence=agreed_pence,
        net_pence=0,
        vat_code=product.vat_code,
        vat_basis_points=0,
        vat_pence=0,
        gross_pence=0,
    )
    db.session.add(line)
    db.session.flush()
    _changed(order, on=on)
    return line


def set_quantity(order: Order, line_id: int, quantity: int, *, on: date) -> None:
    """So many of this line; none takes it out. Raises NotFound for another order's line."""
    order = draft(order)
    line = _line(order, line_id)
    if quantity == 0:
        remove_line(order, line_id, on=on)
        return
    if line.subject:
        raise RuleBroken(f"{line.description} is bought once. Take it out if it is not wanted.")
    _quantify(order, line, _checked(quantity), on=on)


def remove_line(order: Order, line_id: int, *, on: date) -> None:
    """Take a line out. Raises NotFound for another order's line, RuleBroken for a fee that was agreed."""
    order = draft(order)
    line = _line(order, line_id)
    refuse_agreed([line])
    db.session.execute(delete(OrderLine).where(OrderLine.id == line.id))
    _changed(order, on=on)


def refuse_agreed(lines: Sequence[OrderLine]) -> None:
    """Raise RuleBroken where one of these is a fee that was agreed: its buyer owes it, and staff can cancel it."""
    for each in lines:
        if each.agreed_pence is not None:
            raise RuleBroken(f"{each.description} was agreed with you, so it stays. Write to us if it is not owed.")


def detail(order: Order, given: Details) -> None:
    """Whom to ask, whom to bill, and the buyer's own numbers; what is missing is asked for when the order is placed."""
    details.write(draft(order), given)


def draft(order: Order) -> Order:
    """The order, locked, while it can be changed. Raises RuleBroken once it cannot."""
    order = queries.locked(order.id)
    if order.state != DRAFT:
        raise RuleBroken("This order was sent or placed, so it can no longer be changed. Begin another.")
    return order


def reprice(order: Order, *, on: date) -> None:
    """Work the amounts of an order that has not bound out again; a quote ends with it."""
    _changed(queries.locked(order.id), on=on)


def quote(order: Order, *, by: int | None, at: datetime) -> None:
    """Hold today's list prices for thirty days; changing a line ends it."""
    order = draft(order)
    if any(each.agreed_pence is not None for each in queries.lines_of(order.id)):
        raise RuleBroken("The fee was agreed, so there is no list price to hold.")
    on = at.astimezone(LONDON).date()
    valued = repricing.price_again(order, on=on)
    valuing.refuse_problems(valued)
    order.quoted_on, order.quoted_until = on, on + timedelta(days=QUOTE_DAYS)
    note_step(order, "quote", by=by, at=at, note=f"{pounds(order.gross_pence)} with VAT")


def _fill_in_known(order: Order, by: int | None) -> None:
    """What the organisation's details, or the buyer's account, say already, and where its last bill went."""
    buyer = db.session.get(Person, by or order.person_id or 0)
    order.contact = buyer.name if buyer else ""
    if order.organisation_id is not None:
        organisation = employers.by_id(order.organisation_id)
        order.bill_to = organisation.bill_to or organisation.name[:200]
        order.bill_address, order.bill_email = organisation.bill_address, organisation.bill_email
    elif buyer:
        order.bill_to, order.bill_email = buyer.name, buyer.email or ""
    if (last := queries.last_billed(order)) is not None and not order.bill_address:
        order.bill_to, order.bill_address = last.bill_to or order.bill_to, last.bill_address
        order.bill_email = last.bill_email or order.bill_email


def _refuse_mixing(lines: list[OrderLine], product: Product, subject: str) -> None:
    """A membership's fee is paid by an order of its own, which goes when the fee is settled another way."""
    if product.kind == "membership" and not subject.startswith(OF_MEMBERSHIP):
        raise RuleBroken("A membership is paid for from its own page.")
    if lines and (product.kind == "membership" or any(each.subject.startswith(OF_MEMBERSHIP) for each in lines)):
        raise RuleBroken("A membership’s fee is paid by an order of its own. Begin another order for the rest.")


def _quantify(order: Order, line: OrderLine, quantity: int, *, on: date) -> OrderLine:
    line.quantity = _checked(quantity)
    db.session.flush()
    _changed(order, on=on)
    return line


def _changed(order: Order, *, on: date) -> None:
    order.quoted_on = order.quoted_until = None
    repricing.price_again(order, on=on)


def _checked(quantity: int) -> int:
    if not 1 <= quantity <= MOST_OF_ONE:
        raise RuleBroken(f"Enter a whole number from 1 to {MOST_OF_ONE:,}.")
    return quantity


def _line(order: Order, line_id: int) -> OrderLine:
    line = db.session.get(OrderLine, line_id)
    if line is None or line.order_id != order.id:
        raise NotFound("There is no such line in this order.")
    return line
