"""What membership tells on the employers' pages: how organisations belong, and who waits for a person's endorsement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from portal.database.base import db
from portal.employers.beside import Belongs, Waits
from portal.employers.models import Organisation, Seat
from portal.foundation import clock
from portal.membership import addresses, years
from portal.membership.classes import ORGANISATION
from portal.membership.models import Application
from portal.membership.queries import organisation_standings, tiers_paid
from portal.membership.standing import NEVER, Standing
from portal.membership.states import AWAITING, DRAFT, OPEN
from portal.membership.tiers import Tier, fitting, in_force


def belonging(organisations: Sequence[Organisation]) -> Mapping[int, Belongs]:
    """How these organisations belong today, in a fixed number of questions."""
    today, ids = clock.today(), [each.id for each in organisations]
    standings, tiers = organisation_standings(ids, on=today), in_force(on=today)
    paid = tiers_paid(ids, on=today)
    applied = dict(
        db.session.execute(
            select(Application.organisation_id, Application.state).where(
                Application.organisation_id.in_(ids), Application.klass == ORGANISATION, Application.state.in_(OPEN)
            )
        ).all()
    )
    return {
        each.id: _belongs(
            each, standings.get(each.id, NEVER), applied.get(each.id), _percent(each, paid.get(each.id), tiers), today
        )
        for each in organisations
    }


def endorsements_waiting(person_id: int) -> list[Waits]:
    """The applications that wait for this person as a confirmed Head of Profession, less their own."""
    number = db.session.scalar(
        select(func.count(Application.id.distinct()))
        .join(Seat, Seat.organisation_id == Application.organisation_id)
        .where(
            Seat.person_id == person_id,
            Seat.role == "head_of_profession",
            Seat.confirmed_at.is_not(None),
            Application.state == AWAITING,
            Application.person_id != person_id,
        )
    )
    if not number:
        return []
    who = "1 colleague waits" if number == 1 else f"{number} colleagues wait"
    return [
        Waits(f"{who} for your endorsement", "/employer/endorsements", "After 28 days the panel goes on without it.")
    ]


def _belongs(organisation: Organisation, standing: Standing, applied: str | None, percent: int, today: date) -> Belongs:
    address = addresses.of_organisation(organisation.reference)
    until = f"{standing.until:%-d %B %Y}" if standing.until else ""
    if standing.in_force:
        ends = f"the fee for {today.year} is to be paid by {years.last_of_grace(today.year):%-d %B %Y}"
        says = f"Member until {until}." if standing.state == "current" else f"Member; {ends}."
        saves = f"{percent}% off our recruitment services." if percent else ""
        return Belongs(says, saves, "See its membership", address, good=True)
    saves = f"Members of its size get {percent}% off our recruitment services." if percent else ""
    if standing.state == "unpaid":
        return Belongs(
            "Approved. The membership begins when its first fee is paid.", saves, "See what is to be paid", address
        )
    if applied == DRAFT:
        return Belongs(
            "Not a member yet: an application is begun.", saves, "Go on with the application for membership", address
        )
    if applied is not None:
        return Belongs(
            "The membership panel considers its application.", saves, "Follow the application", address, good=True
        )
    if standing.state == "lapsed":
        return Belongs(f"The membership lapsed on {until}.", saves, "See how to come back", address)
    if not organisation.qualifies:
        return Belongs("Only public and third-sector bodies can be members.", "", "", address)
    return Belongs("Not a member.", saves, "Apply for membership", address)


def _percent(organisation: Organisation, paid: str | None, tiers: Sequence[Tier]) -> int:
    """What the tier it paid by takes off, or before it has paid that of its size; 0 where that is not known."""
    if paid:
        return next((tier.discount_percent for tier in tiers if tier.name == paid), 0)
    found = fitting(tiers, organisation.staff_count)
    return found.discount_percent if found else 0
