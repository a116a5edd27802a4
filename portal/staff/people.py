"""What staff may see of people: found by a search, one in full. Whoever looks says why, and that is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.accounts.models import Person, PersonRole, SignIn
from portal.audit.models import AuditEntry
from portal.audit.recording import record
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import Found, page_of
from portal.employers.models import Organisation, Seat
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.membership.models import Application, Membership
from portal.web.listing import Asked

REASONS: Mapping[str, str] = {
    "asked": "The person asked us for help",
    "membership": "A membership or an application",
    "organisation": "Who acts for an organisation",
    "roles": "Who has which role",
    "security": "Suspected misuse of an account",
    "complaint": "A complaint or a request for data",
}
MOST_ACTS = 50


def note_search(reason: str, *, by: int, asked: Asked, found: int) -> None:
    """Write down that people were looked through, and why; what was typed is not kept."""
    facts = {"reason": reason, "found": found, "words": bool(asked.words), "download": asked.as_csv}
    record("people.searched", by=by, facts=facts)


def note_view(person: Person, reason: str, *, by: int) -> None:
    """Write down that one person's data were looked at, and why."""
    record("people.viewed", by=by, subject=f"person:{person.reference}", about=person.id, facts={"reason": reason})


def listed(asked: Asked) -> Found:
    """People with their state and when they joined; their roles come with `roles_of_all`."""
    statement = select(
        Person.id,
        Person.reference,
        Person.name,
        Person.email,
        Person.email_confirmed_at,
        Person.created_at,
        Person.disabled_at,
        Person.closed_at,
        Person.erased_at,
    )
    if asked.words:
        statement = statement.where(
            or_(
                Person.reference == tidy_reference(asked.words),
                holds(Person.name, asked.words),
                Person.email_key.contains(asked.words.casefold(), autoescape=True),
            )
        )
    if role := asked.chosen["role"]:
        statement = statement.where(
            select(PersonRole.role).where(PersonRole.person_id == Person.id, PersonRole.role == role).exists()
        )
    if state := asked.chosen["state"]:
        statement = statement.where(*_STATES[state])
    columns: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
        "name": func.lower(Person.name),
        "joined": Person.created_at,
    }
    column = columns[asked.sort]
    order = (column.desc(), Person.id.desc()) if asked.descending else (column, Person.id)
    return page_of(statement, order=order, page=asked.page, per_page=asked.per_page)


_IN_USE = (Person.disabled_at.is_(None), Person.closed_at.is_(None), Person.erased_at.is_(None))
_STATES: Mapping[str, tuple[ColumnElement[bool], ...]] = {
    "in_use": _IN_USE,
    "unconfirmed": (*_IN_USE, Person.email_confirmed_at.is_(None)),
    "disabled": (Person.disabled_at.is_not(None), Person.erased_at.is_(None)),
    "closed": (Person.closed_at.is_not(None), Person.erased_at.is_(None)),
    "erased": (Person.erased_at.is_not(None),),
}


def state_of(row: Any) -> str:
    """How an account stands, as the filter names it."""
    if row.erased_at:
        return "erased"
    if row.disabled_at:
        return "disabled"
    if row.closed_at:
        return "closed"
    return "in_use" if row.email_confirmed_at else "unconfirmed"


def roles_of_all(person_ids: Sequence[int]) -> dict[int, list[str]]:
    """The roles of each of these people, in one query."""
    found: dict[int, list[str]] = {}
    rows = db.session.execute(
        select(PersonRole.person_id, PersonRole.role)
        .where(PersonRole.person_id.in_(person_ids))
        .order_by(PersonRole.role)
    )
    for person_id, role in rows:
        found.setdefault(person_id, []).append(role)
    return found


@dataclass(frozen=True, slots=True)
class InFull:
    """One person, and what of every room concerns them."""

    person: Person
    roles: Sequence[Any]
    seats: Sequence[Any]
    memberships: Sequence[Membership]
    applications: Sequence[Application]
    sessions: int
    last_seen: datetime | None
    acts: Sequence[Any]


def by_reference(reference: str) -> Person:
    """The person of this reference. Raises NotFound."""
    person = db.session.scalar(select(Person).where(Person.reference == tidy_reference(reference)))
    if person is None:
        raise NotFound("There is no such person.")
    return person


def in_full(reference: str) -> InFull:
    """Everything that staff see of one person. Raises NotFound."""
    person = by_reference(reference)
    giver = aliased(Person)
    sessions, last_seen = db.session.execute(
        select(func.count(), func.max(SignIn.seen_at)).where(SignIn.person_id == person.id)
    ).one()
    return InFull(
        person,
        db.session.execute(
            select(PersonRole.role, PersonRole.given_at, giver.name)
            .outerjoin(giver, giver.id == PersonRole.given_by_id)
            .where(PersonRole.person_id == person.id)
            .order_by(PersonRole.role)
        ).all(),
        db.session.execute(
            select(Organisation.reference, Organisation.name, Seat.role, Seat.given_at, Seat.confirmed_at)
            .join(Organisation, Organisation.id == Seat.organisation_id)
            .where(Seat.person_id == person.id)
            .order_by(Organisation.name, Seat.role)
        ).all(),
        db.session.scalars(
            select(Membership).where(Membership.person_id == person.id).order_by(Membership.began_on.desc())
        ).all(),
        db.session.scalars(
            select(Application).where(Application.person_id == person.id).order_by(Application.id.desc())
        ).all(),
        sessions,
        last_seen,
        db.session.execute(
            select(AuditEntry.at, AuditEntry.action, AuditEntry.facts, AuditEntry.actor, giver.name)
            .outerjoin(giver, giver.id == AuditEntry.actor_id)
            .where(or_(AuditEntry.about_id == person.id, AuditEntry.actor_id == person.id))
            .order_by(AuditEntry.id.desc())
            .limit(MOST_ACTS)
        ).all(),
    )
