"""An organisation tells of another number of staff: a higher tier for a supplement at once, a lower one on 1 January."""

from __future__ import annotations

from datetime import date

from portal.audit.recording import record
from portal.database.base import db
from portal.employers import editing
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference
from portal.membership import queries, recipients, renewing, rises, sizes, tiers
from portal.membership.facts import RiseAsked, RiseGivenUp
from portal.membership.letters import News, tell
from portal.membership.models import Membership, TierRise
from portal.membership.supplement import supplement


def tell_size(membership: Membership, *, staff: int, on: date, by: int) -> TierRise | None:
    """Take in another number of staff; the rise that is to be paid for or, where it costs nothing, has taken place.

    Asked again for the same tier it is the same rise. For another tier, or for one that is not higher, the one that was
    asked for is given up. The caller holds the membership (queries.by_reference in a writing transaction).
    """
    told = sizes.change(membership, staff=staff, on=on)
    asked = next(iter(rises.open_of(membership.id, year=on.year)), None)
    if asked is not None and asked.after == told.after:
        asked.staff_count = staff
        db.session.flush()
        return asked
    if asked is not None:
        give_up(asked, by=by)
    if told.way != "up" or told.supplement is None:
        _count(membership, staff, by=by)
        renewing.follow_size(membership, on=on, by=by)
        return None
    rise = TierRise(
        reference=new_reference(),
        membership_id=membership.id,
        year=on.year,
        before=told.before,
        after=told.after,
        staff_count=staff,
        months=told.supplement.months,
        pence=told.supplement.pence,
        asked_on=on,
    )
    db.session.add(rise)
    db.session.flush()
    _record("membership.rise_asked", rise, by=by)
    if rise.pence:
        announce(RiseAsked(rise.id))
    else:
        settle(rise, on=on, reference="", by=by)
    return rise


def note_price(rise: TierRise, *, on: date) -> None:
    """What its order was placed at: the months left on that day."""
    now = supplement(rise.before, rise.after, on=on)
    rise.months, rise.pence = now.months, now.pence
    db.session.flush()


def settle(rise: TierRise, *, on: date, reference: str, by: int | None) -> None:
    """It is paid: from this moment on the higher tier counts, on orders that are placed from now on."""
    rise.paid_on, rise.payment_reference = on, reference
    db.session.flush()
    membership = db.session.get_one(Membership, rise.membership_id)
    _record("membership.tier_raised", rise, by=by)
    if (queries.staff_count(membership.organisation_id or 0) or 0) < rise.staff_count:
        _count(membership, rise.staff_count, by=by)
    renewing.follow_size(membership, on=clock.today(), by=by)
    _tell(membership, rise)


def take_back(rise: TierRise, *, by: int | None) -> None:
    """Its money was given back: the tier before counts again from today."""
    rise.closed_on = clock.today()
    db.session.flush()
    _record("membership.tier_taken_back", rise, by=by)


def reopen(rise: TierRise, *, by: int | None) -> None:
    """Its payment was another's: it is to be paid as before, and the tier before counts until then."""
    for other in rises.open_of(rise.membership_id, year=rise.year):
        give_up(other, by=by)
    rise.paid_on, rise.payment_reference = None, ""
    db.session.flush()
    _record("membership.tier_taken_back", rise, by=by)


def give_up(rise: TierRise, *, by: int | None) -> None:
    """Nobody is asked for it any more; the tier stays as it is. Raises RuleBroken where an invoice asks for it."""
    if not rise.is_open:
        raise RuleBroken("This change of tier is paid or given up already.")
    rise.closed_on = clock.today()
    db.session.flush()
    _record("membership.rise_given_up", rise, by=by)
    announce(RiseGivenUp(rise.id))


def _count(membership: Membership, staff: int, *, by: int | None) -> None:
    if membership.organisation_id is not None:
        editing.count_staff(membership.organisation_id, staff, by=by)


def _tell(membership: Membership, rise: TierRise) -> None:
    bands = {each.name: each for each in tiers.in_force(on=clock.today())}
    facts = {
        "after": rise.after.replace("_", " "),
        "discount": bands[rise.after].discount_percent if rise.after in bands else 0,
        "year": rise.year,
    }
    to = recipients.of([membership])[membership.id]
    tell([News("tier_raised", f"{rise.reference}:{rise.paid_on}", each, facts) for each in to])


def _record(action: str, rise: TierRise, *, by: int | None) -> None:
    membership = db.session.get_one(Membership, rise.membership_id)
    record(
        action,
        by=by,
        subject=f"membership:{membership.reference}",
        facts={
            "rise": rise.reference,
            "year": rise.year,
            "from": rise.before,
            "to": rise.after,
            "months": rise.months,
            "pence": rise.pence,
        },
    )
