"""Who belongs, as frozen facts: standing is worked out here for one or for many at once, and never stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.database.base import db, writing
from portal.employers.models import Organisation
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.membership import rises
from portal.membership.classes import ORGANISATION
from portal.membership.models import Due, Membership
from portal.membership.standing import NEVER, Held, Standing, Year, best_of, standing_on

AT_ONCE = 500
"""How many ids one question names: SQLite takes no more than some thousands."""


def standing_of(person_id: int, *, on: date) -> Standing:
    """The best standing that a person's memberships give on a day."""
    return standings_of([person_id], on=on).get(person_id, NEVER)


def standings_of(person_ids: Collection[int], *, on: date) -> dict[int, Standing]:
    """The same for many people in a fixed number of questions; who never belonged is left out."""
    rows = _memberships(person_ids, Membership.person_id)
    of_row = standings(rows, on=on)
    grouped: defaultdict[int, list[Standing]] = defaultdict(list)
    for row in rows:
        if row.person_id is not None:
            grouped[row.person_id].append(of_row[row.id])
    return {person: best_of(each) for person, each in grouped.items()}


def organisation_standing(organisation_id: int, *, on: date) -> Standing:
    """The best standing that an organisation's memberships give on a day."""
    return organisation_standings([organisation_id], on=on).get(organisation_id, NEVER)


def organisation_standings(organisation_ids: Collection[int], *, on: date) -> dict[int, Standing]:
    """The same for many organisations; which never belonged is left out."""
    rows = [row for row in _memberships(organisation_ids, Membership.organisation_id) if row.klass == ORGANISATION]
    owed = _years_of([row.id for row in rows])
    grouped: defaultdict[int, list[Standing]] = defaultdict(list)
    for row in rows:
        if row.organisation_id is not None:
            grouped[row.organisation_id].append(standing_on(_held(row, owed.get(row.id, ())), on))
    return {organisation: best_of(each) for organisation, each in grouped.items()}


def standings(rows: Sequence[Membership], *, on: date) -> dict[int, Standing]:
    """The standing of each of these memberships, by its id; a corporate seat's together with its organisation's."""
    owed = _years_of([row.id for row in rows])
    seats = {row.organisation_id for row in rows if row.klass == "corporate_seat" and row.organisation_id is not None}
    organisations = organisation_standings(seats, on=on)
    found = {}
    for row in rows:
        behind = organisations.get(row.organisation_id or 0, NEVER) if row.klass == "corporate_seat" else None
        found[row.id] = standing_on(_held(row, owed.get(row.id, ())), on, organisation=behind)
    return found


def standings_alone(rows: Sequence[Membership], *, on: date) -> dict[int, Standing]:
    """The standing of each by its own facts, as if the organisations of corporate seats were in force."""
    owed = _years_of([row.id for row in rows])
    return {row.id: standing_on(_held(row, owed.get(row.id, ())), on) for row in rows}


def without_their_organisation(rows: Sequence[Membership], *, on: date) -> frozenset[int]:
    """Which of these memberships are corporate seats whose organisation's membership is not in force, by id."""
    seats = [row for row in rows if row.klass == "corporate_seat"]
    behind = organisation_standings({row.organisation_id or 0 for row in seats}, on=on)
    return frozenset(row.id for row in seats if not behind.get(row.organisation_id or 0, NEVER).in_force)


def held(row: Membership, dues: Iterable[Due]) -> Held:
    """The facts of a membership that its standing follows from."""
    return _held(row, [Year(due.year, due.months, due.pence, due.paid_on, bool(due.waived_because)) for due in dues])


def _held(row: Membership, owed: Iterable[Year]) -> Held:
    return Held(row.klass, row.began_on, tuple(owed), row.ended_on, row.ended_because)


def _years_of(membership_ids: Sequence[int]) -> dict[int, list[Year]]:
    """The years of these memberships, by membership, oldest first: columns alone, for standings of thousands at once."""
    grouped: defaultdict[int, list[Year]] = defaultdict(list)
    for start in range(0, len(membership_ids), AT_ONCE):
        statement = select(Due.membership_id, Due.year, Due.months, Due.pence, Due.paid_on, Due.waived_because)
        of_some = Due.membership_id.in_(membership_ids[start : start + AT_ONCE])
        for membership, year, months, pence, paid_on, waived in db.session.execute(
            statement.where(of_some).order_by(Due.year)
        ):
            grouped[membership].append(Year(year, months, pence, paid_on, bool(waived)))
    return grouped


def dues_of(membership_ids: Sequence[int]) -> dict[int, list[Due]]:
    """What these memberships owe or have paid, by membership, oldest year first."""
    grouped: defaultdict[int, list[Due]] = defaultdict(list)
    for start in range(0, len(membership_ids), AT_ONCE):
        ids = membership_ids[start : start + AT_ONCE]
        for due in db.session.scalars(select(Due).where(Due.membership_id.in_(ids)).order_by(Due.year)):
            grouped[due.membership_id].append(due)
    return grouped


def membership_of(due: Due) -> Membership:
    """The membership that owes this."""
    return db.session.get_one(Membership, due.membership_id)


def due_for(membership: Membership, year: int) -> Due | None:
    """What a membership owes or has paid for a year, if it was offered."""
    return db.session.scalar(select(Due).where(Due.membership_id == membership.id, Due.year == year))


def by_reference(reference: str) -> Membership:
    """The membership of this reference; in a writing transaction nobody else changes it meanwhile. Raises NotFound."""
    wanted = select(Membership).where(Membership.reference == tidy_reference(reference))
    if writing.get():
        wanted = wanted.with_for_update()
    found = db.session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"There is no membership {reference}.")
    return found


def due_of(membership: Membership, reference: str) -> Due:
    """What this membership owes under this reference; raises NotFound for another's."""
    found = db.session.scalar(
        select(Due).where(Due.membership_id == membership.id, Due.reference == tidy_reference(reference))
    )
    if found is None:
        raise NotFound(f"Nothing is due under {reference}.")
    return found


def of_person(person_id: int) -> list[Membership]:
    """A person's memberships, the newest first."""
    return list(
        db.session.scalars(select(Membership).where(Membership.person_id == person_id).order_by(Membership.id.desc()))
    )


def own(person_id: int, reference: str) -> Membership:
    """A person's own membership; raises NotFound for anybody else's."""
    found = by_reference(reference)
    if found.person_id != person_id:
        raise NotFound(f"There is no membership {reference}.")
    return found


def of_organisation(organisation_id: int) -> list[Membership]:
    """The memberships of an organisation itself, the newest first."""
    return list(
        db.session.scalars(
            select(Membership)
            .where(Membership.organisation_id == organisation_id, Membership.klass == ORGANISATION)
            .order_by(Membership.id.desc())
        )
    )


def held_by(organisation_id: int, *, on: date) -> Membership:
    """The newest membership of an organisation that has not ended; in a writing transaction nobody else changes it
    meanwhile. Raises NotFound."""
    held = [row for row in of_organisation(organisation_id) if row.ended_on is None or row.ended_on > on]
    if not held:
        raise NotFound("This organisation has no membership.")
    return by_reference(held[0].reference)


def seats_of(organisation_id: int, *, held_on: date) -> list[Membership]:
    """The corporate seats of an organisation that are held on a day."""
    return list(
        db.session.scalars(
            select(Membership)
            .where(
                Membership.organisation_id == organisation_id,
                Membership.klass == "corporate_seat",
                Membership.began_on <= held_on,
                or_(Membership.ended_on.is_(None), Membership.ended_on > held_on),
            )
            .order_by(Membership.id)
        )
    )


def seats_ended(organisation_id: int, *, on: date, because: str) -> list[Membership]:
    """The corporate seats of an organisation that ended on a day for this reason."""
    wanted = select(Membership).where(
        Membership.organisation_id == organisation_id,
        Membership.klass == "corporate_seat",
        Membership.ended_on == on,
        Membership.ended_because == because,
    )
    return list(db.session.scalars(wanted.order_by(Membership.id)))


def is_carried_on(membership: Membership, *, on: date) -> bool:
    """Whether the same organisation holds another membership that is in force on this day."""
    others = [row for row in of_organisation(membership.organisation_id or 0) if row.id != membership.id]
    return any(each.in_force for each in standings(others, on=on).values())


def organisation_names(organisation_ids: Collection[int]) -> dict[int, str]:
    """The names of these organisations."""
    rows = db.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(organisation_ids)))
    return {organisation_id: name for organisation_id, name in rows}


def staff_count(organisation_id: int) -> int | None:
    """How many staff an organisation has, as far as is known."""
    return db.session.scalar(select(Organisation.staff_count).where(Organisation.id == organisation_id))


def tiers_paid(organisation_ids: Collection[int], *, on: date) -> dict[int, str]:
    """By which tier each of these organisations last paid, with what it paid to rise above it during that year: growing
    changes the fee first, and with it the discount.

    The one rule for what members are given off; whoever never paid is left out.
    """
    rows = [
        row
        for row in _memberships(organisation_ids, Membership.organisation_id)
        if row.klass == ORGANISATION and (row.ended_on is None or row.ended_on > on)
    ]
    dues = dues_of([row.id for row in rows])
    newest: dict[int, Due] = {}
    for row in rows:
        for due in dues.get(row.id, ()):
            if due.paid_on is not None and due.paid_on <= on and due.year <= on.year and due.tier:
                number = row.organisation_id or 0
                newest[number] = max(newest.get(number, due), due, key=lambda each: (each.year, each.id))
    rose = rises.of_memberships([due.membership_id for due in newest.values()])
    return {
        number: rises.climbed(due.tier, rose.get(due.membership_id, ()), year=due.year, on=on)
        for number, due in newest.items()
    }


def last_tier(membership: Membership) -> str:
    """The tier by which an organisation was charged last, with what it rose since."""
    last = select(Due).where(Due.membership_id == membership.id).order_by(Due.year.desc()).limit(1)
    due = db.session.scalar(last)
    if due is None:
        return ""
    rose = rises.of_memberships([membership.id]).get(membership.id, ())
    return rises.climbed(due.tier, rose, year=due.year, on=date.max)


def _memberships(ids: Collection[int], column: InstrumentedAttribute[int | None]) -> list[Membership]:
    wanted = sorted(ids)
    found: list[Membership] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        found += db.session.scalars(select(Membership).where(column.in_(some)).order_by(Membership.id))
    return found
