"""Ending a membership: its owner's wish, staff's act, or what follows from another one's end."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.membership import candidates, queries, recipients
from portal.membership.classes import ORGANISATION
from portal.membership.letters import News, tell
from portal.membership.models import Membership

ORGANISATION_LEFT = "The organisation’s membership ended, and its seats with it."
MOVED = "It was followed by another membership of the same person."


def end(membership: Membership, *, first_day_without: date, because: str, by: int | None) -> None:
    """End a membership with the day before this one. An organisation's takes its corporate seats with it, with notice.

    Refused where it has ended already; bringing an end forward is not.
    """
    ended = db.session.execute(
        update(Membership)
        .where(
            Membership.id == membership.id,
            Membership.ended_on.is_(None) | (Membership.ended_on > first_day_without),
        )
        .values(ended_on=first_day_without, ended_because=because)
    )
    if not ended.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken("This membership has an end already. Nothing was changed.")
    db.session.refresh(membership)
    _record(membership, by=by)
    if membership.klass == ORGANISATION and membership.organisation_id is not None:
        _end_seats(membership, membership.organisation_id, by=by)


def take_back(membership: Membership, *, by: int) -> None:
    """Undo an end that was recorded by mistake. Seats that ended with an organisation's come back with it."""
    undone = db.session.execute(
        update(Membership)
        .where(Membership.id == membership.id, Membership.ended_on.is_not(None))
        .values(ended_on=None, ended_because="")
    )
    if not undone.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken("This membership has no end, so there is none to take back.")
    if membership.klass == ORGANISATION:
        db.session.execute(
            update(Membership)
            .where(
                Membership.klass == "corporate_seat",
                Membership.organisation_id == membership.organisation_id,
                Membership.ended_because == ORGANISATION_LEFT,
            )
            .values(ended_on=None, ended_because="")
        )
    db.session.expire_all()
    record(
        "membership.end_taken_back",
        by=by,
        subject=f"membership:{membership.reference}",
        about=membership.person_id,
        facts={"class": membership.klass},
    )


def end_followed(*, on: date) -> int:
    """End memberships of people who since were admitted anew and paid for it, so that nobody is asked for two fees."""
    followed = candidates.followed_by_another(on=on)
    for membership in followed:
        end(membership, first_day_without=on, because=MOVED, by=None)
    return len(followed)


def _end_seats(organisation: Membership, organisation_id: int, *, by: int | None) -> None:
    first_day_without = organisation.ended_on
    if first_day_without is None or queries.has_other_membership(organisation):
        return
    seats = queries.seats_of(organisation_id, held_on=first_day_without)
    name = queries.organisation_names([organisation_id]).get(organisation_id, "")
    to = recipients.of(seats)
    news = []
    for seat in seats:
        seat.ended_on, seat.ended_because = first_day_without, ORGANISATION_LEFT
        _record(seat, by=by)
        facts = {"organisation": name, "last_day": first_day_without - timedelta(days=1)}
        news += [
            News("seat_ends", f"{seat.reference}:{first_day_without.isoformat()}", each, facts) for each in to[seat.id]
        ]
    db.session.flush()
    tell(news)


def _record(membership: Membership, *, by: int | None) -> None:
    record(
        "membership.ended",
        by=by,
        subject=f"membership:{membership.reference}",
        about=membership.person_id,
        facts={"class": membership.klass, "on": membership.ended_on.isoformat() if membership.ended_on else None},
    )
