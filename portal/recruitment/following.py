"""What campaigns do when an order is settled, given up or refunded, when a milestone of their fee comes, when organisations
change, and when somebody leaves."""

from __future__ import annotations

from sqlalchemy import select, update

from portal.accounts.facts import PersonClosed
from portal.applying.facts import ApplicationMoved
from portal.applying.models import JobApplication
from portal.billing import queries as orders
from portal.billing.facts import OrderCancelled, OrderFulfilled, OrderRefunded
from portal.billing.models import Order, OrderLine
from portal.billing.states import REFUNDED
from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.facts import EmployerRemoved, EmployersMerged
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.recruitment import assigning, beginning, cancelling, costing, fees, instalments, moving, queries
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import BY_PRODUCT

SUBJECT = "campaign:"


def give(fact: OrderFulfilled) -> None:
    """Let each service that was bought begin its campaign, or pay for the one that asked for it; each line once."""
    order = orders.by_id(fact.order_id)
    if order.organisation_id is None:
        return
    for line in orders.lines_of(order.id):
        if line.product_key == instalments.PRODUCT and line.subject.startswith(SUBJECT):
            _note_part(order, line)
        elif line.product_key in BY_PRODUCT:
            for number in range(line.quantity):
                _give_one(order, line, f"line:{line.id}:{number + 1}")


def _give_one(order: Order, line: OrderLine, bought_as: str) -> None:
    at = order.fulfilled_at or clock.now()
    if db.session.scalar(select(Campaign.id).where(Campaign.bought_as == bought_as)) is not None:
        return
    asked = _that_asked(line)
    if asked is not None:
        asked.order_reference, asked.bought_as = order.reference, bought_as
        moving.note(asked, "order", by=None, at=at, words=f"Order {order.reference}")
        return
    assert order.organisation_id is not None
    beginning.begin_bought(
        employers.any_by_id(order.organisation_id),
        service=BY_PRODUCT[line.product_key],
        order_reference=order.reference,
        bought_as=bought_as,
        contact=order.placed_by_id,
        at=at,
    )


def _note_part(order: Order, line: OrderLine) -> None:
    """The first instalment that is settled pays for the campaign; its order is the campaign's."""
    reference = line.subject.removeprefix(SUBJECT).partition(":")[0]
    campaign = db.session.scalar(
        select(Campaign).where(Campaign.reference == reference, Campaign.order_reference == "").with_for_update()
    )
    if campaign is not None:
        campaign.order_reference = order.reference
        moving.note(campaign, "order", by=None, at=order.fulfilled_at or clock.now(), words=f"Order {order.reference}")


def note_milestone(fact: ApplicationMoved) -> None:
    """A shortlist, or an acceptance without one, brings the part of the fee that waits for the shortlist."""
    if fact.event not in ("shortlist", "accept"):
        return
    campaign = queries.of_posting(db.session.get_one(JobApplication, fact.application_id).posting_id)
    if campaign is not None and costing.is_in_parts(campaign):
        instalments.reach(instalments.held(campaign.id), fees.SHORTLIST_MADE, at=clock.now())


def _that_asked(line: OrderLine) -> Campaign | None:
    """The campaign for which this line was ordered, while it is unpaid and not over."""
    if not line.subject.startswith(SUBJECT):
        return None
    return db.session.scalar(
        select(Campaign)
        .where(
            Campaign.reference == line.subject.removeprefix(SUBJECT),
            Campaign.bought_as.is_(None),
            Campaign.service == BY_PRODUCT[line.product_key],
            Campaign.state.not_in(OVER),
        )
        .with_for_update()
    )


def let_go(fact: OrderCancelled) -> None:
    """What is not paid for is not run."""
    order = orders.by_id(fact.order_id)
    _cancel_of(order, f"Order {order.reference} was cancelled.")


def take_refunded(fact: OrderRefunded) -> None:
    """A wholly refunded order ends its campaigns; a part that was given back ends none."""
    order = orders.by_id(fact.order_id)
    if order.state == REFUNDED:
        _cancel_of(order, f"The money for order {order.reference} was given back.")


def _cancel_of(order: Order, because: str) -> None:
    for campaign in db.session.scalars(
        select(Campaign)
        .where(Campaign.order_reference == order.reference, Campaign.state.not_in(OVER))
        .order_by(Campaign.id)
        .with_for_update()
    ):
        cancelling.cancel(campaign, because=because, by=None, at=clock.now())


def follow_merge(fact: EmployersMerged) -> None:
    """Campaigns go with an organisation that becomes part of another."""
    db.session.execute(
        update(Campaign)
        .where(Campaign.organisation_id == fact.from_id)
        .values(organisation_id=fact.into_id)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()
    db.session.expire_all()


def refuse_removal(fact: EmployerRemoved) -> None:
    """Raise RuleBroken while a campaign of an organisation runs."""
    reference = db.session.scalar(
        select(Campaign.reference)
        .where(Campaign.organisation_id == fact.organisation_id, Campaign.state.not_in(OVER))
        .limit(1)
    )
    if reference is not None:
        raise RuleBroken(f"Its campaign {reference} runs. End or cancel that first.")


def follow_closing(fact: PersonClosed) -> None:
    """A consultant who leaves gives their campaigns to the deputy, or back to the queue."""
    assigning.let_go(fact.person_id, at=clock.now())
