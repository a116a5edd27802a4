"""Staff look after accounts: disable and enable, end sessions, reset a lost second factor. Never one's own."""

from __future__ import annotations

from sqlalchemy import select

from portal.accounts import links, roles, second_factors, sessions
from portal.accounts.changing_password import CHANGE_EMAIL, RECOVER
from portal.accounts.models import Person, PersonRole
from portal.accounts.roles import Role
from portal.accounts.signing_in import SECOND_STEP
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import tidy_reference

ONESELF = "This is your own account. Ask another member of staff to do it."


def subject_of(person: Person) -> str:
    """How the audit record names a person."""
    return f"person:{person.reference}"


def give_role(reference: str, role: Role, *, by: int) -> None:
    """Give a role of the society; the person signs in anew, with the second factor that every role needs."""
    person = _other(reference, by)
    if not person.is_usable:
        raise RuleBroken("This account is not in use, so it can be given no role.")
    if not roles.give(person.id, role, by=by):
        raise RuleBroken("The person has this role already.")


def take_role(reference: str, role: Role, *, by: int) -> None:
    """Take a role away; the person's sessions end. Somebody of staff must remain."""
    person = _other(reference, by)
    if role == "staff":
        # Those who take staff away from each other at once must not leave nobody.
        remaining = db.session.scalars(
            select(PersonRole.person_id)
            .where(PersonRole.role == "staff", PersonRole.person_id != person.id)
            .with_for_update()
        ).all()
        if by not in remaining:
            raise RuleBroken("You are no longer of the staff yourself. Nothing was changed.")
    if not roles.take(person.id, role, by=by):
        raise RuleBroken("The person has not got this role any longer.")


def disable(reference: str, *, because: str, by: int) -> None:
    """Nobody can sign in to the account until it is enabled again; its sessions end now."""
    person = _other(reference, by)
    if person.disabled_at is not None:
        raise RuleBroken("The account is disabled already.")
    person.disabled_at = clock.now()
    sessions.end_all(person.id)
    for purpose in (RECOVER, SECOND_STEP, CHANGE_EMAIL):  # the link that undoes a change of address stays
        links.void(purpose, person_id=person.id)
    record("accounts.disabled", by=by, subject=subject_of(person), about=person.id, facts={"because": because})


def enable(reference: str, *, because: str, by: int) -> None:
    """Let the person sign in again."""
    person = _other(reference, by)
    if person.disabled_at is None:
        raise RuleBroken("The account is not disabled.")
    person.disabled_at = None
    record("accounts.enabled", by=by, subject=subject_of(person), about=person.id, facts={"because": because})


def end_sessions(reference: str, *, because: str, by: int) -> None:
    """Sign the person out everywhere."""
    person = _other(reference, by)
    sessions.end_all(person.id)
    record("accounts.sessions_ended", by=by, subject=subject_of(person), about=person.id, facts={"because": because})


def reset_second_factor(reference: str, *, because: str, by: int) -> None:
    """Forget a lost authenticator and its recovery codes; the person is signed out and sets up another."""
    person = _other(reference, by)
    if person.totp_confirmed_at is None:
        raise RuleBroken("The person has set up no second factor.")
    second_factors.reset(person.id, by=by, because=because)


def _other(reference: str, by: int) -> Person:
    person = db.session.scalar(
        select(Person)
        .where(Person.reference == tidy_reference(reference))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if person is None:
        raise NotFound("There is no such person.")
    if person.id == by:
        raise RuleBroken(ONESELF)
    if person.erased_at is not None:
        raise RuleBroken("This person was erased; nothing is left to change.")
    return person
