"""What the provider pays out to our bank, after what it keeps: brought into the book of accounts."""

from __future__ import annotations

from sqlalchemy import select

from portal.audit.recording import record
from portal.billing import books
from portal.billing.provider import PayoutSeen
from portal.database.base import db
from portal.foundation import clock
from portal.payments import discrepancies
from portal.payments.models import Payout

PAID = "paid"


def settle(seen: PayoutSeen) -> bool:
    """Take over a payout as the provider has it; whether anything changed."""
    payout = db.session.scalar(select(Payout).where(Payout.made == seen.id).with_for_update())
    before = payout.status if payout else ""
    if payout is None:
        payout = Payout(
            made=seen.id,
            pence=seen.pence,
            fee_pence=seen.fee_pence,
            status="",
            arrives_at=seen.arrives_at,
            seen_at=clock.now(),
        )
        db.session.add(payout)
    if before == seen.status:
        return False
    payout.status = seen.status
    db.session.flush()
    if seen.status == PAID:
        _post(seen, "paid", 1)
    elif before == PAID:
        _post(seen, "back", -1)
    if seen.status in ("failed", "canceled"):
        discrepancies.note("payout_failed", seen.id, facts={"pence": seen.pence, "payout": seen.id})
    record("payments.paid_out", subject=f"payout:{seen.id}"[:80], facts={"pence": seen.pence, "status": seen.status})
    return True


def _post(seen: PayoutSeen, what: str, sign: int) -> None:
    entries = (
        (books.BANK, sign * seen.pence),
        (books.FEES, sign * seen.fee_pence),
        (books.CARD, -sign * (seen.pence + seen.fee_pence)),
    )
    books.post(None, kind="payout", what=f"{seen.id}:{what}", entries=entries, at=clock.now())
