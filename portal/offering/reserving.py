"""The reserve list: a place with a day on which it ends, and the candidate's word on being asked by a later recruitment."""

from __future__ import annotations

from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from portal.applying.models import JobApplication
from portal.applying.moving import subject_of
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.offering import queries
from portal.offering.models import ReservePlace
from portal.selecting.desks import Desk

MONTHS = 6
"""How long a place stands unless another day is set. Our own choice: what we read of reserve lists (anchors.md 1E 97)
asks for an end, and names none."""
MOST_MONTHS = 18


def hold(application: JobApplication, *, at: datetime) -> ReservePlace:
    """Give somebody who came on to the reserve list their place; who comes back on to it gets it anew."""
    until = at.astimezone(LONDON).date() + relativedelta(months=MONTHS)
    place = db.session.query(ReservePlace).filter_by(application_id=application.id).one_or_none()
    if place is None:
        place = ReservePlace(application_id=application.id, since=at, expires_on=until, may_ask=False)
        db.session.add(place)
    place.since, place.expires_on, place.ended_at = at, until, None
    db.session.flush()
    return place


def set_end(desk: Desk, application: JobApplication, *, on: date | None, at: datetime) -> None:
    """Another last day for one place."""
    place, today = queries.place_of(application, locked=True), at.astimezone(LONDON).date()
    if place is None or desk.kind == "panel":
        raise RuleBroken("They are not on the reserve list.")
    if on is None or on <= today or on > today + relativedelta(months=MOST_MONTHS):
        raise RuleBroken(f"Enter a last day after today, and within {MOST_MONTHS} months.")
    place.expires_on = on
    record("offering.reserve_dated", by=desk.person_id, subject=subject_of(application))
    db.session.flush()


def say(application: JobApplication, *, may_ask: bool, by: int, at: datetime) -> None:
    """The candidate's own word on whether a later recruitment of the same organisation may ask them; theirs to take back."""
    place = queries.place_of(application, locked=True)
    if place is None:
        raise RuleBroken("You are not on the reserve list any more.")
    place.may_ask, place.may_ask_since = may_ask, at if may_ask else None
    record("offering.reserve_word", by=by, subject=subject_of(application), facts={"may_ask": may_ask})
    db.session.flush()
