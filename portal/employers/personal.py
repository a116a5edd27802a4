"""What this room holds of a person."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, update

from portal.database.base import db
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.employers import leaving
from portal.employers.models import Claim, Invitation, Organisation, OrganisationDomain, OrganisationName, Seat
from portal.foundation import clock

THE_ORGANISATION = "a fact about the organisation, not about you"
_ORGANISATION = tuple(
    each.key for each in Organisation.__table__.columns if each.key not in ("name", "bill_to", "bill_email")
)

HOLDINGS = (
    Holding(
        "Your roles in organisations",
        Seat,
        of(Seat.person_id),
        exported=("organisation_id", "role", "given_at", "confirmed_at"),
        withheld={A_NUMBER: ("id", "person_id"), WHO_ACTED: ("given_by_id",)},
        deleted=True,
    ),
    Holding(
        "Your claims to act for an organisation",
        Claim,
        of(Claim.person_id),
        exported=("reference", "organisation_id", "state", "evidence", "asked_at", "decided_at", "reason"),
        withheld={A_NUMBER: ("id", "person_id"), WHO_ACTED: ("decided_by_id",)},
        blanked={"evidence": "", "reason": ""},
        kept={
            LINKS: ("id", "organisation_id", "person_id", "decided_by_id"),
            STATE: ("reference", "state", "asked_at", "decided_at"),
        },
    ),
    Holding(
        "Invitations to you",
        Invitation,
        lambda whom: or_(
            and_(Invitation.email_key.in_(sorted(whom.addresses)), Invitation.email_key != ""),
            and_(Invitation.accepted_by_id == whom.person_id, Invitation.accepted_by_id != 0),
        ),
        exported=(
            "reference",
            "organisation_id",
            "email",
            "roles",
            "invited_at",
            "expires_at",
            "accepted_at",
            "withdrawn_at",
        ),
        withheld={
            A_NUMBER: ("id", "accepted_by_id"),
            WHO_ACTED: ("invited_by_id",),
            "your address once more, in the form in which addresses are compared": ("email_key",),
        },
        blanked={"email": "", "email_key": ""},
        kept={
            LINKS: ("id", "organisation_id", "invited_by_id", "accepted_by_id"),
            STATE: ("reference", "roles", "invited_at", "expires_at", "accepted_at", "withdrawn_at"),
        },
    ),
    Holding(
        "Bills of an organisation that name you",
        Organisation,
        lambda whom: or_(
            and_(func.lower(Organisation.bill_email).in_(sorted(whom.addresses)), Organisation.bill_email != ""),
            and_(Organisation.bill_to == whom.name, Organisation.bill_to != ""),
        ),
        exported=("name", "bill_to", "bill_email"),
        withheld={THE_ORGANISATION: _ORGANISATION},
        blanked={"bill_to": "", "bill_email": ""},
        kept={THE_ORGANISATION: ("name", *_ORGANISATION)},
    ),
    Holding(
        "Names of organisations that you added",
        OrganisationName,
        of(OrganisationName.added_by_id),
        exported=("organisation_id", "name", "standing", "added_at"),
        withheld={A_NUMBER: ("id", "name_key", "added_by_id")},
        kept={
            THE_ORGANISATION: ("name", "name_key", "standing", "added_at"),
            LINKS: ("id", "organisation_id", "added_by_id"),
        },
    ),
    Holding(
        "Web domains of organisations that you added",
        OrganisationDomain,
        of(OrganisationDomain.added_by_id),
        exported=("organisation_id", "domain", "standing", "added_at"),
        withheld={A_NUMBER: ("id", "added_by_id")},
        kept={
            THE_ORGANISATION: ("domain", "standing", "added_at"),
            LINKS: ("id", "organisation_id", "added_by_id"),
        },
    ),
)


def settle(whom: Whom) -> None:
    """Nobody decides any more about a wish of a person who is gone, and nobody waits for their answer."""
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.email_key.in_(sorted(whom.addresses)),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now())
    )
    if whom.person_id:
        leaving.leave(whom.person_id)
