"""The fee as orders: each part is ordered once, when its milestone has come and the consultant has looked the fee over."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import CursorResult, select, update

from portal.billing import on_behalf, ordering, placing
from portal.billing.details import Details
from portal.billing.states import AWAITING, CANCELLED, DRAFT, PLACED
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.money import pounds
from portal.invoicing import crediting
from portal.invoicing import queries as documents
from portal.placing import beginning, money, moving, queries, telling
from portal.placing.models import Placement, PlacementInstalment
from portal.recruitment import fees
from portal.recruitment.fees import MILESTONES, OF_SEARCH, PLANS, STARTED
from portal.recruitment.placement_states import DID_NOT_START, OVER

log = logging.getLogger(__name__)
PRODUCT = "placement_fee"


def agree_fee(placement: Placement, *, remuneration_pence: int, plan: str, by: int, at: datetime) -> None:
    """Look the fee over: the pay that counts, by the words that were agreed, and when which part is due. What is due is
    ordered with it. Possible until a part is ordered."""
    if placement.basis != fees.PERCENTAGE:
        raise RuleBroken("The fee of this placement is fixed: what is due when was agreed with the terms.")
    if placement.state in OVER:
        raise RuleBroken("This placement is over.")
    if any(money.line_of(placement, each) is not None for each in money.instalments_of(placement)):
        raise RuleBroken("A part of the fee is ordered already. Cancel or credit that order first.")
    if plan not in PLANS[fees.PERCENTAGE]:
        raise RuleBroken("Choose when the fee is due.")
    if remuneration_pence < placement.salary_pence:
        raise RuleBroken("The pay that counts is the salary at least. Add the allowances that count to it.")
    if remuneration_pence > 10 * placement.salary_pence:
        raise RuleBroken("Enter the pay of one year: it is more than ten times the salary.")
    had = {each.milestone: each.due_at for each in money.instalments_of(placement)}
    for each in money.instalments_of(placement):
        db.session.delete(each)
    db.session.flush()
    placement.remuneration_pence = remuneration_pence
    placement.plan = fees.as_kept(PLANS[fees.PERCENTAGE][plan][1])
    terms = fees.checked(beginning.terms_of(placement))
    placement.fee_pence, placement.fee_agreed_at = fees.fee(terms, remuneration_pence=remuneration_pence), at
    beginning.write_instalments(placement, fees.instalments(terms, placement.fee_pence), at=at)
    for each in money.instalments_of(placement):
        each.due_at = had.get(each.milestone) or each.due_at
        if each.milestone == STARTED and placement.state not in ("pending", "confirmed"):
            each.due_at = each.due_at or at
    moving.note(placement, "fee", by=by, at=at, words=f"{pounds(placement.fee_pence)} without VAT")
    order_due(placement, at=at)


def reach(placement: Placement, milestone: str, *, at: datetime) -> None:
    """A milestone has come: its part is due, and ordered where the fee was looked over."""
    for each in money.instalments_of(placement):
        if each.milestone == milestone and each.due_at is None:
            each.due_at = at
    db.session.flush()
    order_due(placement, at=at)


def order_due(placement: Placement, *, at: datetime) -> int:
    """Make the orders that are due and missing; how many. `placement` is held by the caller's transaction."""
    if placement.fee_agreed_at is None or placement.state == DID_NOT_START:
        return 0
    return sum(
        1
        for each in money.instalments_of(placement)
        if each.due_at is not None and each.pence and _order(placement, each, at=at)
    )


def _order(placement: Placement, instalment: PlacementInstalment, *, at: datetime) -> bool:
    """Order one part, unless an order asks for it or it is due for the search. Of two at once one orders it."""
    if instalment.milestone in OF_SEARCH or money.line_of(placement, instalment) is not None:
        return False
    before, campaign = instalment.order_id, queries.campaign_of(placement)
    made = ordering.begin(organisation_id=campaign.organisation_id, by=None, at=at)
    ordering.add_line(
        made,
        PRODUCT,
        1,
        on=at.astimezone(LONDON).date(),
        subject=money.subject_of(placement, instalment.milestone),
        description=f"Placement fee, {campaign.title}: {MILESTONES[instalment.milestone]}",
        agreed_pence=instalment.pence,
    )
    same = PlacementInstalment.order_id.is_(None) if before is None else PlacementInstalment.order_id == before
    done = db.session.execute(
        update(PlacementInstalment)
        .where(PlacementInstalment.id == instalment.id, same)
        .values(order_id=made.id)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(done, CursorResult)
    if not done.rowcount:
        raise RuleBroken("This part of the fee has just been ordered by somebody else.")
    instalment.order_id = made.id
    moving.note(placement, "order", by=None, at=at, words=f"Order {made.reference}")
    telling.fee_due(placement, made, pence=instalment.pence)
    return True


def order_forgotten(*, at: datetime, limit: int = 200) -> int:
    """Order what is due and has no order, each placement in a transaction of its own; how many orders were made."""
    with reading():
        wanted = list(
            dict.fromkeys(
                db.session.scalars(
                    select(PlacementInstalment.placement_id)
                    .join(Placement, Placement.id == PlacementInstalment.placement_id)
                    .where(
                        PlacementInstalment.due_at.is_not(None),
                        PlacementInstalment.pence > 0,
                        Placement.fee_agreed_at.is_not(None),
                        PlacementInstalment.milestone.not_in(OF_SEARCH),
                        Placement.state != DID_NOT_START,
                        PlacementInstalment.order_id.is_(None),
                    )
                    .limit(limit)
                )
            )
        )
    made = 0
    for placement_id in wanted:
        try:
            with transaction():
                made += order_due(_locked(placement_id), at=at)
        except (RuleBroken, NotFound) as problem:
            log.warning("placing.fee_not_ordered", extra={"placement_id": placement_id, "reason": str(problem)})
    return made


def order_again(placement: Placement, *, by: int, at: datetime) -> int:
    """Order anew what is due and whose order was given up; how many orders were made."""
    made = order_due(placement, at=at)
    if not made:
        raise RuleBroken("Everything that is due is ordered, or the fee has yet to be looked over.")
    return made


def put_on_account(
    placement: Placement, milestone: str, details: Details, *, by: int, at: datetime, po_again: bool = False
) -> str:
    """Staff put an order for a part of the fee on account, with what the client told them; its invoice follows. The
    order's reference."""
    instalment = next((each for each in money.instalments_of(placement) if each.milestone == milestone), None)
    there = money.line_of(placement, instalment) if instalment is not None else None
    if there is None or milestone in OF_SEARCH:
        raise RuleBroken("No order of this placement asks for this part of the fee.")
    on_behalf.put_on_account(there[0], details, by=by, at=at, po_again=po_again)
    return there[0].reference


def give_up(placement: Placement, *, because: str, at: datetime) -> None:
    """They did not start, so what fell due with them is not owed: orders that are open are cancelled, and invoices credited
    in full. What is due for the search stays owed."""
    for instalment in money.instalments_of(placement):
        there = money.line_of(placement, instalment)
        if there is None or instalment.milestone in OF_SEARCH:
            continue
        order = there[0]
        if order.state in (DRAFT, AWAITING, PLACED):
            placing.cancel(order, because=because, by=None, at=at)
        elif order.state != CANCELLED:
            row = documents.invoice_of(order.id)
            if row is not None and crediting.may_credit(row):
                crediting.credit(row, None, because=because, by=None, at=at)


def _locked(placement_id: int) -> Placement:
    return db.session.scalars(
        select(Placement)
        .where(Placement.id == placement_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
