"""What holders do with the end of their own membership: wish it, and think better of it."""

from __future__ import annotations

from datetime import date, timedelta

from portal.employers import queries as employers
from portal.foundation.errors import RuleBroken
from portal.membership import ending, queries, showing
from portal.membership.models import Membership


def of_organisation(person_id: int, reference: str, *, on: date) -> Membership:
    """The membership that an organisation holds, for its owner. Raises NotFound for anybody else."""
    return queries.held_by(employers.for_owner(person_id, reference).id, on=on)


def leave(membership: Membership, *, last_day: date | None, on: date, by: int) -> None:
    """End it by its holder's wish, on one of the days that are offered."""
    if last_day not in [day for day, _ in showing.card(membership, on=on).choices] or last_day is None:
        raise RuleBroken("Choose the last day of the membership.")
    ending.end(membership, first_day_without=last_day + timedelta(days=1), because=ending.WISHED, by=by)


def stay(membership: Membership, *, on: date, by: int) -> None:
    """Take back an end that was the holder's wish, before it has come."""
    if not showing.card(membership, on=on).may_keep:
        raise RuleBroken("This membership has no end that you set. Ask us if it should go on.")
    ending.take_back(membership, by=by)
