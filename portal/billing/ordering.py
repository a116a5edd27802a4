"""From an empty basket to an order that binds: what may stand in it, what it comes to, and placing it.

Every verb takes the order as it was read and locks it first, so of two who act at once the second meets what the first
has made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, func, select

from portal.accounts.models import Person
from portal.billing import approving, binding, catalogue, queries, repricing, terms, valuing, ways
from portal.billing.models import Order, OrderLine, Product
from portal.billing.moving import move, note_step
from portal.billing.states import DRAFT
from portal.billing.valuing import Valued
from portal.database.base import db
from portal.employers import queries as employers
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.foundation.money import pounds
from portal.foundation.text import one_line, printable

MOST_OF_ONE = 1_000
MOST_LINES = 50
QUOTE_DAYS = 30
LENGTHS = {"cost_centre": 50, "contact": 200, "bill_to": 200, "bill_address": 500, "bill_email": 254}


@dataclass(frozen=True, slots=True)
class Details:
    """Whom to ask about an order, and whom and where its bill goes to."""

    contact: str = ""
    bill_to: str = ""
    bill_address: str = ""
    bill_email: str = ""
    cost_centre: str = ""
    po_number: str = ""


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
) -> OrderLine:
    """Put so many of a product into a draft; more of what stands there already is added to it."""
    order = _draft(order)
    try:
        product = catalogue.product(product_key)
    except NotFound:
        raise RuleBroken("Choose something from the price list.") from None
    lines = queries.lines_of(order.id)
    _refuse_mixing(lines, product, subject)
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
    order = _draft(order)
    line = _line(order, line_id)
    if quantity == 0:
        remove_line(order, line_id, on=on)
        return
    if line.subject:
        raise RuleBroken(f"{line.description} is bought once. Take it out if it is not wanted.")
    _quantify(order, line, _checked(quantity), on=on)


def remove_line(order: Order, line_id: int, *, on: date) -> None:
    """Take a line out. Raises NotFound for another order's line."""
    order = _draft(order)
    db.session.execute(delete(OrderLine).where(OrderLine.id == _line(order, line_id).id))
    _changed(order, on=on)


def detail(order: Order, details: Details) -> None:
    """Whom to ask, whom to bill, and the buyer's own numbers; what is missing is asked for when the order is placed."""
    _detail(_draft(order), details)


def _detail(order: Order, details: Details) -> None:
    for name, limit in LENGTHS.items():
        written = getattr(details, name)
        kept = printable(written).strip() if name == "bill_address" else one_line(written)
        if len(kept) > limit:
            raise RuleBroken(f"Shorten the {_SAID[name]} to {limit} characters.")
        setattr(order, name, kept)
    if order.bill_email:
        _check_email(order.bill_email)
    order.po_number = (
        terms.check_po_number(details.po_number, organisation_id=order.organisation_id) if order.organisation_id else ""
    )
    db.session.flush()


def reprice(order: Order, *, on: date) -> None:
    """Work the amounts of an order that has not bound out again; a quote ends with it."""
    _changed(queries.locked(order.id), on=on)


def quote(order: Order, *, by: int | None, at: datetime) -> None:
    """Hold today's list prices for thirty days; changing a line ends it."""
    order = _draft(order)
    on = at.astimezone(LONDON).date()
    valued = repricing.price_again(order, on=on)
    _refuse_empty(valued)
    valuing.refuse_problems(valued)
    order.quoted_on, order.quoted_until = on, on + timedelta(days=QUOTE_DAYS)
    note_step(order, "quote", by=by, at=at, note=f"{pounds(order.gross_pence)} with VAT")


def place(
    order: Order,
    way: str,
    *,
    by: int,
    at: datetime,
    seen_pence: int | None = None,
    po_number: str | None = None,
    po_again: bool = False,
) -> None:
    """Bind the buyer, or ask a colleague to where the organisation wants that above its limit.

    Priced once more on this London day. `seen_pence` is the total that the buyer saw: another one is refused.
    `po_again` says that the purchase-order number is meant to be used once more.
    """
    order = _draft(order)
    on = at.astimezone(LONDON).date()
    if po_number is not None and order.organisation_id is not None:
        order.po_number = terms.check_po_number(po_number, organisation_id=order.organisation_id)
    valued = repricing.price_again(order, on=on)
    _refuse_empty(valued)
    valuing.refuse_problems(valued)
    repricing.refuse_unseen(order, seen_pence)
    check_way(order, way)
    _refuse_reuse(order, po_again)
    order.way, order.placed_by_id = way, by
    if approving.is_needed(order):
        if order.quoted_until is None or order.quoted_until < on:
            order.quoted_on, order.quoted_until = on, on + timedelta(days=QUOTE_DAYS)
        approving.ask(order, by=by, at=at)
    else:
        binding.bind(order, "place", by=by, at=at)


def change_way(
    order: Order, way: str, *, by: int, at: datetime, details: Details | None = None, po_again: bool = False
) -> None:
    """Pay another way for an order that is placed and not paid: from card to account, which then is invoiced.

    What an account needs and a card did not is entered with it.
    """
    order = queries.locked(order.id)
    if order.state != "placed":
        raise RuleBroken("Only an order that is placed and not yet paid can be paid another way.")
    if details is not None:
        _detail(order, details)
    check_way(order, way)
    _refuse_reuse(order, po_again)
    if way == order.way:
        return
    order.way = way
    note_step(order, "change_way", by=by, at=at, note=ways.name_of(way))
    if way == ways.ACCOUNT:
        binding.put_on_account(order, by=by, at=at)


def cancel(order: Order, *, because: str, by: int | None, at: datetime) -> None:
    """Give an order up before it is paid; one on account is given up by crediting its invoice."""
    order = queries.locked(order.id)
    if order.state == "invoiced":
        raise RuleBroken(
            "This order is on account, so its invoice has to be credited first. Write to us, and we will do that."
        )
    binding.cancel(order, because=because, by=by, at=at)


def check_way(order: Order, way: str) -> None:
    """Raise RuleBroken where the order cannot be paid this way, with what is missing."""
    if order.gross_pence and way not in {each.key for each in ways.offered()}:
        raise RuleBroken("Choose one of the ways to pay.")
    missing = missing_for(order, way)
    if missing:
        raise RuleBroken(f"Enter {' and '.join(missing)} first.")


def missing_for(order: Order, way: str) -> list[str]:
    """What still has to be entered before the order can be placed to be paid this way, in words."""
    wanted = ["contact"] if order.organisation_id else []
    if way == ways.ACCOUNT:
        wanted += ["bill_to", "bill_address", "bill_email"]
        wanted += ["po_number"] if order.organisation_id else []
    return [f"the {_SAID[name]}" for name in wanted if not getattr(order, name)]


def used_before(order: Order) -> list[Order]:
    """The organisation's other orders, not cancelled, with the same purchase-order number."""
    if not order.po_number or order.organisation_id is None:
        return []
    return list(
        db.session.scalars(
            select(Order)
            .where(
                Order.organisation_id == order.organisation_id,
                Order.id != order.id,
                func.lower(Order.po_number) == order.po_number.lower(),
                Order.state.not_in((DRAFT, "cancelled")),
            )
            .order_by(Order.id)
        )
    )


_SAID = {
    "contact": "person to ask about the order",
    "bill_to": "name on the bill",
    "bill_address": "address of the bill",
    "bill_email": "e-mail address for the bill",
    "cost_centre": "cost centre",
    "po_number": "purchase-order number",
}


def _draft(order: Order) -> Order:
    order = queries.locked(order.id)
    if order.state != DRAFT:
        raise RuleBroken("This order was sent or placed, so it can no longer be changed. Begin another.")
    return order


def _fill_in_known(order: Order, by: int | None) -> None:
    """What the organisation's details, or the buyer's account, say already."""
    buyer = db.session.get(Person, by or order.person_id or 0)
    order.contact = buyer.name if buyer else ""
    if order.organisation_id is not None:
        organisation = employers.by_id(order.organisation_id)
        order.bill_to = organisation.bill_to or organisation.name[:200]
        order.bill_address, order.bill_email = organisation.bill_address, organisation.bill_email
    elif buyer:
        order.bill_to, order.bill_email = buyer.name, buyer.email or ""


def _refuse_mixing(lines: list[OrderLine], product: Product, subject: str) -> None:
    """A membership's fee is paid by an order of its own, which goes when the fee is settled another way."""
    if product.kind == "membership" and not subject.startswith(valuing.DUE):
        raise RuleBroken("A membership is paid for from its own page.")
    if lines and (product.kind == "membership" or any(each.subject.startswith(valuing.DUE) for each in lines)):
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


def _check_email(address: str) -> None:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        raise RuleBroken("Enter the e-mail address for the bill in full, like accounts@example.org.") from None


def _refuse_empty(valued: Valued) -> None:
    if not valued.lines:
        raise RuleBroken("There is nothing in this order yet. Choose something first.")


def _refuse_reuse(order: Order, po_again: bool) -> None:
    before = [] if po_again else used_before(order)
    if before:
        raise RuleBroken(
            f"Purchase order {order.po_number} was used for order {before[-1].reference}. Enter another, or tick that "
            "it is meant to be used again."
        )
