"""An organisation's rise into a higher tier, as an order: one that is open at any time, and the tier once it is paid."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select

from portal.billing import binding, ordering, queries, valuing
from portal.billing.dues import PRODUCT_OF_ORGANISATION
from portal.billing.facts import OrderCancelled, OrderPaid, OrderPlaced, OrderRefunded, OrderReopened
from portal.billing.models import Order
from portal.billing.moving import note_step
from portal.billing.states import INVOICED, OPEN, PLACED, REFUNDED
from portal.billing.subjects import RISE, references, words_of
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import tidy_reference
from portal.membership import rises, rising
from portal.membership.facts import DueReopened, MembershipEnded, RiseAsked, RiseGivenUp
from portal.membership.models import Due, Membership, TierRise
from portal.membership.supplement import supplement

log = logging.getLogger(__name__)

_GIVEN_UP = "The organisation stays in its tier, so there is nothing to pay."


def order_for(rise: TierRise, *, by: int | None, at: datetime) -> Order:
    """The order that asks for this rise: the one there is, or a new one. Raises RuleBroken where nothing is owed."""
    rise = rises.locked(rise.id)
    if not rise.is_open:
        raise RuleBroken("This change of tier is paid or given up, so there is nothing to pay.")
    standing = _standing(rise)
    if standing:
        return standing[0]
    on = at.astimezone(LONDON).date()
    membership = db.session.get_one(Membership, rise.membership_id)
    order = ordering.begin(organisation_id=membership.organisation_id, by=by, at=at)
    ordering.add_line(
        order,
        PRODUCT_OF_ORGANISATION,
        1,
        on=on,
        subject=f"{RISE}{rise.reference}",
        description=words_of(rise, supplement(rise.before, rise.after, on=on)),
    )
    return order


def of_organisation(organisation_id: int, reference: str) -> TierRise:
    """A rise of this organisation's own membership; raises NotFound for any other."""
    found = db.session.scalar(
        select(TierRise)
        .join(Membership, Membership.id == TierRise.membership_id)
        .where(TierRise.reference == tidy_reference(reference), Membership.organisation_id == organisation_id)
    )
    if found is None:
        raise NotFound("There is no such change of tier.")
    return found


def ask_for(fact: RiseAsked) -> None:
    """Every rise that costs something becomes an order, which its organisation opens to pay."""
    order_for(db.session.get_one(TierRise, fact.rise_id), by=None, at=clock.now())


def stop_asking(fact: RiseGivenUp) -> None:
    """Nobody is asked for what is given up. Raises RuleBroken where an invoice asks for it."""
    for order in _standing(db.session.get_one(TierRise, fact.rise_id)):
        order = queries.locked(order.id)
        if order.state == INVOICED:
            raise RuleBroken(
                f"An invoice asks for the change of tier that was asked for before (order {order.reference}). Pay it, "
                "or write to us to have it credited, first."
            )
        binding.cancel(order, because=_GIVEN_UP, by=None, at=clock.now())


def let_the_gone_be(fact: MembershipEnded) -> None:
    """A membership that is held no longer rises no further; what an invoice asks for is settled with the invoice."""
    membership = db.session.get_one(Membership, fact.membership_id)
    for rise in rises.open_of(membership.id):
        if membership.ended_on is not None and membership.ended_on.year <= rise.year and not _invoiced(rise):
            rising.give_up(rise, by=None)


def let_the_unsettled_be(fact: DueReopened) -> None:
    """A year that is owed again is charged by another tier, and not added to."""
    due = db.session.get_one(Due, fact.due_id)
    for rise in rises.open_of(due.membership_id, year=due.year):
        if not _invoiced(rise):
            rising.give_up(rise, by=None)


def note_price(fact: OrderPlaced) -> None:
    """What was asked for is charged at what its order was placed at."""
    order = queries.by_id(fact.order_id)
    for rise in _of(order):
        if order.placed_on is not None:
            rising.note_price(rise, on=valuing.held_on(order, order.placed_on))


def settle_paid(fact: OrderPaid) -> None:
    """A paid order takes the organisation into the tier it is for, from this moment on."""
    order = queries.by_id(fact.order_id)
    for rise in _of(order):
        if not rise.is_open:
            note_step(order, "not_needed", by=None, at=clock.now(), note="The change of tier was given up before.")
            log.warning("billing.rise_paid_late", extra={"order": order.reference, "rise": rise.reference})
            continue
        paid_at = order.paid_at or clock.now()
        rising.settle(rise, on=paid_at.astimezone(LONDON).date(), reference=order.reference, by=None)


def close_cancelled(fact: OrderCancelled) -> None:
    """An order that is given up leaves the tier as it was, and asks no more."""
    for rise in _of(queries.by_id(fact.order_id)):
        if rise.is_open:
            rising.give_up(rise, by=None)


def take_back_refunded(fact: OrderRefunded) -> None:
    """Whoever gets the whole of it back is in the tier before."""
    order = queries.by_id(fact.order_id)
    if order.state == REFUNDED:
        for rise in _of(order):
            if rise.payment_reference == order.reference and rise.closed_on is None:
                rising.take_back(rise, by=None)


def reopen_unpaid(fact: OrderReopened) -> None:
    """The payment was another's, so the difference is owed, by the invoice as before."""
    order = queries.by_id(fact.order_id)
    for rise in _of(order):
        if rise.payment_reference == order.reference and rise.closed_on is None:
            rising.reopen(rise, by=None)


def _standing(rise: TierRise) -> list[Order]:
    """The orders that still ask for this rise, the newest first."""
    wanted = (*OPEN, PLACED, INVOICED)
    return [order for order in queries.with_subject(RISE + rise.reference) if order.state in wanted]


def _invoiced(rise: TierRise) -> bool:
    return any(order.state == INVOICED for order in _standing(rise))


def _of(order: Order) -> list[TierRise]:
    found = rises.under(references(queries.lines_of(order.id), RISE))
    return [rises.locked(each.id) for each in found.values()]
