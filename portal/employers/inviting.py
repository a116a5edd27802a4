"""Owners invite colleagues by e-mail: good for seven days, once, and for that address alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, update

from portal.accounts import limits, links
from portal.accounts.models import Person
from portal.accounts.signing_in import email_key
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import queries, seats
from portal.employers.models import Invitation, Organisation, Seat
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.mail.posting import post

LASTS = timedelta(days=7)
A_DAY = timedelta(days=1)
MOST_TO_ONE = 5
MOST_TO_ALL = 100
"""How many invitations go to one address, and from one organisation, in a day: more would be a nuisance to strangers."""
PURPOSE = "invitation"
MOST_OPEN = 50
SPENT = (
    "This invitation has been used, was withdrawn or sent anew, or is more than seven days old. "
    "Ask the person who invited you for a new one."
)
NOT_FOR_YOU = (
    "This invitation is for another e-mail address than yours. Sign in with the address that it was sent to, "
    "or ask to be invited at the address of this account."
)
NOT_CONFIRMED = "Confirm your e-mail address first: we have sent you a link. Then open the invitation again."
INVITER_GONE = (
    "The person who invited you no longer manages the organisation, so the invitation does not count. "
    "Ask somebody who does for a new one."
)
CLOSED = "The organisation that invited you is no longer here. Ask the person who invited you what became of it."


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as its page shows it. `problem` says why it cannot be accepted now, in a sentence."""

    organisation: str = ""
    roles: tuple[str, ...] = ()
    problem: str = ""
    needs_sign_in: bool = False


def invite(organisation_id: int, email: str, roles: Iterable[str], *, by: int) -> Invitation:
    """Invite whoever has this address. An open invitation of the same address gives way to this one."""
    organisation = seats.held(organisation_id)
    if not queries.has_role(by, organisation.id, seats.OWNER):
        raise NotFound("There is no such organisation.")
    chosen = [role for role in seats.ROLES if role in set(roles)]
    if not chosen:
        raise RuleBroken("Choose at least one role for your colleague.")
    key = email_key(email)
    seated = select(Seat.id).join(Person, Person.id == Seat.person_id)
    if db.session.scalar(seated.where(Seat.organisation_id == organisation.id, Person.email_key == key).limit(1)):
        raise RuleBroken(
            f"{email.strip()} acts for {organisation.name} already. Change their roles in the list of people."
        )
    if _open(organisation.id) >= MOST_OPEN:
        raise RuleBroken(f"{MOST_OPEN} invitations are open. Withdraw some, or wait until they are accepted.")
    for old in db.session.scalars(select(Invitation).where(Invitation.email_key == key, *_is_open(organisation.id))):
        _end(old)
    invitation = Invitation(
        reference=new_reference(),
        organisation_id=organisation.id,
        email=email.strip(),
        email_key=key,
        roles=chosen,
        invited_by_id=by,
        invited_at=clock.now(),
        expires_at=clock.now() + LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    _note("employers.invited", invitation, organisation, by=by, facts={"roles": chosen})
    _send(invitation, organisation)
    return invitation


def withdraw(organisation_id: int, reference: str, *, by: int) -> Invitation:
    """Take an open invitation back: its link leads nowhere from now on."""
    organisation, invitation = _owned(organisation_id, reference, by=by)
    if not _end(invitation):
        raise RuleBroken("This invitation is no longer open.")
    _note("employers.invitation_withdrawn", invitation, organisation, by=by)
    return invitation


def send_again(organisation_id: int, reference: str, *, by: int) -> Invitation:
    """Send a fresh link, good for seven days from now; the old one leads nowhere."""
    organisation, invitation = _owned(organisation_id, reference, by=by)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise RuleBroken("This invitation is no longer open.")
    invitation.expires_at = clock.now() + LASTS
    _note("employers.invitation_sent_again", invitation, organisation, by=by)
    _send(invitation, organisation)
    return invitation


def end_all(organisation_id: int) -> None:
    """Void every open invitation, because the organisation is removed."""
    for each in db.session.scalars(select(Invitation).where(*_is_open(organisation_id))).all():
        _end(each)


def look(token: str, person: Person | None) -> Invited:
    """What the link offers this person; looking uses nothing up."""
    link = links.look(PURPOSE, token)
    invitation = None if link is None else _of(link.subject)
    if invitation is None or not _counts(invitation):
        return Invited(problem=SPENT)
    try:
        organisation = queries.by_id(invitation.organisation_id)
    except NotFound:
        return Invited(problem=CLOSED)
    roles = tuple(seats.ROLES[role] for role in invitation.roles)
    if person is None:
        return Invited(organisation.name, roles, needs_sign_in=True)
    return Invited(organisation.name, roles, problem=_against(invitation, organisation, person))


def accept(token: str, person_id: int) -> Organisation:
    """Take up the invitation; of two who open the same link at once, one succeeds."""
    link = links.look(PURPOSE, token)
    invitation = None if link is None else _of(link.subject)
    if invitation is None or not _counts(invitation):
        raise RuleBroken(SPENT)
    try:
        organisation = seats.held(queries.by_id(invitation.organisation_id).id)
    except NotFound as gone:
        raise RuleBroken(CLOSED) from gone
    problem = _against(invitation, organisation, db.session.get_one(Person, person_id))
    if problem:
        raise RuleBroken(problem)
    taken = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .values(accepted_at=clock.now(), accepted_by_id=person_id)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken(SPENT)
    links.use(PURPOSE, token)
    given = seats.grant(organisation, person_id, invitation.roles, by=invitation.invited_by_id)
    _note("employers.invitation_accepted", invitation, organisation, by=person_id, facts={"roles": given})
    return organisation


def _against(invitation: Invitation, organisation: Organisation, person: Person) -> str:
    if person.email_key != invitation.email_key:
        return NOT_FOR_YOU
    if not person.email_confirmed_at:
        return NOT_CONFIRMED
    inviter_owns = queries.has_role(invitation.invited_by_id, organisation.id, seats.OWNER)
    return "" if inviter_owns else INVITER_GONE


def _counts(invitation: Invitation) -> bool:
    return invitation.accepted_at is None and invitation.withdrawn_at is None and clock.now() < invitation.expires_at


def _is_open(organisation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.organisation_id == organisation_id,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )


def _open(organisation_id: int) -> int:
    statement = select(func.count()).select_from(Invitation)
    return db.session.scalar(statement.where(*_is_open(organisation_id), Invitation.expires_at > clock.now())) or 0


def _owned(organisation_id: int, reference: str, *, by: int) -> tuple[Organisation, Invitation]:
    organisation = seats.held(organisation_id)
    found = db.session.scalar(
        select(Invitation).where(Invitation.reference == reference, Invitation.organisation_id == organisation.id)
    )
    if found is None or not queries.has_role(by, organisation.id, seats.OWNER):
        raise NotFound("There is no such invitation.")
    return organisation, found


def _of(subject: str) -> Invitation | None:
    return db.session.scalar(select(Invitation).where(Invitation.reference == subject.partition(":")[2]))


def _end(invitation: Invitation) -> bool:
    """Withdraw an open invitation and void its link; False when it was not open."""
    done = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )
    links.void(PURPOSE, subject=_subject(invitation))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _send(invitation: Invitation, organisation: Organisation) -> None:
    within_one = limits.allow("invitation", f"{organisation.id}:{invitation.email_key}", most=MOST_TO_ONE, within=A_DAY)
    if not within_one or not limits.allow("invitations", str(organisation.id), most=MOST_TO_ALL, within=A_DAY):
        raise RuleBroken("Many invitations have been sent today. Wait until tomorrow before you send another.")
    token = links.make(PURPOSE, subject=_subject(invitation), lasts=LASTS)
    inviter = db.session.get_one(Person, invitation.invited_by_id)
    post(
        "employers/mail/invitation.txt",
        to=invitation.email,
        organisation=organisation.name,
        inviter=inviter.name,
        roles=[seats.ROLES[role] for role in invitation.roles],
        token=token,
        until=invitation.expires_at,
    )


def _subject(invitation: Invitation) -> str:
    return f"invitation:{invitation.reference}"


def _note(
    action: str, invitation: Invitation, organisation: Organisation, *, by: int, facts: dict[str, object] | None = None
) -> None:
    record(
        action,
        by=by,
        subject=queries.subject_of(organisation),
        facts={"invitation": invitation.reference, **(facts or {})},
    )
