"""Who acts, or wants to act, for an organisation, as the pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.slicing import Found, page_of
from portal.employers import queries
from portal.employers.inviting import LASTS
from portal.employers.models import Claim, Invitation, Organisation, OrganisationDomain, OrganisationName, Seat
from portal.employers.seats import HEAD, ROLES
from portal.foundation import clock
from portal.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class Acting:
    """A person and their roles in an organisation; `waiting` is for staff to confirm the Head of Profession."""

    person_id: int
    reference: str
    name: str
    email: str
    roles: tuple[str, ...]
    waiting: bool
    usable: bool

    @property
    def role_names(self) -> str:
        names = [ROLES[role] + (" (waits for staff)" if role == HEAD and self.waiting else "") for role in self.roles]
        return ", ".join(names)


@dataclass(frozen=True, slots=True)
class Asking:
    """A claim with whoever makes it and for what."""

    reference: str
    organisation: Organisation
    person_id: int
    name: str
    email: str
    evidence: str
    asked_at: datetime
    state: str
    reason: str
    has_owner: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that has not been accepted."""

    reference: str
    email: str
    roles: str
    expires_at: datetime
    expired: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named Head of Profession whom staff have yet to confirm."""

    organisation: Organisation
    person_id: int
    person: str
    name: str
    email: str
    given_at: datetime


def people_of(organisation_id: int) -> list[Acting]:
    """Everybody with a role, by name."""
    found: dict[int, tuple[Person, dict[str, datetime | None]]] = {}
    rows = db.session.execute(
        select(Person, Seat.role, Seat.confirmed_at)
        .join(Seat, Seat.person_id == Person.id)
        .where(Seat.organisation_id == organisation_id, Person.erased_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    for person, role, confirmed_at in rows:
        found.setdefault(person.id, (person, {}))[1][role] = confirmed_at
    return [
        Acting(
            person_id=person.id,
            reference=person.reference,
            name=person.name,
            email=person.email or "",
            roles=tuple(role for role in ROLES if role in roles),
            waiting=HEAD in roles and roles[HEAD] is None,
            usable=person.is_usable,
        )
        for person, roles in found.values()
    ]


def one_of(organisation_id: int, person_reference: str) -> Acting:
    """The person of this reference among those who act for the organisation. Raises NotFound."""
    for each in people_of(organisation_id):
        if each.reference == person_reference:
            return each
    raise NotFound("This person does not act for the organisation.")


def invitations_of(organisation_id: int) -> list[Waiting]:
    """Invitations neither accepted nor withdrawn; expired ones stay for a month, so that they can be sent again."""
    rows = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now() - 4 * LASTS,
        )
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    )
    return [
        Waiting(
            each.reference,
            each.email,
            ", ".join(ROLES[role] for role in each.roles),
            each.expires_at,
            each.expires_at <= clock.now(),
        )
        for each in rows
    ]


def claims_of(organisation_id: int) -> list[Asking]:
    """The organisation's waiting claims, the oldest first."""
    return _asking(_claims(Claim.state == "waiting", Claim.organisation_id == organisation_id))


def claims_by(person_id: int) -> list[Asking]:
    """A person's own claims that wait."""
    return _asking(_claims(Claim.state == "waiting", Claim.person_id == person_id))


def claim_for_owner(organisation_id: int, reference: str) -> Asking:
    """One waiting claim of the organisation. Raises NotFound."""
    return _one(
        _claims(Claim.state == "waiting", Claim.organisation_id == organisation_id, Claim.reference == reference)
    )


def claim_for_staff(reference: str) -> Asking:
    """Any claim, decided ones too. Raises NotFound."""
    return _one(_claims(Claim.reference == reference))


def claims_page(*, state: str, newest_first: bool, page: int) -> Found:
    """The queue of claims, a page of it."""
    order = (Claim.asked_at.desc(), Claim.id.desc()) if newest_first else (Claim.asked_at.asc(), Claim.id.asc())
    found = page_of(_claims(Claim.state == state), order=order, page=page)
    return Found(_ready(found.rows), found.total, found.page)


def claims_waiting() -> int:
    """How many claims wait for an answer, for the menu."""
    return db.session.scalar(select(func.count()).select_from(Claim).where(Claim.state == "waiting")) or 0


def heads_waiting(organisation_id: int | None = None) -> list[Named]:
    """Heads of Profession whom staff have yet to confirm, the longest waiting first."""
    one = () if organisation_id is None else (Organisation.id == organisation_id,)
    rows = db.session.execute(_heads(Organisation, Person, Seat.given_at).where(*one).order_by(Seat.given_at, Seat.id))
    return [
        Named(organisation, person.id, person.reference, person.name, person.email or "", given_at)
        for organisation, person, given_at in rows
    ]


def _heads(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Seat)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.role == HEAD, Seat.confirmed_at.is_(None), *queries.LIVE, *queries.USABLE)
    )


def waiting_for_staff() -> dict[str, int]:
    """How much of each kind waits for staff: claims, heads, organisations, names and domains."""

    def count(statement: Select[Any]) -> int:
        return db.session.scalar(statement) or 0

    def number(model: Any, *conditions: ColumnElement[bool]) -> int:
        return count(select(func.count()).select_from(model).where(*conditions))

    def ways(table: type[OrganisationName] | type[OrganisationDomain]) -> int:
        statement = select(func.count()).select_from(table).join(Organisation, Organisation.id == table.organisation_id)
        return count(statement.where(table.standing == "waiting", *queries.LIVE))

    return {
        "claims": number(Claim, Claim.state == "waiting"),
        "heads": count(_heads(func.count())),
        "organisations": number(Organisation, Organisation.confirmed_at.is_(None), *queries.LIVE),
        "names": ways(OrganisationName),
        "domains": ways(OrganisationDomain),
    }


def _claims(*conditions: ColumnElement[bool]) -> Select[Claim, Person, Organisation]:
    return (
        select(Claim, Person, Organisation)
        .join(Person, Person.id == Claim.person_id)
        .join(Organisation, Organisation.id == Claim.organisation_id)
        .where(*conditions)
        .order_by(Claim.asked_at, Claim.id)
    )


def _asking(statement: Select[Claim, Person, Organisation]) -> list[Asking]:
    return _ready(db.session.execute(statement).all())


def _one(statement: Select[Claim, Person, Organisation]) -> Asking:
    row = db.session.execute(statement).first()
    if row is None:
        raise NotFound("There is no such claim.")
    return _ready([row])[0]


def _ready(rows: Sequence[Any]) -> list[Asking]:
    """Rows of (Claim, Person, Organisation), ready to be shown."""
    owned = queries.with_owners(claim.organisation_id for claim, _, _ in rows)
    return [
        Asking(
            reference=claim.reference,
            organisation=organisation,
            person_id=person.id,
            name=person.name,
            email=person.email or "",
            evidence=claim.evidence,
            asked_at=claim.asked_at,
            state=claim.state,
            reason=claim.reason,
            has_owner=organisation.id in owned,
        )
        for claim, person, organisation in rows
    ]
