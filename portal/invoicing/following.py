"""What documents do when something happens elsewhere: an organisation becomes part of another, money is given back."""

from __future__ import annotations

from sqlalchemy import update

from portal.billing import queries as billing
from portal.billing.facts import OrderRefunded
from portal.billing.states import REFUNDED
from portal.database.base import db
from portal.employers.facts import EmployersMerged
from portal.foundation import clock
from portal.invoicing import crediting, queries
from portal.invoicing.models import IssuedDocument


def follow_merge(fact: EmployersMerged) -> None:
    """Whoever may see the orders of what goes on sees the documents too; the name on them stays."""
    db.session.execute(
        update(IssuedDocument)
        .where(IssuedDocument.organisation_id == fact.from_id)
        .values(organisation_id=fact.into_id)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()


def credit_refunded(fact: OrderRefunded) -> None:
    """Take the sale back whose money was given back in full: else its invoice would ask for that money once more, and its
    VAT would be paid for nothing. Where a bank took the money, the sale stands and staff decide; so they do for a part."""
    order = billing.by_id(fact.order_id)
    row = queries.invoice_of(order.id)
    if not fact.sale_stands and order.state == REFUNDED and row is not None and crediting.may_credit(row):
        crediting.credit(row, None, because="Its price was given back.", by=None, at=clock.now())
