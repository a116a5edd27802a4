"""Which memberships the daily work concerns, in pages that go on after an id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from portal.database.base import db
from portal.employers.models import Organisation
from portal.membership.classes import ORGANISATION
from portal.membership.models import Due, Membership


def to_be_offered(year: int, *, after: int, most: int) -> list[Membership]:
    """Memberships that last into a year, have the year before settled, and were not offered it yet.

    Nobody else changes them until the transaction ends; whoever comes back meanwhile is offered nothing twice, for
    what they owe is asked again once they are held.
    """
    before, this = aliased(Due), aliased(Due)
    return list(
        db.session.scalars(
            select(Membership)
            .join(before, (before.membership_id == Membership.id) & (before.year == year - 1))
            .where(
                Membership.id > after,
                before.paid_on.is_not(None),
                or_(Membership.ended_on.is_(None), Membership.ended_on > date(year, 1, 1)),
                ~exists().where(this.membership_id == Membership.id, this.year == year),
            )
            .order_by(Membership.id)
            .limit(most)
            .with_for_update(of=Membership)
            .execution_options(populate_existing=True)
        )
    )


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A fee that is owed. It is the first, a renewal of the year before, or (neither) for coming back after a lapse."""

    membership: Membership
    due: Due
    is_first: bool
    is_renewal: bool


def unpaid(*, on: date, after: int, most: int) -> list[Unpaid]:
    """What is owed for this year or the next by memberships that have not ended, after this id of what is due."""
    earlier = aliased(Due)
    settled = (earlier.membership_id == Due.membership_id, earlier.paid_on.is_not(None))
    rows = db.session.execute(
        select(
            Membership,
            Due,
            ~exists().where(*settled, earlier.year < Due.year),
            exists().where(*settled, earlier.year == Due.year - 1),
        )
        .join(Due, Due.membership_id == Membership.id)
        .where(
            Due.id > after,
            Due.paid_on.is_(None),
            Due.year >= on.year,
            or_(
                Membership.ended_on.is_(None),
                and_(Due.year == on.year, Membership.ended_on > on),
                Membership.ended_on > date(on.year + 1, 1, 1),
            ),
        )
        .order_by(Due.id)
        .limit(most)
    )
    return [Unpaid(*row) for row in rows]


def organisations_not_renewed(year: int) -> dict[int, str]:
    """Organisations one of whose memberships had the year before settled and not this one: names by id."""
    before, this = aliased(Due), aliased(Due)
    settled = exists().where(this.membership_id == Membership.id, this.year == year, this.paid_on.is_not(None))
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(before, (before.membership_id == Membership.id) & (before.year == year - 1))
        .where(
            Membership.klass == ORGANISATION,
            Membership.ended_on.is_(None),
            before.paid_on.is_not(None),
            ~settled,
        )
        .distinct()
    )
    return {organisation_id: name for organisation_id, name in rows}


def providers_ending(*, after: date, before: date) -> list[Membership]:
    """Providers whose declared time ends after one day and no later than another."""
    return list(
        db.session.scalars(
            select(Membership).where(
                Membership.klass == "provider", Membership.ended_on > after, Membership.ended_on <= before
            )
        )
    )


def followed_by_another(*, on: date) -> list[Membership]:
    """Memberships still held by somebody who was admitted anew later and has settled the newer one's year.

    An organisation comes to two by being merged with another that was a member too.
    """
    newer = aliased(Membership)
    settled = exists().where(Due.membership_id == newer.id, Due.year == on.year, Due.paid_on.is_not(None))
    same_holder = or_(
        newer.person_id == Membership.person_id,
        and_(
            Membership.klass == ORGANISATION,
            newer.klass == ORGANISATION,
            newer.organisation_id == Membership.organisation_id,
        ),
    )
    has_newer = exists().where(
        same_holder,
        newer.id > Membership.id,
        or_(newer.ended_on.is_(None), newer.ended_on > on),
        settled,
    )
    held = or_(Membership.ended_on.is_(None), Membership.ended_on > on)
    return list(db.session.scalars(select(Membership).where(held, has_newer).order_by(Membership.id)))
