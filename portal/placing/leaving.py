"""Somebody leaves within the guarantee: the leaving date, the credit that is due, and the credit note, in one act."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.billing import impartial
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.invoicing import crediting
from portal.invoicing import queries as documents
from portal.invoicing.models import IssuedDocument
from portal.placing import beginning, money, moving, queries, telling
from portal.placing.models import Placement, PlacementCredit
from portal.placing.sums import taken_from
from portal.recruitment import beginning as campaigns
from portal.recruitment import guarantee
from portal.recruitment.guarantee import CONDITIONS, DAYS_TO_TELL, Remedy
from portal.recruitment.placement_states import LEFT, STARTED
from portal.web.words import day_in_words

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say of the conditions of the guarantee; a person ticks them, for records can be late."""

    told_in_time: bool
    fee_paid: bool


def report(placement: Placement, *, left_on: date | None, because: str, by: int, at: datetime) -> None:
    """The client says that they left, which counts as telling us in time; the consultant takes it from there."""
    if placement.state != STARTED:
        raise RuleBroken("Only of somebody who has started, and whose guarantee runs, can this be reported.")
    day = _checked_day(placement, left_on, at=at)
    placement.reported_at, placement.reported_by_id, placement.reported_left_on = at, by, day
    moving.note(placement, "report", by=by, at=at, words=f"Last day {day_in_words(day)}. {_words(because)}")
    telling.leaver_reported(placement)


def leave(placement: Placement, *, left_on: date | None, because: str, by: int, at: datetime) -> None:
    """Note the last day at work. What is due of it is decided after."""
    day, reason = _checked_day(placement, left_on, at=at), _words(because)
    if not reason:
        raise RuleBroken("Say why they left: redundancy, for one, is not covered.")
    moving.move(placement, "leave", by=by, at=at, note=f"Last day {day_in_words(day)}. {reason}")
    placement.left_on, placement.left_because = day, reason
    db.session.flush()


def correct(placement: Placement, *, because: str, by: int, at: datetime) -> None:
    """The leaving date was a mistake: they are there. Possible until the remedy is decided."""
    reason = _words(because)
    if not reason:
        raise RuleBroken("Say what was wrong.")
    moving.move(placement, "correct", by=by, at=at, note=reason)
    placement.left_on, placement.left_because = None, ""
    placement.reported_at = placement.reported_by_id = placement.reported_left_on = None
    db.session.flush()


def facts_of(placement: Placement) -> Facts:
    """What the records say, to tick by."""
    told_on = placement.reported_at.astimezone(LONDON).date() if placement.reported_at else None
    in_time = bool(told_on and placement.left_on and told_on <= placement.left_on + timedelta(days=DAYS_TO_TELL))
    return Facts(told_in_time=in_time, fee_paid=not money.owes(placement))


def remedy_of(placement: Placement, ticked: Collection[str]) -> Remedy:
    """What comes of the leaving date when these conditions hold."""
    if placement.left_on is None:
        raise RuleBroken("There is no leaving date.")
    return guarantee.remedy(
        fee_paid_pence=sum(pence for _, _, pence in money.paid_of(placement)),
        started_on=placement.starts_on,
        left_on=placement.left_on,
        schedule=queries.schedule_of(placement),
        ticked=frozenset(ticked) & frozenset(CONDITIONS),
    )


def credit(
    placement: Placement, *, ticked: Collection[str], seen_pence: int, by: int, at: datetime
) -> list[IssuedDocument]:
    """Give back what is due: the credit notes, and the placement with them, in the caller's one transaction.

    `seen_pence` is the sum that was looked at: another one is refused. It is taken from the last part of the fee first.
    """
    if placement.state != LEFT:
        raise RuleBroken("There is no leaving date whose remedy is open.")
    found = remedy_of(placement, ticked)
    if not found.pence:
        raise RuleBroken(f"{found.because} Nothing is given back: settle it, or tick what holds.")
    if seen_pence != found.pence:
        raise RuleBroken(f"{pounds(found.pence)} is due now. Look at it again, and go on if you agree.")
    paid = money.paid_of(placement)
    moving.move(placement, "credit", by=by, at=at, note=f"{pounds(found.pence)} without VAT. {found.because}")
    notes = []
    for (order, line), pence in taken_from(found.pence, [((order, line), pence) for order, line, pence in paid]):
        impartial.refuse_own(order, by=by)
        invoice = documents.invoice_of(order.id)
        if invoice is None:
            raise RuleBroken(f"Order {order.reference} has no invoice yet, so there is nothing to credit.")
        issued = crediting.credit(invoice, [(line.id, pence)], because=_on_the_note(placement), by=by, at=at)
        db.session.add(PlacementCredit(placement_id=placement.id, document_id=issued.id, pence=pence, at=at))
        notes.append(issued)
    placement.ticked = sorted(frozenset(ticked) & frozenset(CONDITIONS))
    placement.remedy_percent, placement.remedy_pence, placement.remedy_because = (
        found.percent,
        found.pence,
        found.because,
    )
    db.session.flush()
    telling.credited(placement)
    return notes


def replace(placement: Placement, *, because: str, by: int, at: datetime) -> str:
    """Look for somebody else instead of giving money back, in a campaign without a fee; its reference."""
    if placement.state != LEFT:
        raise RuleBroken("There is no leaving date whose remedy is open.")
    if not (reason := _words(because)):
        raise RuleBroken("Say why somebody else is looked for instead of giving money back. The client reads it.")
    orders = [there for each in money.instalments_of(placement) if (there := money.line_of(placement, each))]
    if not orders:
        raise RuleBroken("Nothing was ordered for this placement, so there is nothing to replace.")
    moving.move(placement, "replace", by=by, at=at, note=reason)
    made = campaigns.begin_replacement(
        queries.campaign_of(placement),
        bought_as=f"{beginning.REPLACES}{placement.reference}",
        order_reference=orders[0][0].reference,
        by=by,
        at=at,
    )
    placement.replacement_id = made.id
    placement.remedy_because = "Somebody else is looked for without a fee, instead of money."
    db.session.flush()
    telling.replaced(placement)
    return made.reference


def settle(placement: Placement, *, because: str, by: int, at: datetime) -> None:
    """Nothing is due, and why."""
    reason = _words(because)
    if not reason:
        raise RuleBroken("Say why nothing is due. The client reads it.")
    moving.move(placement, "settle", by=by, at=at, note=reason)
    placement.remedy_because = reason
    db.session.flush()


def _checked_day(placement: Placement, day: date | None, *, at: datetime) -> date:
    if day is None:
        raise RuleBroken("Enter their last day at work.")
    if day < placement.starts_on:
        raise RuleBroken(f"They started on {day_in_words(placement.starts_on)}. Enter a last day from then on.")
    if day > at.astimezone(LONDON).date():
        raise RuleBroken("Enter a last day that has come. Until then, they are there.")
    return day


def _words(because: str) -> str:
    reason = because.strip()
    if len(reason) > LONGEST:
        raise RuleBroken(f"The reason must be {LONGEST:,} characters or fewer.")
    return reason


def _on_the_note(placement: Placement) -> str:
    """The reason on the credit note names the placement and nobody."""
    day = day_in_words(placement.left_on) if placement.left_on else ""
    return f"Guarantee for placement {placement.reference}: the last day was {day}."
