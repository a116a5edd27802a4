"""Offering next year from 1 November, and a way back into this year for those who lapsed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date

from sqlalchemy import update

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.membership import candidates, fees, queries, recipients, years
from portal.membership.admitting import owe
from portal.membership.classes import ORGANISATION
from portal.membership.facts import DueChanged
from portal.membership.letters import News, tell
from portal.membership.models import Due, Membership
from portal.membership.tiers import tier_of

log = logging.getLogger(__name__)


def years_on_offer(on: date) -> tuple[int, ...]:
    """The membership years whose renewal is open on a day: this one (for whom a late job left out) and from
    1 November the next."""
    return (on.year, on.year + 1) if on >= years.renewal_opens(on.year + 1) else (on.year,)


def offer(year: int, *, on: date, after: int, most: int) -> tuple[int, int | None]:
    """Offer a year to those with the year before settled who were not offered this one, some of them: the next after
    this id; how many, and the last id or None at the end.

    Corporate seats whose organisation is not in force are left out until it is. An offer that comes after the grace
    says nothing: the lapse notice of the same day does. Whoever joins in November or December is offered the next
    year once the first fee is settled, and never two sums at once (docs/decisions/membership-year.md).
    """
    rows = candidates.to_be_offered(year, after=after, most=most)
    if not rows:
        return 0, None
    owing = {each for each, dues in queries.dues_of([row.id for row in rows]).items() if dues[-1].year >= year}
    left_out = owing | queries.without_their_organisation(rows, on=on)
    dues = [(row, _offer_one(row, year, on)) for row in rows if row.id not in left_out]
    made = [(row, due) for row, due in dues if due is not None]
    if on <= years.last_of_grace(year):
        _tell_offered(made)
    return len(made), rows[-1].id


def may_come_back(membership: Membership, *, on: date) -> bool:
    """Whether it lapsed (or no fee was ever paid), and what it owes for coming back this year is still to be made."""
    if membership.ended_on is not None and membership.ended_on <= on:
        return False
    if membership.id in queries.without_their_organisation([membership], on=on):
        return False
    due = queries.due_for(membership, on.year)
    if due is None:
        return not queries.standings([membership], on=on)[membership.id].in_force
    return _lapsed_unpaid(membership, due, on)


def come_back(membership: Membership, *, on: date, by: int | None) -> Due:
    """What a lapsed or never-paid membership owes for the rest of this year: the months left are charged.

    A renewal that was let lapse becomes this smaller sum; one who has come back already owes what was said then.
    """
    if membership.ended_on is not None and membership.ended_on <= on:
        raise RuleBroken("This membership has ended. Apply anew to join again.")
    if membership.id in queries.without_their_organisation([membership], on=on):
        raise RuleBroken(
            "A corporate seat stands only while its organisation’s membership is in force, and that is not. "
            "Apply to go on as an individual member instead."
        )
    due = queries.due_for(membership, on.year)
    if due is None and queries.standings([membership], on=on)[membership.id].in_force:
        raise RuleBroken("This membership is in force, so there is nothing to come back to. Its renewal comes by mail.")
    if due is None:
        due = owe(membership, year=on.year, tier=_tier(membership, on), on=on, since=on)
        _record("membership.came_back", membership, due, by=by)
    elif _lapsed_unpaid(membership, due, on):
        fee, tier = fee_for_coming_back(membership, on=on), _tier(membership, on)
        if _charge(due, on=on, tier=tier, months=fee.months, pence=fee.pence, offered_on=on):
            _record("membership.came_back", membership, due, by=by)
    return due


def fee_for_coming_back(membership: Membership, *, on: date) -> fees.Fee:
    """What the rest of this year costs one who lapsed. Raises RuleBroken where no fee is set."""
    return fees.fee_for(membership.klass, _tier(membership, on), on=on)


def retier(membership: Membership, *, tier: str, on: date, by: int) -> list[Due]:
    """Charge what an organisation has not paid by another tier; a year that is paid keeps its price."""
    if membership.klass != ORGANISATION:
        raise RuleBroken("Only an organisation’s membership has a tier.")
    open_dues = [due for due in queries.dues_of([membership.id]).get(membership.id, []) if due.paid_on is None]
    open_dues = [due for due in open_dues if due.year >= on.year]
    if not open_dues:
        raise RuleBroken("Nothing is owed for this year or the next, so there is nothing to charge by another tier.")
    if all(due.tier == tier for due in open_dues):
        raise RuleBroken(f"What is owed is charged by the tier {tier} already. Nothing was changed.")
    for due in open_dues:
        since = date(due.year, years.MONTHS + 1 - due.months, 1)
        if not _charge(due, on=on, tier=tier, pence=fees.fee_for(membership.klass, tier, on=since).pence):
            raise RuleBroken(f"The fee for {due.year} was settled just now. Nothing was changed.")
        _record("membership.tier_changed", membership, due, by=by)
    return open_dues


def follow_size(membership: Membership, *, on: date, by: int | None) -> None:
    """Charge a year to come that is offered, and neither settled nor invoiced, by the tier of the number of staff."""
    for due in queries.dues_of([membership.id]).get(membership.id, []):
        first = date(due.year, 1, 1)
        tier = _tier(membership, first)
        if due.year <= on.year or due.paid_on is not None or due.invoiced_as or due.tier == tier:
            continue
        if _charge(due, on=on, tier=tier, pence=fees.fee_for(membership.klass, tier, on=first).pence):
            _record("membership.tier_changed", membership, due, by=by)


def _charge(due: Due, *, on: date, pence: int, **values: object) -> bool:
    """Change what is owed; what costs nothing is settled at once. False where it was settled meanwhile."""
    changed = db.session.execute(
        update(Due)
        .where(Due.id == due.id, Due.paid_on.is_(None))
        .values(pence=pence, paid_on=None if pence else on, **values)
    )
    db.session.refresh(due)
    if changed.rowcount:  # type: ignore[attr-defined]
        announce(DueChanged(due.id))
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _lapsed_unpaid(membership: Membership, due: Due, on: date) -> bool:
    """Whether this is a renewal of a membership that lapsed, from before the lapse."""
    lapsed = queries.standings([membership], on=on)[membership.id].state == "lapsed"
    return lapsed and due.paid_on is None and due.offered_on <= years.last_of_grace(due.year)


def _offer_one(row: Membership, year: int, on: date) -> Due | None:
    first = date(year, 1, 1)
    # A renewal offered in its time is for the whole year; when we were late with it, the months gone are not charged.
    since = on if on > years.last_of_grace(year) else first
    try:
        due = owe(row, year=year, tier=_tier(row, first), on=on, since=since)
    except RuleBroken as problem:
        log.error("membership.not_offered", extra={"membership": row.reference, "reason": str(problem)})
        return None
    _record("membership.renewal_offered", row, due, by=None)
    return due


def _tell_offered(made: Sequence[tuple[Membership, Due]]) -> None:
    to = recipients.of([row for row, _ in made])
    news = []
    for row, due in made:
        facts = {
            "membership": row,
            "due": due,
            "amount": pounds(due.pence),
            "grace_ends": years.last_of_grace(due.year),
        }
        template = "renewal_offered" if due.pence else "renewed_free"
        news += [News(template, due.reference, each, facts) for each in to[row.id]]
    tell(news)


def _tier(membership: Membership, on: date) -> str:
    if membership.klass != ORGANISATION or membership.organisation_id is None:
        return ""
    staff = queries.staff_count(membership.organisation_id)
    if staff is not None:
        return tier_of(staff, on=on).name
    return queries.last_tier(membership)


def _record(action: str, membership: Membership, due: Due, *, by: int | None) -> None:
    record(
        action,
        by=by,
        subject=f"membership:{membership.reference}",
        about=membership.person_id,
        facts={"due": due.reference, "year": due.year, "pence": due.pence, "tier": due.tier},
    )
