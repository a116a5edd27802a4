"""Settling what is due: paid (by staff's record, later by an order), let off, and a mistake taken back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.membership import queries, recipients
from portal.membership.facts import DueReopened, DueSettled
from portal.membership.letters import News, tell
from portal.membership.models import Due


def pay(due: Due, *, on: date, reference: str, by: int | None) -> None:
    """Record that this was paid in full on a day, under the payment's (later the order's) reference.

    The one way in which money settles a year. Of two who record it at the same time the second is refused.
    """
    if on > clock.today():
        raise RuleBroken("Enter a day of payment that is today or earlier.")
    if on < date(due.year - 1, 1, 1):
        raise RuleBroken(f"Enter a day of payment in {due.year - 1} or later: this fee is for {due.year}.")
    _settle(due, on=on, reference=reference, by=by)
    _record("membership.paid", due, by=by, on=on)
    _tell("settled", due, on.isoformat())


def waive(due: Due, *, because: str, on: date, by: int) -> None:
    """Let a year's fee off, with the reason."""
    _settle(due, on=on, waived_because=because, by=by)
    _record("membership.waived", due, by=by, on=on)
    _tell("settled", due, on.isoformat())


def take_back(due: Due, *, by: int | None) -> None:
    """Undo a payment or a waiver that was recorded by mistake: it is owed again. The audit record keeps both acts.

    The holder is told where staff do it (`by`); what follows a refund is told with the refund.
    """
    if due.pence == 0:
        raise RuleBroken("This year costs nothing, so there is no payment to take back.")
    settled_on, reference = due.paid_on, due.payment_reference
    undone = db.session.execute(
        update(Due)
        .where(Due.id == due.id, Due.paid_on.is_not(None))
        .values(paid_on=None, payment_reference="", waived_because="", recorded_by_id=None)
    )
    if not undone.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken(f"The fee for {due.year} is not recorded as settled, so there is nothing to take back.")
    db.session.refresh(due)
    _record("membership.settling_taken_back", due, by=by, on=settled_on)
    announce(DueReopened(due.id, reference))
    if by is not None:
        _tell("settling_taken_back", due, f"{settled_on}:{clock.today()}")


def _settle(due: Due, *, on: date, by: int | None, reference: str = "", waived_because: str = "") -> None:
    settled = db.session.execute(
        update(Due)
        .where(Due.id == due.id, Due.paid_on.is_(None))
        .values(paid_on=on, payment_reference=reference, waived_because=waived_because, recorded_by_id=by)
    )
    if not settled.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken(f"The fee for {due.year}, {pounds(due.pence)}, is settled already. Nothing was changed.")
    db.session.refresh(due)
    announce(DueSettled(due.id))


def _record(action: str, due: Due, *, by: int | None, on: date | None) -> None:
    membership = queries.membership_of(due)
    record(
        action,
        by=by,
        subject=f"membership:{membership.reference}",
        about=membership.person_id,
        facts={"due": due.reference, "year": due.year, "pence": due.pence, "on": on.isoformat() if on else None},
    )


def _tell(template: str, due: Due, once: str) -> None:
    membership = queries.membership_of(due)
    standing = queries.standings([membership], on=clock.today())[membership.id]
    facts = {"due": due, "membership": membership, "standing": standing, "amount": pounds(due.pence)}
    to = recipients.of([membership])[membership.id]
    tell([News(template, f"{due.reference}:{once}", each, facts) for each in to])
