"""Which memberships the daily work concerns, in pages that go on after an id."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from portal.database.base import db
from portal.employers.models import Organisation
from portal.membership.classes import ORGANISATION
from portal.membership.models import Due, Membership


def to_be_offered(year: int, *, after: int, most: int) -> list[Membership]:
    """Memberships that last into a year, have the year before settled, and were not offered it yet."""
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
        )
    )


def unpaid(*, on: date, after: int, most: int) -> list[tuple[Membership, Due, bool]]:
    """What is owed for this year or the next by memberships that have not ended, and whether it renews a settled year.

    Goes on after this id of what is due.
    """
    before = aliased(Due)
    renews = exists().where(
        before.membership_id == Due.membership_id, before.year == Due.year - 1, before.paid_on.is_not(None)
    )
    rows = db.session.execute(
        select(Membership, Due, renews)
        .join(Due, Due.membership_id == Membership.id)
        .where(
            Due.id > after,
            Due.paid_on.is_(None),
            Due.year >= on.year,
            or_(Membership.ended_on.is_(None), Membership.ended_on > on),
        )
        .order_by(Due.id)
        .limit(most)
    )
    return [(membership, due, renewal) for membership, due, renewal in rows]


def organisations_not_renewed(year: int) -> list[tuple[int, str]]:
    """Organisations whose membership had the year before settled and not this one: id and name."""
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
    return [(organisation_id, name) for organisation_id, name in rows]


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
    """Memberships still held by people who were admitted anew later and have settled the newer one's year."""
    newer = aliased(Membership)
    settled = exists().where(Due.membership_id == newer.id, Due.year == on.year, Due.paid_on.is_not(None))
    has_newer = exists().where(
        newer.person_id == Membership.person_id,
        newer.id > Membership.id,
        or_(newer.ended_on.is_(None), newer.ended_on > on),
        settled,
    )
    return list(
        db.session.scalars(
            select(Membership).where(
                Membership.person_id.is_not(None),
                or_(Membership.ended_on.is_(None), Membership.ended_on > on),
                has_newer,
            )
        )
    )
