"""Staff look at organisations that people added: confirm them, or take them out again."""

from __future__ import annotations

from sqlalchemy import update

from portal.audit.recording import record
from portal.database.base import db
from portal.employers import claiming, inviting, queries, seats
from portal.employers.facts import EmployerKnownOtherwise, EmployerRemoved
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.announcing import announce
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.text import one_line


def confirm(organisation_id: int, *, by: int) -> Organisation:
    """From now on it can be found and claimed, and adverts can be known as its."""
    organisation = seats.held(organisation_id)
    if organisation.confirmed_at is not None:
        raise RuleBroken(f"{organisation.name} is confirmed already.")
    organisation.confirmed_at = organisation.updated_at = clock.now()
    organisation.key = organisation.key or f"added:{organisation.reference.lower()}"
    record("employers.confirmed", by=by, subject=queries.subject_of(organisation))
    announce(EmployerKnownOtherwise(organisation.id))
    return organisation


def remove(organisation_id: int, *, because: str, by: int) -> Organisation:
    """Take an organisation out: nobody acts for it, its claims are declined and its invitations void.

    Refused while members, or people who have applied, belong through it: such a one is merged instead.
    """
    because = one_line(because, limit=500)
    if not because:
        raise RuleBroken("Give a reason. People who asked to act for the organisation will read it.")
    organisation = seats.held(organisation_id)
    announce(EmployerRemoved(organisation.id))
    claiming.decline_all(organisation, because=because, by=by)
    seats.clear(organisation, by=by)
    inviting.end_all(organisation.id)
    organisation.removed_at = organisation.updated_at = clock.now()
    organisation.removed_because = because
    db.session.flush()
    record("employers.removed", by=by, subject=queries.subject_of(organisation))
    announce(EmployerKnownOtherwise(organisation.id))
    return organisation


def restore(reference: str, *, by: int) -> Organisation:
    """Bring a removed organisation back; its people ask anew."""
    organisation = queries.any_by_reference(reference)
    done = db.session.execute(
        update(Organisation)
        .where(Organisation.id == organisation.id, Organisation.removed_at.is_not(None))
        .values(removed_at=None, removed_because="", updated_at=clock.now())
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise NotFound("There is no such organisation.")
    db.session.refresh(organisation)
    record("employers.restored", by=by, subject=queries.subject_of(organisation))
    announce(EmployerKnownOtherwise(organisation.id))
    return organisation
