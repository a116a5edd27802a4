"""Staff take a payment that was held as it is at the provider: what came is noted on the order."""

from __future__ import annotations

from portal.billing import impartial, queries
from portal.billing.provider import Session
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation.errors import RuleBroken
from portal.payments import choosing, discrepancies, settling
from portal.payments.models import Attempt

NOT_PAID = "The payment service says that nothing was paid on this page, so there is nothing to accept."


def accept(reference: str, *, because: str, by: int) -> None:
    """Note what came, whatever was asked for, and settle what held it. Not within a transaction.

    Raises RuleBroken where nothing was paid or it is not in pounds, and ProviderError where the provider does not tell.
    """
    with reading():
        matter = discrepancies.by_reference(reference)
        attempt = db.session.get(Attempt, matter.attempt_id) if matter.attempt_id else None
        session_id = attempt.session if attempt else None
        if attempt is not None:
            impartial.refuse_own(queries.by_id(attempt.order_id), by=by)
    if not session_id:
        raise RuleBroken(NOT_PAID)
    session: Session = choosing.gateway().look(session_id)
    if session.paid != "paid":
        raise RuleBroken(NOT_PAID)
    if session.currency != "gbp":
        raise RuleBroken("What was paid is not in pounds. Give it back at the provider, then settle this with a note.")
    with transaction():
        settling.settle_session(session, accepted=True)
        discrepancies.settle(reference, because=because, by=by)
        discrepancies.settle_holding(reference, because=because, by=by)
