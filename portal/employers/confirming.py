"""Staff look at organisations that people added: confirm them, or take them out again."""

from __future__ import annotations

from sqlalchemy import select, update

from portal.accounts import links
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import claiming, queries, seats
from portal.employers.inviting import PURPOSE
from portal.employers.models import Claim, Invitation, Organisation, Seat
from portal.foundation import clock
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
    return organisation


def remove(organisation_id: int, *, because: str, by: int) -> Organisation:
    """Take an organisation out: nobody acts for it, its claims are declined and its invitations void."""
    because = one_line(because, limit=500)
    if not because:
        raise RuleBroken("Give a reason. People who asked to act for the organisation will read it.")
    organisation = seats.held(organisation_id)
    for reference in db.session.scalars(
        select(Claim.reference).where(Claim.organisation_id == organisation.id, Claim.state == "waiting")
    ).all():
        claiming.decide_as_staff(reference, approved=False, by=by, reason=because)
    for person_id in set(
        db.session.scalars(select(Seat.person_id).where(Seat.organisation_id == organisation.id)).all()
    ):
        seats.set_by_staff(organisation.id, person_id, (), by=by)
    for invitation in db.session.scalars(
        select(Invitation).where(
            Invitation.organisation_id == organisation.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
    ):
        invitation.withdrawn_at = clock.now()
        links.void(PURPOSE, subject=f"invitation:{invitation.reference}")
    organisation.removed_at = organisation.updated_at = clock.now()
    organisation.removed_because = because
    db.session.flush()
    record("employers.removed", by=by, subject=queries.subject_of(organisation))
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
    return organisation
