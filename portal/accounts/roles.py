"""The roles that the society gives, and which of them need a second factor."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import delete, select

from portal.accounts.models import Person, PersonRole, SignIn
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock

Role = Literal["staff", "consultant", "assessor"]
ROLES: tuple[Role, ...] = ("staff", "consultant", "assessor")
"""Every one of them sees other people's data, so every one needs a second factor."""


def roles_of(person_id: int) -> frozenset[str]:
    """The roles that the person has now; asked afresh at each request."""
    return frozenset(db.session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id)))


def give(person_id: int, role: Role, *, by: int | None) -> bool:
    """Give a role; False when the person had it. Their sessions end, so that the next one begins with it."""
    if db.session.get(PersonRole, (person_id, role)) is not None:
        return False
    db.session.add(PersonRole(person_id=person_id, role=role, given_at=clock.now(), given_by_id=by))
    _note("accounts.role_given", person_id, role, by)
    return True


def take(person_id: int, role: Role, *, by: int | None) -> bool:
    """Take a role away; False when the person did not have it."""
    row = db.session.get(PersonRole, (person_id, role))
    if row is None:
        return False
    db.session.delete(row)
    _note("accounts.role_taken", person_id, role, by)
    return True


def _note(action: str, person_id: int, role: Role, by: int | None) -> None:
    db.session.execute(delete(SignIn).where(SignIn.person_id == person_id))
    record(
        action,
        by=by,
        actor=None if by else "command",
        subject=f"person:{db.session.get_one(Person, person_id).reference}",
        about=person_id,
        facts={"role": role},
    )
