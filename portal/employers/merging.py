"""Making one organisation of two. docs/decisions/claims.md says why there is no way back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update

from portal.accounts.writing_to import write_to
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import queries, seats
from portal.employers.facts import EmployersMerged
from portal.employers.models import Claim, Invitation, Organisation, OrganisationDomain, OrganisationName, Seat
from portal.employers.seats import ROLES
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import RuleBroken

INHERITED = (("nation",), ("kind",), ("staff_count", "staff_counted_on"), ("bill_to", "bill_address", "bill_email"))
"""Facts that the one that stays takes over where it has none; what belongs together comes from one of the two."""


@dataclass(frozen=True, slots=True)
class Preview:
    """How much would follow, in numbers; what the upper rooms would add they count themselves."""

    names: int
    domains: tuple[str, ...]
    owners: int
    people: int
    claims: int
    invitations: int
    children: int


def preview(origin: Organisation, choice: str) -> Preview:
    """What would follow if this became part of what was chosen. Raises RuleBroken where it cannot be done.

    A body of the register that is no row yet can be chosen; looking makes none.
    """
    kind, _, key = choice.partition(":")
    into = queries.by_key(key) if kind == "body" else queries.by_reference(choice)
    if into is not None:
        _check(origin, into)

    def count(model: type[Claim] | type[Invitation] | type[OrganisationName], *conditions: ColumnElement[bool]) -> int:
        statement = select(func.count()).select_from(model).where(model.organisation_id == origin.id, *conditions)
        return db.session.scalar(statement) or 0

    people = set(db.session.scalars(select(Seat.person_id).where(Seat.organisation_id == origin.id)))
    domains = db.session.scalars(
        select(OrganisationDomain.domain).where(
            OrganisationDomain.organisation_id == origin.id, OrganisationDomain.standing == "confirmed"
        )
    )
    children = select(func.count()).select_from(Organisation).where(Organisation.parent_id == origin.id)
    return Preview(
        names=count(OrganisationName) + 1,
        domains=tuple(domains),
        owners=len(queries.owners(origin.id)),
        people=len(people),
        claims=count(Claim, Claim.state == "waiting"),
        invitations=count(
            Invitation,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        ),
        children=db.session.scalar(children) or 0,
    )


def merge(from_id: int, into_id: int, *, by: int) -> Organisation:
    """Let the first become part of the second: whatever points at it follows, and its reference leads on."""
    rows = {number: seats.held(number) for number in sorted({from_id, into_id})}
    origin, into = rows[from_id], rows[into_id]
    _check(origin, into)
    concerned = queries.people_ids(origin.id) | set(queries.owners(into.id))
    _move_ways(origin, into, by=by)
    _move_seats(origin, into)
    _move_asked(origin, into)
    _move_family(origin, into)
    _inherit(origin, into)
    _settle_keys(origin, into)
    origin.merged_into_id = into.id
    origin.confirmed_at = origin.confirmed_at or clock.now()
    origin.updated_at = into.updated_at = clock.now()
    db.session.flush()
    announce(EmployersMerged(origin.id, into.id))
    for own, other in ((origin, into), (into, origin)):
        record(
            "employers.merged",
            by=by,
            subject=queries.subject_of(own),
            facts={"from": origin.reference, "into": into.reference, "other": other.name},
        )
    _tell(origin, into, concerned - {by})
    return into


def _check(origin: Organisation, into: Organisation) -> None:
    if origin.id == into.id:
        raise RuleBroken("These are one organisation already. Choose another to merge it into.")
    if into.confirmed_at is None:
        raise RuleBroken(f"Confirm {into.name} first, then merge {origin.name} into it.")


def _inherit(origin: Organisation, into: Organisation) -> None:
    for together in INHERITED:
        if not any(getattr(into, name) for name in together):
            for name in together:
                setattr(into, name, getattr(origin, name))


def _settle_keys(origin: Organisation, into: Organisation) -> None:
    """The register's key stays with the one that stays, so that the files go on speaking of it; the other keeps its
    adverts' key beside it."""
    if into.key is None or (into.key.startswith("added:") and origin.key and not origin.key.startswith("added:")):
        better, other = origin.key, into.key
        origin.key = into.key = None
        db.session.flush()
        origin.key, into.key = other, better


def _tell(origin: Organisation, into: Organisation, concerned: set[int]) -> None:
    """Write to whom it concerns: those who acted for the one that is gone, and the owners of the one that stays."""
    for person_id in sorted(concerned):
        write_to(
            person_id,
            "employers/mail/merged.txt",
            unique_key=f"merged:{origin.reference}:{person_id}",
            organisation=origin.name,
            into=into.name,
            reference=into.reference,
            roles=[ROLES[role] for role in ROLES if role in queries.roles_in(person_id, into.id)],
        )


def _move_ways(origin: Organisation, into: Organisation, *, by: int) -> None:
    """Names and domains follow, the old name among them; what the other has already is kept as it has it."""
    names = {
        row.name_key: row
        for row in db.session.scalars(select(OrganisationName).where(OrganisationName.organisation_id == into.id))
    }
    for name in db.session.scalars(select(OrganisationName).where(OrganisationName.organisation_id == origin.id)).all():
        if name.name_key in names or name.name_key == into.name_key:
            db.session.delete(name)
        else:
            name.organisation_id = into.id
            names[name.name_key] = name
    if origin.name_key in names:
        names[origin.name_key].standing = "confirmed"
    elif origin.name_key != into.name_key:
        db.session.add(
            OrganisationName(
                organisation_id=into.id,
                name=origin.name,
                name_key=origin.name_key,
                standing="confirmed",
                added_at=clock.now(),
                added_by_id=by,
            )
        )
    known = set(
        db.session.scalars(select(OrganisationDomain.domain).where(OrganisationDomain.organisation_id == into.id))
    )
    for domain in db.session.scalars(
        select(OrganisationDomain).where(OrganisationDomain.organisation_id == origin.id)
    ).all():
        if domain.domain in known:
            db.session.delete(domain)
        else:
            domain.organisation_id = into.id


def _move_seats(origin: Organisation, into: Organisation) -> None:
    """A role that a person has in both stays once, confirmed if either was."""
    held = {
        (seat.person_id, seat.role): seat
        for seat in db.session.scalars(select(Seat).where(Seat.organisation_id == into.id))
    }
    for seat in db.session.scalars(select(Seat).where(Seat.organisation_id == origin.id)).all():
        twin = held.get((seat.person_id, seat.role))
        if twin is None:
            seat.organisation_id = into.id
        else:
            twin.confirmed_at = twin.confirmed_at or seat.confirmed_at
            db.session.delete(seat)
    db.session.flush()


def _move_asked(origin: Organisation, into: Organisation) -> None:
    """Claims and invitations follow; a waiting claim of somebody who now acts for the organisation, or asks twice, ends."""
    for model in (Claim, Invitation):
        db.session.execute(update(model).where(model.organisation_id == origin.id).values(organisation_id=into.id))
    acting = select(Seat.person_id).where(Seat.organisation_id == into.id)
    first = (
        select(func.min(Claim.id))
        .where(Claim.organisation_id == into.id, Claim.state == "waiting")
        .group_by(Claim.person_id)
    )
    kept = list(db.session.scalars(first))
    db.session.execute(
        update(Claim)
        .where(
            Claim.organisation_id == into.id,
            Claim.state == "waiting",
            Claim.person_id.in_(acting) | Claim.id.not_in(kept),
        )
        .values(state="withdrawn", decided_at=clock.now(), reason="Two organisations became one.")
    )


def _move_family(origin: Organisation, into: Organisation) -> None:
    """Children, and organisations merged earlier, follow. One merged into what is below it hands on its own parent."""
    above = into.parent_id
    while above is not None and above != origin.id:
        above = db.session.get_one(Organisation, above).parent_id
    if above is not None:
        into.parent_id = origin.parent_id
    db.session.execute(
        update(Organisation)
        .where(Organisation.parent_id == origin.id, Organisation.id != into.id)
        .values(parent_id=into.id)
    )
    db.session.execute(
        update(Organisation).where(Organisation.merged_into_id == origin.id).values(merged_into_id=into.id)
    )
    origin.parent_id = None
    db.session.flush()
