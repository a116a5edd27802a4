"""Ending a membership: its owner's wish, staff's act, or what follows from another one's end."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken
from portal.membership import candidates, queries, recipients
from portal.membership.admitting import DECLARED, declared_end
from portal.membership.classes import ORGANISATION
from portal.membership.facts import MembershipEnded
from portal.membership.letters import News, tell
from portal.membership.models import Application, Membership

ORGANISATION_LEFT = "The organisation’s membership ended, and its seats with it."
MOVED = "It was followed by another membership."
WISHED = "Its holder wished it."
CLOSED = "The account was closed."


def end(membership: Membership, *, first_day_without: date, because: str, by: int | None, told: bool = True) -> None:
    """End a membership with the day before this one, and tell its holder unless `told` is false.

    An organisation's takes its corporate seats with it, with notice. Refused where it has ended already or ends
    sooner; bringing an end forward is not.
    """
    if first_day_without < membership.began_on:
        raise RuleBroken(f"Enter a last day that is not before {membership.began_on:%-d %B %Y}, when it began.")
    ended = db.session.execute(
        update(Membership)
        .where(
            Membership.id == membership.id,
            Membership.ended_on.is_(None) | (Membership.ended_on > first_day_without),
        )
        .values(ended_on=first_day_without, ended_because=because)
    )
    if not ended.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken("This membership ends on that day or sooner already. Nothing was changed.")
    db.session.refresh(membership)
    _record(membership, by=by)
    announce(MembershipEnded(membership.id))
    if told:
        _tell("ended", [membership], organisation="")
    if membership.klass == ORGANISATION and membership.organisation_id is not None:
        _end_seats(membership, membership.organisation_id, by=by)


def take_back(membership: Membership, *, by: int | None) -> None:
    """Undo an end that was recorded by mistake, back to the end that a provider declared. Seats that ended with an
    organisation's come back with it, with notice."""
    ended_on, declared = membership.ended_on, _declared(membership)
    if ended_on is None:
        raise RuleBroken("This membership has no end, so there is none to take back.")
    if declared is not None and declared <= ended_on:
        declared = None
    undone = db.session.execute(
        update(Membership)
        .where(Membership.id == membership.id, Membership.ended_on == ended_on)
        .values(ended_on=declared, ended_because=DECLARED if declared else "")
    )
    if not undone.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken("The end of this membership was changed just now. Open it again to see how it stands.")
    db.session.refresh(membership)
    record(
        "membership.end_taken_back",
        by=by,
        subject=f"membership:{membership.reference}",
        about=membership.person_id,
        facts={"class": membership.klass},
    )
    if membership.klass == ORGANISATION and membership.organisation_id is not None:
        _give_seats_back(membership.organisation_id, ended_on, by=by)


def end_followed(*, on: date) -> int:
    """End memberships of those who since were admitted anew and paid for it, so that nobody is asked for two fees."""
    followed = candidates.followed_by_another(on=on)
    for membership in followed:
        end(membership, first_day_without=on, because=MOVED, by=None, told=False)
    return len(followed)


def end_of_closed(person_id: int, *, on: date) -> None:
    """Whoever closes the account belongs no longer, and owes nothing more."""
    for membership in queries.of_person(person_id):
        if membership.ended_on is None or membership.ended_on > on:
            end(membership, first_day_without=max(on, membership.began_on), because=CLOSED, by=None, told=False)


def _end_seats(organisation: Membership, organisation_id: int, *, by: int | None) -> None:
    first_day_without = organisation.ended_on
    if first_day_without is None or queries.is_carried_on(organisation, on=first_day_without):
        return
    seats = queries.seats_of(organisation_id, held_on=first_day_without)
    for seat in seats:
        seat.ended_on, seat.ended_because = first_day_without, ORGANISATION_LEFT
        _record(seat, by=by)
    db.session.flush()
    for seat in seats:
        announce(MembershipEnded(seat.id))
    _tell("seat_ends", seats, organisation=queries.organisation_names([organisation_id]).get(organisation_id, ""))


def _give_seats_back(organisation_id: int, ended_on: date, *, by: int | None) -> None:
    seats = queries.seats_ended(organisation_id, on=ended_on, because=ORGANISATION_LEFT)
    for seat in seats:
        seat.ended_on, seat.ended_because = None, ""
        record(
            "membership.end_taken_back",
            by=by,
            subject=f"membership:{seat.reference}",
            about=seat.person_id,
            facts={"class": seat.klass},
        )
    db.session.flush()
    name = queries.organisation_names([organisation_id]).get(organisation_id, "")
    _tell("seat_goes_on", seats, organisation=name)


def _declared(membership: Membership) -> date | None:
    if membership.application_id is None:
        return None
    return declared_end(db.session.get_one(Application, membership.application_id))


def _tell(template: str, memberships: list[Membership], *, organisation: str) -> None:
    """Tell the holders of an end, or of one taken back; once a day, for an end may be taken back and set again."""
    to = recipients.of(memberships)
    tell(
        [
            News(
                template,
                f"{row.reference}:{row.ended_on}:{clock.today()}",
                each,
                {
                    "membership": row,
                    "organisation": organisation,
                    "last_day": row.ended_on - timedelta(days=1) if row.ended_on else None,
                    "is_over": row.ended_on is not None and row.ended_on <= clock.today(),
                },
            )
            for row in memberships
            for each in to[row.id]
        ]
    )


def _record(membership: Membership, *, by: int | None) -> None:
    record(
        "membership.ended",
        by=by,
        subject=f"membership:{membership.reference}",
        about=membership.person_id,
        facts={"class": membership.klass, "on": membership.ended_on.isoformat() if membership.ended_on else None},
    )
