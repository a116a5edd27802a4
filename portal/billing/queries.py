"""What others ask of orders: whose they are is decided here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from portal.billing.models import Order, OrderLine, OrderStep
from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.models import Organisation, Seat
from portal.employers.seats import APPROVING, BUYING, RECRUITING
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference

_NONE = "There is no such order."


def by_id(order_id: int) -> Order:
    """The order of this id; raises NotFound."""
    found = db.session.get(Order, order_id)
    if found is None:
        raise NotFound(_NONE)
    return found


def by_reference_for(person_id: int, reference: str) -> Order:
    """An order that this person may see: their own, or one of an organisation in which they buy or approve."""
    return _only(Order.reference == tidy_reference(reference), _visible_to(person_id))


def of_organisation_for(person_id: int, organisation_id: int, reference: str) -> Order:
    """The same, and the organisation's that the address names."""
    return _only(
        Order.reference == tidy_reference(reference), Order.organisation_id == organisation_id, _visible_to(person_id)
    )


def own_of_person(person_id: int, reference: str) -> Order:
    """A person's own order, made for themselves; raises NotFound for any other."""
    return _only(Order.reference == tidy_reference(reference), Order.person_id == person_id)


def for_staff(reference: str) -> Order:
    """Any order; raises NotFound."""
    return _only(Order.reference == tidy_reference(reference))


def locked(order_id: int) -> Order:
    """The order as it is this moment, and nobody else changes it until the transaction ends."""
    found = db.session.scalar(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(_NONE)
    return found


def orders_of(organisation_id: int) -> list[Order]:
    """An organisation's orders, the newest first."""
    return list(
        db.session.scalars(select(Order).where(Order.organisation_id == organisation_id).order_by(Order.id.desc()))
    )


def orders_of_person(person_id: int) -> list[Order]:
    """What a person ordered for themselves, the newest first."""
    return list(db.session.scalars(select(Order).where(Order.person_id == person_id).order_by(Order.id.desc())))


def last_billed(order: Order) -> Order | None:
    """The newest other order of the same organisation, or of the same person for themselves, whose bill has an address."""
    same = (
        Order.organisation_id == order.organisation_id
        if order.organisation_id is not None
        else (Order.person_id == order.person_id) & Order.organisation_id.is_(None)
    )
    newest = (
        select(Order).where(same, Order.id != order.id, Order.bill_address != "").order_by(Order.id.desc()).limit(1)
    )
    return db.session.scalar(newest)


def lines_of(order_id: int) -> list[OrderLine]:
    """The lines of an order, in order."""
    return list(
        db.session.scalars(select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.position))
    )


def lines_of_many(order_ids: Sequence[int]) -> dict[int, list[OrderLine]]:
    """The lines of several orders, by order."""
    found: dict[int, list[OrderLine]] = {each: [] for each in order_ids}
    rows = select(OrderLine).where(OrderLine.order_id.in_(order_ids)).order_by(OrderLine.order_id, OrderLine.position)
    for line in db.session.scalars(rows):
        found[line.order_id].append(line)
    return found


def with_subject(subject: str) -> list[Order]:
    """The orders that hold a line for this ("posting:REF", "due:REF"), the newest first."""
    of = select(OrderLine.order_id).where(OrderLine.subject == subject)
    return list(db.session.scalars(select(Order).where(Order.id.in_(of)).order_by(Order.id.desc())))


def history(order_id: int) -> list[OrderStep]:
    """Everything that happened to an order, the oldest first."""
    return list(db.session.scalars(select(OrderStep).where(OrderStep.order_id == order_id).order_by(OrderStep.id)))


def organisation_for(person_id: int, reference: str) -> Organisation:
    """The organisation whose orders this person may see; raises NotFound."""
    return _organisation(person_id, reference, RECRUITING)


def organisation_for_buyer(person_id: int, reference: str) -> Organisation:
    """The organisation for which this person may order; raises NotFound."""
    return _organisation(person_id, reference, BUYING)


def _organisation(person_id: int, reference: str, roles: frozenset[str]) -> Organisation:
    organisation = employers.for_someone_of(person_id, reference)
    if not employers.roles_in(person_id, organisation.id) & roles:
        raise NotFound("There is no such organisation.")
    return organisation


def may_buy(person_id: int, organisation_id: int) -> bool:
    """Whether this person may make orders for the organisation today."""
    return bool(employers.roles_in(person_id, organisation_id) & BUYING)


def may_approve(person_id: int, order: Order) -> bool:
    """Whether this person may approve the order: as owner or approver, and never what they placed themselves."""
    if order.organisation_id is None or person_id in (order.placed_by_id, order.begun_by_id):
        return False
    return bool(employers.roles_in(person_id, order.organisation_id) & APPROVING)


def _visible_to(person_id: int) -> ColumnElement[bool]:
    seats = select(Seat.organisation_id).where(
        Seat.person_id == person_id, Seat.confirmed_at.is_not(None), Seat.role.in_(sorted(RECRUITING))
    )
    return or_(Order.person_id == person_id, Order.organisation_id.in_(seats))


def _only(*conditions: ColumnElement[bool]) -> Order:
    found = db.session.scalar(select(Order).where(*conditions))
    if found is None:
        raise NotFound(_NONE)
    return found
