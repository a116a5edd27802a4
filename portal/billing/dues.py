"""What a membership owes, as an order: one that is open at any time, and none once the fee is settled otherwise."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from portal.billing import binding, ordering, queries
from portal.billing.facts import OrderCancelled, OrderInvoiced, OrderPaid, OrderRefunded, OrderReopened
from portal.billing.models import Order, OrderLine
from portal.billing.moving import note_step
from portal.billing.states import CANCELLED, INVOICED, OPEN, PAID, PLACED, REFUNDED
from portal.billing.subjects import DUE, references
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import tidy_reference
from portal.membership import paying
from portal.membership.classes import ORGANISATION
from portal.membership.facts import DueChanged, DueMade, DueReopened, DueSettled, MembershipEnded
from portal.membership.models import Due, Membership

log = logging.getLogger(__name__)

PRODUCT_OF_PERSON, PRODUCT_OF_ORGANISATION = "membership_person", "membership_organisation"
FORGOTTEN_AT_ONCE = 500
_SETTLED_OTHERWISE = "The fee was settled another way, so there is nothing to pay."
_CHANGED = "The fee changed, so another order asks for it."
_ENDED = "The membership ended."


def order_for(due: Due, *, by: int | None, at: datetime) -> Order:
    """The order that asks for this fee: the one there is, or a new one. Raises RuleBroken where nothing is owed."""
    due = _locked(due.id)
    if due.paid_on is not None:
        raise RuleBroken(f"The fee for {due.year} is settled, so there is nothing to pay.")
    standing = _standing(due)
    if standing:
        return standing[0]
    membership = db.session.get_one(Membership, due.membership_id)
    of_organisation = membership.klass == ORGANISATION
    order = ordering.begin(
        organisation_id=membership.organisation_id if of_organisation else None,
        person_id=None if of_organisation else membership.person_id,
        by=by,
        at=at,
    )
    ordering.add_line(
        order,
        PRODUCT_OF_ORGANISATION if of_organisation else PRODUCT_OF_PERSON,
        1,
        on=at.astimezone(LONDON).date(),
        subject=f"{DUE}{due.reference}",
        description=_words(due),
    )
    return order


def due_of_person(person_id: int, reference: str) -> Due:
    """What this person's own membership owes; raises NotFound for any other."""
    return _only_due(reference, Membership.klass != ORGANISATION, Membership.person_id == person_id)


def due_of_organisation(organisation_id: int, reference: str) -> Due:
    """What this organisation's own membership owes; raises NotFound for any other."""
    return _only_due(reference, Membership.klass == ORGANISATION, Membership.organisation_id == organisation_id)


def _only_due(reference: str, *whose: ColumnElement[bool]) -> Due:
    found = db.session.scalar(
        select(Due)
        .join(Membership, Membership.id == Due.membership_id)
        .where(Due.reference == tidy_reference(reference), *whose)
    )
    if found is None:
        raise NotFound("There is no such fee.")
    return found


def orders_by_due(dues: list[str]) -> dict[str, Order]:
    """The order that asks, or asked, for each of these dues: the newest that was not cancelled."""
    rows = db.session.execute(
        select(OrderLine.subject, Order)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.subject.in_([DUE + each for each in dues]), Order.state != CANCELLED)
        .order_by(Order.id)
    )
    return {subject.removeprefix(DUE): order for subject, order in rows}


def without_order(*, most: int) -> list[Due]:
    """Fees that are owed and that no order asks for, of memberships still held: the oldest first."""
    asked = (
        select(OrderLine.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.subject == DUE + Due.reference, Order.state.not_in((CANCELLED, REFUNDED)))
    )
    today = clock.today()
    return list(
        db.session.scalars(
            select(Due)
            .join(Membership, Membership.id == Due.membership_id)
            .where(
                Due.paid_on.is_(None),
                Due.year >= today.year,
                or_(Membership.ended_on.is_(None), Membership.ended_on > today),
                ~asked.exists(),
            )
            .order_by(Due.id)
            .limit(most)
        )
    )


def ask_for_forgotten(*, at: datetime) -> int:
    """Make the orders that are missing, each in a transaction of its own; how many were made.

    A fee is without one when it is older than orders are, or when the order that asked for it was cancelled or credited
    while the fee stayed owed. What cannot be ordered is passed over, and does not keep the others waiting.
    """
    with reading():
        forgotten = [each.id for each in without_order(most=FORGOTTEN_AT_ONCE)]
    made = 0
    for due_id in forgotten:
        try:
            with transaction():
                order_for(_locked(due_id), by=None, at=at)
        except (RuleBroken, NotFound) as problem:
            log.warning("billing.fee_without_order", extra={"due_id": due_id, "reason": str(problem)})
        else:
            made += 1
    return made


def ask_for(fact: DueMade) -> None:
    """Every fee that falls due becomes an order, which its member opens to pay."""
    due = db.session.get_one(Due, fact.due_id)
    if due.paid_on is None:
        order_for(due, by=None, at=clock.now())


def ask_anew(fact: DueChanged) -> None:
    """An order that bound at the old fee is given up for one at the new; one on account stands in the way."""
    due = db.session.get_one(Due, fact.due_id)
    for order in _standing(due):
        if order.state not in OPEN or due.paid_on is not None:
            _give_up(order, _CHANGED if due.paid_on is None else _SETTLED_OTHERWISE)
        else:
            ordering.reprice(order, on=clock.today())
    if due.paid_on is None:
        order_for(due, by=None, at=clock.now())


def stop_asking(fact: DueSettled) -> None:
    """Nobody is asked twice: what is open for this fee is given up."""
    due = db.session.get_one(Due, fact.due_id)
    for order in _standing(due):
        _give_up(order, _SETTLED_OTHERWISE)


def refuse_reopening(fact: DueReopened) -> None:
    """What an order paid for is owed again only when the order's money was given back."""
    for order in queries.with_subject(DUE + db.session.get_one(Due, fact.due_id).reference):
        if order.state == PAID and order.reference == fact.reference:
            raise RuleBroken(f"This fee was paid by order {order.reference}. Give the order’s money back instead.")


def stop_asking_the_gone(fact: MembershipEnded) -> None:
    """A membership that is not held when its year begins, or no longer, asks for nothing."""
    membership = db.session.get_one(Membership, fact.membership_id)
    today = clock.today()
    owed = select(Due).where(Due.membership_id == membership.id, Due.paid_on.is_(None))
    for due in db.session.scalars(owed).all():
        if membership.ended_on is not None and (membership.ended_on <= today or membership.ended_on.year < due.year):
            for order in _standing(due):
                if order.state != INVOICED:
                    _give_up(order, _ENDED)


def settle_paid(fact: OrderPaid) -> None:
    """A paid order settles the fee it is for: the membership stands from this moment on."""
    order = queries.by_id(fact.order_id)
    for due in _dues_of(order):
        due = _locked(due.id)
        if due.paid_on is not None:
            note_step(order, "not_needed", by=None, at=clock.now(), note=f"The fee for {due.year} was settled already.")
            log.warning("billing.fee_paid_twice", extra={"order": order.reference, "due": due.reference})
            continue
        paid_at = order.paid_at or clock.now()
        paying.pay(due, on=paid_at.astimezone(LONDON).date(), reference=order.reference, by=None)


def note_invoiced(fact: OrderInvoiced) -> None:
    """An invoice asks for the fee from now on, so the membership's own letters do not."""
    order = queries.by_id(fact.order_id)
    for due in _dues_of(order):
        due.invoiced_as = order.reference
    db.session.flush()


def note_not_invoiced(fact: OrderCancelled) -> None:
    """The invoice is credited: whoever owes the fee may be asked again."""
    order = queries.by_id(fact.order_id)
    for due in _dues_of(order):
        if due.invoiced_as == order.reference:
            due.invoiced_as = ""
    db.session.flush()


def reopen_refunded(fact: OrderRefunded) -> None:
    """Whoever gets the whole of their fee back has not paid it."""
    order = queries.by_id(fact.order_id)
    if order.state != REFUNDED:
        return
    for due in _dues_of(order):
        if due.payment_reference == order.reference:
            due.invoiced_as = ""
            paying.take_back(due, by=None)


def reopen_unpaid(fact: OrderReopened) -> None:
    """The payment was another's, so the fee is owed, by the invoice as before."""
    order = queries.by_id(fact.order_id)
    for due in _dues_of(order):
        if due.payment_reference == order.reference:
            paying.take_back(due, by=None)
            due.invoiced_as = order.reference
    db.session.flush()


def _words(due: Due) -> str:
    months = "12 months" if due.months == 12 else "the last month" if due.months == 1 else f"{due.months} months"
    tier = f", {due.tier.replace('_', ' ')} organisation" if due.tier else ""
    return f"Membership for {due.year} ({months}{tier})"


def _standing(due: Due) -> list[Order]:
    """The orders that still ask for this fee, the newest first."""
    wanted = (*OPEN, PLACED, INVOICED)
    return [order for order in queries.with_subject(DUE + due.reference) if order.state in wanted]


def _give_up(order: Order, because: str) -> None:
    order = queries.locked(order.id)
    if order.state == INVOICED:
        raise RuleBroken(
            f"An invoice asks for this fee (order {order.reference}). Match what was received to the invoice, or credit "
            "the invoice first."
        )
    binding.cancel(order, because=because, by=None, at=clock.now())


def _dues_of(order: Order) -> list[Due]:
    wanted = references(queries.lines_of(order.id), DUE)
    return list(db.session.scalars(select(Due).where(Due.reference.in_(wanted)))) if wanted else []


def _locked(due_id: int) -> Due:
    return db.session.scalars(
        select(Due).where(Due.id == due_id).with_for_update().execution_options(populate_existing=True)
    ).one()
