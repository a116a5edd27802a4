"""Paying for a vacancy: with a credit at once, or by an order that publishes it when it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts import queries as people
from portal.billing import approving, catalogue, credits, discounting, ordering, placing, pricing
from portal.billing import queries as orders
from portal.billing.facts import OrderCancelled, OrderFulfilled, OrderRefunded
from portal.billing.models import Order
from portal.billing.states import AWAITING, PLACED, REFUNDED
from portal.billing.states import DRAFT as UNPLACED
from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.posting import ending, publishing, queries, telling, writing
from portal.posting.models import Posting
from portal.posting.moving import move, subject_of
from portal.posting.publishing import ADVERT, EXTRA_WEEK, FEATURED
from portal.posting.states import DRAFT, LIVE, READY, SCHEDULED
from portal.web.words import listed

SUBJECT = "posting:"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one thing costs this organisation today, without VAT, and what it would without membership."""

    name: str
    quantity: int
    pence: int
    list_pence: int


@dataclass(frozen=True, slots=True)
class Offer:
    """How a vacancy can be paid for: `bought` before, `credits` left, `extra_weeks` that its closing time asks for."""

    bought: bool
    credits: int
    extra_weeks: int
    advert: Cost
    weeks: Cost | None
    featured: Cost | None
    discount_because: str

    @property
    def by_credit(self) -> bool:
        """Whether one credit is enough."""
        return not self.bought and self.credits > 0 and self.extra_weeks == 0


def offer_for(posting: Posting, organisation: Organisation, *, at: datetime) -> Offer:
    """What stands between this vacancy and its publication, in money."""
    on = at.astimezone(LONDON).date()
    short = publishing.extra_weeks(posting, organisation, at=at)
    has_featured = any(each.kind == FEATURED for each in queries.bought(posting))
    return Offer(
        bought=publishing.is_bought(posting),
        credits=credits.balance(organisation.id, on=on),
        extra_weeks=short,
        advert=_cost(ADVERT, 1, organisation, at=at),
        weeks=_cost(EXTRA_WEEK, short, organisation, at=at) if short else None,
        featured=None if has_featured else _cost(FEATURED, 1, organisation, at=at),
        discount_because=discounting.discount_for(organisation.id, on=on).because,
    )


def week_cost(organisation: Organisation, *, at: datetime) -> Cost:
    """What one further week costs."""
    return _cost(EXTRA_WEEK, 1, organisation, at=at)


def _cost(key: str, quantity: int, organisation: Organisation, *, at: datetime) -> Cost:
    on = at.astimezone(LONDON).date()
    product, pence = catalogue.product(key), catalogue.list_prices(on=on).get(key, 0)
    taken = discounting.discount_for(organisation.id, on=on).basis_points if product.discounted else 0
    amounts = pricing.priced(pence, quantity, discount=taken, vat=0)
    return Cost(product.name, quantity, amounts.net_pence, pence * quantity)


def by_credit(posting: Posting, *, publish_at: datetime | None, by: int, at: datetime) -> None:
    """Spend a credit on the vacancy and publish it, at once or on its day; all of it or nothing."""
    if posting.state != DRAFT:
        raise RuleBroken("This vacancy is published, or waits to be, already.")
    if publishing.is_bought(posting):
        raise RuleBroken("This vacancy is paid for already.")
    _refuse_open_order(posting)
    credits.spend(posting.organisation_id, 1, subject=subject_of(posting), by=by, at=at)
    number = 1 + sum(1 for each in queries.bought(posting) if each.subject.startswith("credit:"))
    weeks = publishing.advert_weeks()
    publishing.note_purchase(posting, kind=ADVERT, weeks=weeks, subject=f"credit:{number}", by=by, at=at)
    publish(posting, publish_at=publish_at, by=by, at=at)


def publish(posting: Posting, *, publish_at: datetime | None, by: int, at: datetime) -> None:
    """Publish what is paid for, at once or on its day."""
    if publish_at is None:
        publishing.publish(posting, by=by, at=at)
    else:
        publishing.schedule(posting, publish_at=publish_at, by=by, at=at)


def by_order(
    posting: Posting, organisation: Organisation, *, featured: bool, publish_at: datetime | None, by: int, at: datetime
) -> Order:
    """Make the order that pays for the vacancy, and hand the vacancy over to it. The order is still to be placed."""
    if missing := publishing.obstacles(posting, organisation, at=at):
        raise RuleBroken(missing[0])
    _refuse_open_order(posting)
    order = _order(
        posting,
        advert=not publishing.is_bought(posting),
        weeks=publishing.extra_weeks(posting, organisation, at=at),
        featured=featured,
        by=by,
        at=at,
    )
    posting.wishes = {"publish_at": publish_at.isoformat()} if publish_at else {}
    posting.order_reference = order.reference
    posting.updated_at = at
    move(posting, "hand_over", by=by, at=at)
    return order


def upgrade(posting: Posting, *, weeks: int, featured: bool, by: int, at: datetime) -> Order:
    """Make an order of further weeks or a featured listing for a live vacancy. Changes that wait for the weeks are
    published when it is settled."""
    if posting.state != LIVE:
        raise RuleBroken("Only a live vacancy can be given more.")
    _refuse_open_order(posting)
    order = _order(posting, advert=False, weeks=weeks, featured=featured, by=by, at=at)
    posting.order_reference, posting.wishes = order.reference, {"republish": weeks > 0}
    posting.updated_at = at
    return order


def _order(posting: Posting, *, advert: bool, weeks: int, featured: bool, by: int, at: datetime) -> Order:
    on = at.astimezone(LONDON).date()
    order = ordering.begin(organisation_id=posting.organisation_id, by=by, at=at)
    wanted = [(ADVERT, int(advert), "Advert"), (EXTRA_WEEK, weeks, "Extra week"), (FEATURED, int(featured), "Featured")]
    for key, quantity, words in wanted:
        if quantity:
            ordering.add_line(
                order, key, quantity, on=on, subject=subject_of(posting), description=f"{words}: {posting.title}"
            )
    return order


def standing_of_order(posting: Posting) -> str:
    """Where the open order of a vacancy stands, and on whom it waits, as a sentence; empty where there is none."""
    if not posting.order_reference:
        return ""
    order = orders.for_staff(posting.order_reference)
    named = f"Order {order.reference} ({pounds(order.gross_pence)} with VAT)"
    if order.state == AWAITING:
        names = sorted(people.names_of(approving.approvers(order)).values())
        who = f"{listed(names, most=5)} can give it" if names else "nobody else can give it at present"
        return f"{named} waits for approval: {who}."
    return {
        UNPLACED: f"{named} is not placed yet. Look at it, then place it.",
        PLACED: f"{named} waits for its payment.",
    }.get(order.state, f"{named} is being dealt with.")


def _refuse_open_order(posting: Posting) -> None:
    if posting.order_reference:
        raise RuleBroken(
            f"Order {posting.order_reference} for this vacancy is open. Pay it, or cancel it to pay in another way."
        )


def discard(posting: Posting, *, by: int, at: datetime) -> None:
    """Throw a draft away; a credit that was spent on it, and never used, goes back."""
    if any(each.subject.startswith("line:") for each in queries.bought(posting)):
        raise RuleBroken(
            "This vacancy is paid for by an order. Change it into another vacancy, or write to us about your money."
        )
    writing.discard(posting, by=by, at=at)
    credits.give_back(subject_of(posting), by=by, at=at)


def take_back(posting: Posting, *, by: int, at: datetime) -> None:
    """Make a draft again of what waits. An order for it that nobody has placed yet is given up with it."""
    reference = posting.order_reference
    writing.take_back(posting, by=by, at=at)
    order = orders.for_staff(reference) if reference else None
    if order is not None and order.state == "draft":
        placing.cancel(order, because="The vacancy was taken back.", by=by, at=at)


def give(fact: OrderFulfilled) -> None:
    """Note what an order brings its vacancies, and let them be published: the worker does so within a minute, so that
    whatever stands against a publication never stands against money."""
    order = orders.by_id(fact.order_id)
    at = order.fulfilled_at or clock.now()
    for posting in _of(order):
        for line in orders.lines_of(order.id):
            if line.subject == subject_of(posting):
                publishing.note_purchase(
                    posting,
                    kind=catalogue.product(line.product_key).kind,
                    weeks=line.weeks * line.quantity,
                    subject=f"line:{line.id}",
                    by=order.placed_by_id,
                    at=at,
                )
        if posting.order_reference == order.reference:
            _let_on(posting, at=at)


def _let_on(posting: Posting, *, at: datetime) -> None:
    wished = posting.wishes.get("publish_at")
    if posting.state == READY:
        move(posting, "schedule", by=None, at=at)
        posting.publish_at = max(at, datetime.fromisoformat(wished)) if wished else at
    elif posting.state == LIVE and posting.wishes.get("republish"):
        posting.publish_at = at
    posting.order_reference, posting.wishes, posting.updated_at = "", {}, at


def let_go(fact: OrderCancelled) -> None:
    """A vacancy whose order is given up is a draft again, or withdrawn where it was published before the money came."""
    order = orders.by_id(fact.order_id)
    at, because = clock.now(), "Its order was cancelled."
    for posting in _of(order):
        if posting.order_reference == order.reference:
            posting.order_reference, posting.wishes = "", {}
            if posting.state == READY:
                writing.take_back(posting, by=None, at=at, note=because)
        _take_away(posting, order, because=f"Order {order.reference} was cancelled.", at=at)


def take_refunded(fact: OrderRefunded) -> None:
    """What a wholly refunded order brought its vacancies goes; a part that was given back takes nothing away."""
    order = orders.by_id(fact.order_id)
    if order.state != REFUNDED:
        return
    for posting in _of(order):
        _take_away(posting, order, because=f"The money for order {order.reference} was given back.", at=clock.now())


def _take_away(posting: Posting, order: Order, *, because: str, at: datetime) -> None:
    """Take from a vacancy what this order had bought. One that is not paid for without it leaves search, and its
    author is told."""
    lines = [f"line:{line.id}" for line in orders.lines_of(order.id) if line.subject == subject_of(posting)]
    if not publishing.take_purchases(posting, lines, at=at):
        return
    posting.updated_at = at
    if posting.state == LIVE and not publishing.is_paid_for(posting):
        ending.withdraw_unpaid(posting, because=because, at=at)
        telling.sent_back(posting, because=because)
    elif posting.state == SCHEDULED and not publishing.is_bought(posting):
        writing.take_back(posting, by=None, at=at, note=because)
        telling.sent_back(posting, because=because)


def _of(order: Order) -> list[Posting]:
    """The vacancies that an order has lines for, or that wait for it."""
    named = {
        line.subject.removeprefix(SUBJECT) for line in orders.lines_of(order.id) if line.subject.startswith(SUBJECT)
    }
    waiting = Posting.order_reference == order.reference
    return list(
        db.session.scalars(
            select(Posting).where(Posting.reference.in_(named) | waiting).order_by(Posting.id).with_for_update()
        )
    )
