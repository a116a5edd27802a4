"""The rule of membership.standing as conditions of a query, so that lists of thousands can be narrowed by it.

A test holds the two equal on every kind of membership and day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql.expression import not_

from portal.membership import years
from portal.membership.classes import ORGANISATION
from portal.membership.models import Due, Membership


def in_state(state: str, *, on: date) -> ColumnElement[bool]:
    """Memberships that are in a state of showing.STATES on a day; a corporate seat's together with its organisation's."""
    own = _Own(Membership, on)
    behind = aliased(Membership)
    its = _Own(behind, on)
    organisation = (behind.klass == ORGANISATION, behind.organisation_id == Membership.organisation_id)
    stands = or_(Membership.klass != "corporate_seat", exists().where(*organisation, its.in_force))
    waits = exists().where(*organisation, its.unpaid)
    alone = and_(own.in_force, not_(stands))
    conditions: dict[str, ColumnElement[bool]] = {
        "current": and_(own.current, stands),
        "grace": and_(own.grace, stands),
        "unpaid": or_(own.unpaid, and_(alone, waits)),
        "lapsed": or_(own.lapsed, and_(alone, not_(waits))),
        "ended": and_(own.begun, own.ended),
        "none": not_(own.begun),
    }
    return conditions[state]


def belongs(person_id: ColumnElement[int] | InstrumentedAttribute[int], *, on: date) -> ColumnElement[bool]:
    """Whether a person of the query is a member in standing on a day, by any of their memberships."""
    in_force = or_(in_state("current", on=on), in_state("grace", on=on))
    return exists().where(Membership.person_id == person_id, in_force)


def owes(year: int) -> ColumnElement[bool]:
    """Memberships that last into a year and have not settled what is due for it."""
    unpaid = exists().where(Due.membership_id == Membership.id, Due.year == year, Due.paid_on.is_(None))
    lasts = or_(Membership.ended_on.is_(None), Membership.ended_on > date(year, 1, 1))
    return and_(unpaid, lasts)


class _Own:
    """What memberships are by their own facts."""

    def __init__(self, table: Any, on: date) -> None:
        def settled(year: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
            due = aliased(Due)
            return exists().where(due.membership_id == table.id, due.paid_on <= on, year(due))

        this = settled(lambda due: due.year == on.year)
        last = settled(lambda due: due.year == on.year - 1) if on <= years.last_of_grace(on.year) else false()
        earlier = settled(lambda due: due.year < on.year)
        self.begun: ColumnElement[bool] = table.began_on <= on
        self.ended: ColumnElement[bool] = and_(table.ended_on.is_not(None), table.ended_on <= on)
        held = and_(self.begun, not_(self.ended))
        self.current = and_(held, this)
        self.grace = and_(held, not_(this), last)
        self.in_force = and_(held, or_(this, last))
        self.lapsed = and_(held, not_(this), not_(last), earlier)
        self.unpaid = and_(held, not_(this), not_(last), not_(earlier))
