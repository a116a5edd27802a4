"""An organisation's advert credits: a ledger of grants, spends, expiries and returns; the first to expire is spent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from portal.audit.recording import record
from portal.billing import catalogue, queries
from portal.billing.facts import OrderFulfilled, OrderRefunded
from portal.billing.models import CreditEntry, Order, OrderLine, Product
from portal.billing.states import REFUNDED
from portal.database.base import db
from portal.employers import queries as employers
from portal.foundation import clock
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken

GRANT, SPEND, EXPIRY, REVERSAL = "grant", "spend", "expiry", "reversal"
ADVERT = "advert"


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a grant, and the last day on which it can be spent."""

    grant_id: int
    credits: int
    expires_on: date


def balance(organisation_id: int, *, on: date) -> int:
    """How many credits can be spent on a day."""
    return sum(each.credits for each in left(organisation_id, on=on))


def left(organisation_id: int, *, on: date) -> list[Left]:
    """The grants of which something is left on a day, the first to expire first."""
    return [each for each in _left(organisation_id) if each.expires_on >= on and each.credits > 0]


def entries_of(organisation_id: int) -> list[CreditEntry]:
    """The whole ledger, the newest entry first."""
    found = select(CreditEntry).where(CreditEntry.organisation_id == organisation_id)
    return list(db.session.scalars(found.order_by(CreditEntry.id.desc())))


def spend(organisation_id: int, credits: int, *, subject: str, by: int, at: datetime) -> None:
    """Spend credits on something ("posting:REF"). Raises RuleBroken where there are too few; then none is spent."""
    if credits <= 0:
        raise ValueError("credits spent are more than none")
    on = at.astimezone(LONDON).date()
    _hold(organisation_id)
    here = left(organisation_id, on=on)
    have = sum(each.credits for each in here)
    if have < credits:
        said = "no credit" if have == 0 else "1 credit" if have == 1 else f"{have} credits"
        raise RuleBroken(
            f"Your organisation has {said} left, and this takes {credits}. Buy a bundle, or place an order."
        )
    wanted = credits
    for grant in here:
        taken = min(wanted, grant.credits)
        if taken == 0:
            break
        _add(organisation_id, SPEND, -taken, grant_id=grant.grant_id, subject=subject, by=by, at=at)
        wanted -= taken
    _record("billing.credits_spent", organisation_id, credits, subject, by=by)


def give_back(subject: str, *, by: int | None, at: datetime) -> int:
    """Return what was spent on something; how many that were. They go back to the grants they came from."""
    spent = db.session.execute(
        select(CreditEntry.organisation_id, CreditEntry.grant_id)
        .where(CreditEntry.subject == subject, CreditEntry.kind.in_((SPEND, REVERSAL)))
        .group_by(CreditEntry.organisation_id, CreditEntry.grant_id)
        .order_by(CreditEntry.organisation_id, CreditEntry.grant_id)
    ).all()
    returned = 0
    for organisation_id, grant_id in spent:
        _hold(organisation_id)
        net = db.session.scalar(
            select(func.sum(CreditEntry.credits)).where(
                CreditEntry.subject == subject,
                CreditEntry.grant_id == grant_id,
                CreditEntry.kind.in_((SPEND, REVERSAL)),
            )
        )
        if net and net < 0:
            _add(organisation_id, REVERSAL, -net, grant_id=grant_id, subject=subject, by=by, at=at)
            _record("billing.credits_returned", organisation_id, -net, subject, by=by)
            returned -= net
    return returned


def expire(*, on: date, at: datetime) -> int:
    """Write down what can no longer be spent; how many credits that were. Balances do not wait for it."""
    ended = select(CreditEntry.organisation_id).where(CreditEntry.kind == GRANT, CreditEntry.expires_on < on).distinct()
    gone = 0
    for organisation_id in db.session.scalars(ended.order_by(CreditEntry.organisation_id)).all():
        _hold(organisation_id)
        for grant in _left(organisation_id):
            if grant.expires_on < on and grant.credits > 0:
                _add(organisation_id, EXPIRY, -grant.credits, grant_id=grant.grant_id, at=at)
                gone += grant.credits
    return gone


def grant_bought(fact: OrderFulfilled) -> None:
    """Give what a fulfilled order holds of bundles, and of adverts that are not for one vacancy."""
    order = queries.by_id(fact.order_id)
    if order.organisation_id is None or order.fulfilled_at is None:
        return
    lines = queries.lines_of(order.id)
    products = catalogue.products({each.product_key for each in lines})
    for line in lines:
        credits = _credits_of(line, products[line.product_key])
        if credits:
            _add(
                order.organisation_id,
                GRANT,
                credits,
                expires_on=a_year_after(order.fulfilled_at.astimezone(LONDON).date()),
                order_line_id=line.id,
                at=order.fulfilled_at,
            )
            _record("billing.credits_granted", order.organisation_id, credits, f"order:{order.reference}", by=None)


def take_refunded(fact: OrderRefunded) -> None:
    """Of an order that was given back whole, the credits that are left go too; what was spent stays spent."""
    order = queries.by_id(fact.order_id)
    if order.state != REFUNDED or order.organisation_id is None:
        return
    _hold(order.organisation_id)
    of_order = select(OrderLine.id).where(OrderLine.order_id == order.id)
    grants = set(
        db.session.scalars(
            select(CreditEntry.id).where(CreditEntry.kind == GRANT, CreditEntry.order_line_id.in_(of_order))
        )
    )
    for each in _left(order.organisation_id):
        if each.grant_id in grants and each.credits > 0:
            _add(
                order.organisation_id,
                EXPIRY,
                -each.credits,
                grant_id=each.grant_id,
                subject=f"order:{order.reference}",
                at=clock.now(),
            )


def a_year_after(day: date) -> date:
    """The same day of the next year; of 29 February, 28 February."""
    return day.replace(year=day.year + 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def order_of(entries: Sequence[CreditEntry]) -> dict[int, Order]:
    """The orders by which credits were bought, by the line that the entry names."""
    ids = [each.order_line_id for each in entries if each.order_line_id]
    rows = db.session.execute(
        select(OrderLine.id, Order).join(Order, Order.id == OrderLine.order_id).where(OrderLine.id.in_(ids))
    )
    return {line_id: order for line_id, order in rows}


def _credits_of(line: OrderLine, product: Product) -> int:
    if product.kind == ADVERT and not line.subject:
        return line.quantity
    return line.credits * line.quantity


def _hold(organisation_id: int) -> None:
    """Nobody else changes this organisation's credits until the transaction ends: its grants are locked in one order.

    (On SQLite the writing transaction does the same for the whole database.)
    """
    db.session.execute(
        select(CreditEntry.id)
        .where(CreditEntry.organisation_id == organisation_id, CreditEntry.kind == GRANT)
        .order_by(CreditEntry.id)
        .with_for_update()
    ).all()


def _left(organisation_id: int) -> list[Left]:
    grant = func.coalesce(CreditEntry.grant_id, CreditEntry.id).label("grant")
    rows = db.session.execute(
        select(grant, func.sum(CreditEntry.credits), func.max(CreditEntry.expires_on))
        .where(CreditEntry.organisation_id == organisation_id)
        .group_by(grant)
    )
    found = [Left(grant_id, int(credits), expires_on) for grant_id, credits, expires_on in rows if expires_on]
    return sorted(found, key=lambda each: (each.expires_on, each.grant_id))


def _add(
    organisation_id: int,
    kind: str,
    credits: int,
    *,
    at: datetime,
    grant_id: int | None = None,
    expires_on: date | None = None,
    order_line_id: int | None = None,
    subject: str = "",
    by: int | None = None,
) -> None:
    db.session.add(
        CreditEntry(
            organisation_id=organisation_id,
            kind=kind,
            credits=credits,
            grant_id=grant_id,
            expires_on=expires_on,
            order_line_id=order_line_id,
            subject=subject,
            at=at,
            by_id=by,
        )
    )
    db.session.flush()


def _record(action: str, organisation_id: int, credits: int, subject: str, *, by: int | None) -> None:
    organisation = employers.by_id(organisation_id).reference
    record(action, by=by, subject=f"organisation:{organisation}", facts={"credits": credits, "subject": subject})
