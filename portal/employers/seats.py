"""Giving and taking the roles that people have in an organisation.

Every change takes the organisation's row first (`held`), so that two owners who leave at once cannot both go.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import delete, select

from portal.accounts.models import Person
from portal.accounts.writing_to import write_to
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import queries
from portal.employers.models import Organisation, Seat
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken

OWNER: Final = "owner"
HEAD: Final = "head_of_profession"
ROLES: Final = {
    OWNER: "Owner",
    "recruiter": "Recruiter",
    "approver": "Approver",
    HEAD: "Head of Profession",
}
BUYING: Final = frozenset({OWNER, "recruiter"})
"""The roles that write the organisation's vacancies and make its orders."""
APPROVING: Final = frozenset({OWNER, "approver"})
RECRUITING: Final = BUYING | APPROVING
"""The roles that see the organisation's vacancies, orders and bills."""
DOES: Final = {
    OWNER: "Manages people, details and membership of the organisation.",
    "recruiter": "Posts vacancies and follows them.",
    "approver": "Approves what others want to buy.",
    HEAD: "Endorses colleagues who apply to join. The society’s staff confirm who it is.",
}
HAND_OVER = "{name} would be left without an owner. Make somebody else an owner first, then try again."


class RaisingOneself(RuleBroken):
    """Somebody tried to give themselves a role; the edge notes it with `note_refused`."""


def held(organisation_id: int) -> Organisation:
    """The organisation's row, held until the transaction ends: changes of its people come one after another."""
    organisation = db.session.scalars(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if organisation is None or organisation.merged_into_id is not None or organisation.removed_at is not None:
        raise NotFound("There is no such organisation.")
    return organisation


def editable(organisation_id: int, *, by: int, staff: bool) -> Organisation:
    """The organisation's row, held, for its owner or the society's staff. Raises NotFound for anybody else."""
    organisation = held(organisation_id)
    if not staff:
        _must_own(organisation, by)
    return organisation


def grant(organisation: Organisation, person_id: int, roles: Iterable[str], *, by: int | None) -> list[str]:
    """Give these roles, those already held aside; gives what is new. A Head of Profession waits for staff.

    The caller holds the row and has decided that `by` may.
    """
    now = clock.now()
    has = set(_roles(organisation.id, person_id))
    new = [role for role in ROLES if role in set(roles) - has]
    for role in new:
        db.session.add(
            Seat(
                organisation_id=organisation.id,
                person_id=person_id,
                role=role,
                given_at=now,
                given_by_id=by,
                confirmed_at=None if role == HEAD else now,
            )
        )
        _note("employers.role_given", organisation, person_id, by, role)
    db.session.flush()
    return new


def set_roles(organisation_id: int, person_id: int, roles: Iterable[str], *, by: int) -> tuple[list[str], list[str]]:
    """An owner says which roles a colleague has from now on; gives what was given and what was taken.

    Nobody gives themselves a role; a Head of Profession may be named by themselves, because staff confirm it.
    """
    organisation = held(organisation_id)
    _must_own(organisation, by)
    wanted, has = {role for role in ROLES if role in set(roles)}, set(_roles(organisation.id, person_id))
    if not has:
        raise NotFound("This person does not act for the organisation.")
    if by == person_id and wanted - has - {HEAD}:
        raise RaisingOneself("You cannot give yourself a role. Ask another owner to do it.")
    if not wanted:
        raise RuleBroken("Choose at least one role, or remove the person from the organisation.")
    given = grant(organisation, person_id, wanted, by=by)
    taken = [role for role in ROLES if role in has - wanted]
    _take(organisation, person_id, taken, by=by)
    _tell(organisation, person_id, given=given, taken=taken, by=by)
    return given, taken


def remove(organisation_id: int, person_id: int, *, by: int) -> None:
    """An owner takes every role of a colleague, or a person leaves: the last owner hands over first."""
    organisation = held(organisation_id)
    if by != person_id:
        _must_own(organisation, by)
    has = _roles(organisation.id, person_id)
    if not has:
        raise NotFound("This person does not act for the organisation.")
    _take(organisation, person_id, has, by=by)
    _tell(organisation, person_id, given=[], taken=has, by=by)


def set_by_staff(organisation_id: int, person_id: int, roles: Iterable[str], *, by: int) -> tuple[list[str], list[str]]:
    """Staff say which roles a person has; with none the person is out. A last owner may go: staff answer for that."""
    organisation = held(organisation_id)
    wanted, has = {role for role in ROLES if role in set(roles)}, set(_roles(organisation.id, person_id))
    if wanted - has and by == person_id:
        raise RaisingOneself("You cannot give yourself a role. Ask a colleague on the staff to do it.")
    if wanted - has and not db.session.get_one(Person, person_id).is_usable:
        raise RuleBroken("This account is closed or disabled, so it can be given no role.")
    given = grant(organisation, person_id, wanted, by=by)
    taken = [role for role in ROLES if role in has - wanted]
    _take(organisation, person_id, taken, by=by, last_owner_too=True)
    _tell(organisation, person_id, given=given, taken=taken, by=by)
    return given, taken


def note_refused(organisation_id: int, roles: Iterable[str], *, by: int) -> None:
    """Keep that somebody tried to give themselves roles: in a transaction of its own, since the act itself is undone."""
    organisation = db.session.get_one(Organisation, organisation_id)
    new = sorted(set(roles) - set(_roles(organisation.id, by)))
    record("employers.role_refused", by=by, subject=queries.subject_of(organisation), about=by, facts={"roles": new})


def clear(organisation: Organisation, *, by: int) -> None:
    """Take everybody's roles, because the organisation is removed. The caller holds the row."""
    for person_id in sorted(queries.people_ids(organisation.id)):
        taken = _roles(organisation.id, person_id)
        _take(organisation, person_id, taken, by=by, last_owner_too=True)
        _tell(organisation, person_id, given=[], taken=taken, by=by)


def decide_head(organisation_id: int, person_id: int, *, confirmed: bool, by: int) -> None:
    """Staff confirm, or do not, who the Head of Profession is."""
    organisation = held(organisation_id)
    if by == person_id:
        raise RuleBroken("You cannot confirm yourself. Ask a colleague on the staff to do it.")
    seat = db.session.scalar(
        select(Seat).where(
            Seat.organisation_id == organisation.id,
            Seat.person_id == person_id,
            Seat.role == HEAD,
            Seat.confirmed_at.is_(None),
        )
    )
    if seat is None:
        raise RuleBroken("This has been decided already.")
    if confirmed:
        seat.confirmed_at = clock.now()
    else:
        db.session.delete(seat)
    action = "employers.head_confirmed" if confirmed else "employers.head_refused"
    record(action, by=by, subject=queries.subject_of(organisation), about=person_id)
    for each in {person_id, *queries.owners(organisation.id)}:
        write_to(
            each,
            "employers/mail/head_of_profession.txt",
            organisation=organisation.name,
            reference=organisation.reference,
            confirmed=confirmed,
            own=each == person_id,
        )


def gone(person_id: int) -> None:
    """The person's account is closed or erased: their roles end. An organisation without an owner can be claimed again."""
    for organisation_id in sorted(
        set(db.session.scalars(select(Seat.organisation_id).where(Seat.person_id == person_id)))
    ):
        organisation = db.session.scalars(
            select(Organisation).where(Organisation.id == organisation_id).with_for_update()
        ).one()
        _take(organisation, person_id, _roles(organisation_id, person_id), by=None, last_owner_too=True)


def _must_own(organisation: Organisation, person_id: int) -> None:
    if not queries.has_role(person_id, organisation.id, OWNER):
        raise NotFound("There is no such organisation.")


def _roles(organisation_id: int, person_id: int) -> list[str]:
    """Every role, waiting ones too, in their usual order."""
    has = set(
        db.session.scalars(
            select(Seat.role).where(Seat.organisation_id == organisation_id, Seat.person_id == person_id)
        )
    )
    return [role for role in ROLES if role in has]


def _take(
    organisation: Organisation, person_id: int, roles: Iterable[str], *, by: int | None, last_owner_too: bool = False
) -> None:
    roles = list(roles)
    if OWNER in roles and not last_owner_too and not set(queries.owners(organisation.id)) - {person_id}:
        raise RuleBroken(HAND_OVER.format(name=organisation.name))
    for role in roles:
        db.session.execute(
            delete(Seat).where(Seat.organisation_id == organisation.id, Seat.person_id == person_id, Seat.role == role)
        )
        _note("employers.role_taken", organisation, person_id, by, role)


def _note(action: str, organisation: Organisation, person_id: int, by: int | None, role: str) -> None:
    record(action, by=by, subject=queries.subject_of(organisation), about=person_id, facts={"role": role})


def _tell(organisation: Organisation, person_id: int, *, given: list[str], taken: list[str], by: int) -> None:
    """Write to the person what changed, unless they did it themselves."""
    if (given or taken) and by != person_id:
        write_to(
            person_id,
            "employers/mail/roles_changed.txt",
            organisation=organisation.name,
            reference=organisation.reference,
            given=[ROLES[role] for role in given],
            taken=[ROLES[role] for role in taken],
            waiting=HEAD in given,
        )
