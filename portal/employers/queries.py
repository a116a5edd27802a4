"""What others ask of organisations and of the people who act for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.folding import fold, folded
from portal.employers.models import Organisation, OrganisationName, Seat
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference

LIVE: tuple[ColumnElement[bool], ...] = (Organisation.merged_into_id.is_(None), Organisation.removed_at.is_(None))
USABLE: tuple[ColumnElement[bool], ...] = (
    Person.closed_at.is_(None),
    Person.disabled_at.is_(None),
    Person.erased_at.is_(None),
)
_NONE = "There is no such organisation."


def live(organisation: Organisation) -> Organisation:
    """The organisation itself, or the one that it became part of."""
    while organisation.merged_into_id is not None:
        organisation = db.session.get_one(Organisation, organisation.merged_into_id)
    return organisation


def by_reference(reference: str) -> Organisation:
    """The organisation of this reference; an old reference leads to what it became part of. Raises NotFound."""
    found = db.session.scalar(select(Organisation).where(Organisation.reference == tidy_reference(reference)))
    return _standing(found)


def any_by_reference(reference: str) -> Organisation:
    """The row of this reference as it is, merged or removed or not: for staff. Raises NotFound."""
    found = db.session.scalar(select(Organisation).where(Organisation.reference == tidy_reference(reference)))
    if found is None:
        raise NotFound(_NONE)
    return found


def by_id(organisation_id: int) -> Organisation:
    """The organisation of this id, or what it became part of. Raises NotFound."""
    return _standing(db.session.get(Organisation, organisation_id))


def any_by_id(organisation_id: int) -> Organisation:
    """The organisation of this id, removed or not, or what it became part of."""
    return live(db.session.get_one(Organisation, organisation_id))


def by_key(key: str) -> Organisation | None:
    """The organisation that stands for this body, if it is a row yet. Raises NotFound for a removed one."""
    found = db.session.scalar(select(Organisation).where(Organisation.key == key))
    return None if found is None else _standing(found)


def _standing(found: Organisation | None) -> Organisation:
    if found is None:
        raise NotFound(_NONE)
    found = live(found)
    if found.removed_at is not None:
        raise NotFound(_NONE)
    return found


def rows_of_keys(keys: Sequence[str]) -> dict[str, Organisation]:
    """The rows that exist of these bodies, merged and removed ones too."""
    return {
        row.key: row for row in db.session.scalars(select(Organisation).where(Organisation.key.in_(keys))) if row.key
    }


def keys_of(organisation_ids: Iterable[int]) -> dict[int, list[str]]:
    """The keys under which adverts of each organisation are known: its own, and those of what became part of it."""
    found: dict[int, list[str]] = {}
    wanted = set(organisation_ids)
    rows = db.session.execute(
        select(Organisation.id, Organisation.merged_into_id, Organisation.key).where(
            Organisation.key.is_not(None), Organisation.id.in_(wanted) | Organisation.merged_into_id.in_(wanted)
        )
    )
    for own, into, key in rows:
        found.setdefault(into or own, []).append(str(key))
    return found


def named_like(typed: Sequence[str], *, limit: int) -> list[Organisation]:
    """Confirmed organisations of the table in whose name, or other confirmed name, each word begins a word."""

    def has(column: InstrumentedAttribute[str], part: str) -> ColumnElement[bool]:
        begins = folded(column).startswith(fold(part), autoescape=True)
        return or_(begins, folded(column).contains(f" {fold(part)}", autoescape=True))

    other = exists().where(
        OrganisationName.organisation_id == Organisation.id,
        OrganisationName.standing == "confirmed",
        *(has(OrganisationName.name, part) for part in typed),
    )
    own = [has(Organisation.name, part) for part in typed]
    return list(
        db.session.scalars(
            select(Organisation)
            .where(*LIVE, Organisation.confirmed_at.is_not(None), or_(other, and_(*own)))
            .order_by(Organisation.name)
            .limit(limit)
        )
    )


def organisations_of(person_id: int) -> list[tuple[Organisation, frozenset[str]]]:
    """The organisations that this person acts for, by name, with the roles that count today."""
    roles: dict[int, set[str]] = {}
    for organisation_id, role in db.session.execute(
        select(Seat.organisation_id, Seat.role).where(Seat.person_id == person_id, Seat.confirmed_at.is_not(None))
    ):
        roles.setdefault(organisation_id, set()).add(role)
    rows = db.session.scalars(select(Organisation).where(Organisation.id.in_(roles), *LIVE).order_by(Organisation.name))
    return [(row, frozenset(roles[row.id])) for row in rows]


def acts_for_any(person_id: int) -> bool:
    """Whether this person acts for an organisation, in any role."""
    statement = (
        select(Seat.id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.person_id == person_id, Seat.confirmed_at.is_not(None), *LIVE)
    )
    return db.session.scalar(statement.limit(1)) is not None


def roles_in(person_id: int, organisation_id: int) -> frozenset[str]:
    """The roles that count today of this person in this organisation."""
    return frozenset(
        db.session.scalars(
            select(Seat.role).where(
                Seat.organisation_id == organisation_id,
                Seat.person_id == person_id,
                Seat.confirmed_at.is_not(None),
            )
        )
    )


def every_role(person_id: int, organisation_id: int) -> frozenset[str]:
    """Every role of the person there, those that wait for staff too."""
    return frozenset(
        db.session.scalars(
            select(Seat.role).where(Seat.organisation_id == organisation_id, Seat.person_id == person_id)
        )
    )


def has_role(person_id: int, organisation_id: int, role: str) -> bool:
    """Whether this person has this role there today; a Head of Profession once staff have confirmed."""
    return role in roles_in(person_id, organisation_id)


def heads_of_profession(organisation_id: int) -> list[int]:
    """The people who may endorse for this organisation: confirmed by staff, with accounts in use, first named first."""
    return holders(organisation_id, {"head_of_profession"})


def owners(organisation_id: int) -> list[int]:
    """The people who answer for this organisation, with accounts in use, first named first."""
    return holders(organisation_id, {"owner"})


def with_owners(organisation_ids: Iterable[int]) -> set[int]:
    """Those of these organisations that somebody answers for."""
    return set(
        db.session.scalars(
            select(Seat.organisation_id)
            .join(Person, Person.id == Seat.person_id)
            .where(
                Seat.organisation_id.in_(set(organisation_ids)),
                Seat.role == "owner",
                Seat.confirmed_at.is_not(None),
                *USABLE,
            )
        )
    )


def holders(organisation_id: int, roles: Collection[str]) -> list[int]:
    """Who holds one of these roles there today, with accounts in use, first named first."""
    found = db.session.scalars(
        select(Seat.person_id)
        .join(Person, Person.id == Seat.person_id)
        .where(
            Seat.organisation_id == organisation_id,
            Seat.role.in_(sorted(roles)),
            Seat.confirmed_at.is_not(None),
            *USABLE,
        )
        .order_by(Seat.given_at, Seat.id)
    )
    return list(dict.fromkeys(found))


def where_holding(person_id: int, roles: Collection[str]) -> Select[int]:
    """The organisations in which this person holds one of these roles today, as ids within another question."""
    return (
        select(Seat.organisation_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.person_id == person_id, Seat.confirmed_at.is_not(None), Seat.role.in_(sorted(roles)), *LIVE)
    )


def people_ids(organisation_id: int) -> set[int]:
    """Everybody with a role there, waiting ones too."""
    return set(db.session.scalars(select(Seat.person_id).where(Seat.organisation_id == organisation_id)))


def parent_of(organisation: Organisation) -> Organisation | None:
    """What it is part of today; a parent that was removed is none."""
    parent = db.session.get(Organisation, organisation.parent_id) if organisation.parent_id else None
    parent = None if parent is None else live(parent)
    return None if parent is None or parent.removed_at is not None else parent


def related_ids(organisation_id: int) -> frozenset[int]:
    """The organisation, its parent, its children, and whatever became part of any of them."""
    own = by_id(organisation_id)
    parent = parent_of(own)
    family = {own.id} | ({parent.id} if parent else set())
    family |= set(db.session.scalars(select(Organisation.id).where(Organisation.parent_id == own.id)))
    fresh = set(family)
    while fresh:
        fresh = set(db.session.scalars(select(Organisation.id).where(Organisation.merged_into_id.in_(fresh)))) - family
        family |= fresh
    return frozenset(family)


def former_references(organisation_id: int) -> list[str]:
    """The references of whatever became part of it."""
    former = select(Organisation.reference).where(Organisation.merged_into_id == organisation_id)
    return list(db.session.scalars(former.order_by(Organisation.id)))


def names_of(organisation_ids: Iterable[int]) -> dict[int, str]:
    """The names of these organisations, merged and removed ones too."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(set(organisation_ids)))
    )
    return {number: name for number, name in rows}


def children_of(organisation_id: int) -> list[Organisation]:
    """The organisations that are part of this one, by name."""
    return list(
        db.session.scalars(
            select(Organisation).where(Organisation.parent_id == organisation_id, *LIVE).order_by(Organisation.name)
        )
    )


def confirmed_names(organisation_id: int) -> list[str]:
    """Other names that it trades or advertises under, as people write names: no abbreviations of one word."""
    rows = db.session.scalars(
        select(OrganisationName.name)
        .where(OrganisationName.organisation_id == organisation_id, OrganisationName.standing == "confirmed")
        .order_by(OrganisationName.name)
    )
    return [name for name in rows if " " in name and not name.islower()]


def for_owner(person_id: int, reference: str) -> Organisation:
    """The organisation that this person owns. Raises NotFound for any other."""
    organisation = by_reference(reference)
    if not has_role(person_id, organisation.id, "owner"):
        raise NotFound(_NONE)
    return organisation


def for_someone_of(person_id: int, reference: str) -> Organisation:
    """The organisation that this person acts for in any role. Raises NotFound for any other."""
    organisation = by_reference(reference)
    if not roles_in(person_id, organisation.id):
        raise NotFound(_NONE)
    return organisation


def subject_of(organisation: Organisation) -> str:
    """How the audit record names an organisation."""
    return f"organisation:{organisation.reference}"
