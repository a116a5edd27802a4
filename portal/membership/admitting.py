"""Making somebody a member: what follows when the panel has approved an application."""

from __future__ import annotations

from datetime import date, timedelta

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference
from portal.membership.classes import ORGANISATION
from portal.membership.facts import DueMade
from portal.membership.fees import fee_for
from portal.membership.models import Application, Due, Membership
from portal.membership.tiers import tier_of

DECLARED_END = "serving_until"
"""The answer in which a provider says until which day the whole time is given to the body served (an ISO date)."""
DECLARED = "The declared time of serving the body is over."


def admit(application: Application, *, on: date, by: int | None) -> Membership:
    """Make the membership that was applied for, and what it owes for the months left of this year.

    An application admits once: the database refuses a second membership for it.
    """
    if application.klass == ORGANISATION:
        if application.staff_count is None:
            raise RuleBroken("The number of staff is not given, and it sets the tier. Ask the organisation for it.")
        tier = tier_of(application.staff_count, on=on).name
    else:
        tier = ""
    membership = Membership(
        reference=new_reference(),
        klass=application.klass,
        person_id=None if application.klass == ORGANISATION else application.person_id,
        organisation_id=application.organisation_id,
        application_id=application.id,
        began_on=on,
    )
    membership.ended_on = declared_end(application)
    membership.ended_because = DECLARED if membership.ended_on else ""
    db.session.add(membership)
    db.session.flush()
    due = owe(membership, year=on.year, tier=tier, on=on, since=on)
    record(
        "membership.admitted",
        by=by,
        subject=f"membership:{membership.reference}",
        about=membership.person_id,
        facts={"class": membership.klass, "application": application.reference, "due": due.reference},
    )
    return membership


def owe(membership: Membership, *, year: int, tier: str, on: date, since: date) -> Due:
    """Write down what a membership owes for a year, charged from `since`; a year that costs nothing is paid at once."""
    fee = fee_for(membership.klass, tier, on=since)
    due = Due(
        reference=new_reference(),
        membership_id=membership.id,
        year=year,
        months=fee.months,
        tier=tier,
        pence=fee.pence,
        offered_on=on,
        paid_on=on if fee.pence == 0 else None,
    )
    db.session.add(due)
    db.session.flush()
    announce(DueMade(due.id))
    return due


def declared_end(application: Application) -> date | None:
    """The first day on which a provider, by their own word, no longer serves the body; None where none was given."""
    said = application.answers.get(DECLARED_END) if application.klass == "provider" else None
    return date.fromisoformat(str(said)) + timedelta(days=1) if said else None
