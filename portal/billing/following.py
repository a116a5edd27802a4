"""What orders, credits and terms do when an organisation becomes part of another, or a person closes the account."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from portal.accounts.facts import PersonClosed
from portal.billing import binding, queries
from portal.billing.models import BuyingTerms, CreditEntry, Order
from portal.billing.states import OPEN, PLACED
from portal.database.base import db
from portal.employers.facts import EmployersMerged
from portal.foundation import clock


def follow_merge(fact: EmployersMerged) -> None:
    """Orders and credits go with the organisation; how it buys stays as the one that goes on has set it."""
    for table in (Order, CreditEntry):
        db.session.execute(
            update(table)
            .where(table.organisation_id == fact.from_id)
            .values(organisation_id=fact.into_id)
            .execution_options(synchronize_session=False)
        )
    if db.session.get(BuyingTerms, fact.into_id) is None:
        db.session.execute(
            update(BuyingTerms)
            .where(BuyingTerms.organisation_id == fact.from_id)
            .values(organisation_id=fact.into_id, trusted=False, credit_limit_pence=0)
            .execution_options(synchronize_session=False)
        )
    else:
        db.session.execute(delete(BuyingTerms).where(BuyingTerms.organisation_id == fact.from_id))
    db.session.flush()
    db.session.expire_all()


def leave(fact: PersonClosed) -> None:
    """Whoever left pays for nothing that they have not paid for."""
    wanted = select(Order.id).where(Order.person_id == fact.person_id, Order.state.in_((*OPEN, PLACED)))
    for order_id in db.session.scalars(wanted).all():
        binding.cancel(queries.locked(order_id), because="The account was closed.", by=None, at=clock.now())
