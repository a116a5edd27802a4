"""A person asks to act for an organisation. docs/decisions/claims.md says who decides, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, update

from portal.accounts import limits
from portal.accounts.models import Person
from portal.accounts.writing_to import write_to
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import queries, seats
from portal.employers.letting_in import lets_in
from portal.employers.models import Claim, Organisation
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.foundation.text import one_line
from portal.mail.posting import post

MOST_WAITING = 5
MOST_A_DAY = 10
"""Every claim writes to owners, so that withdrawing and asking again must not be free."""
LEAST_WORDS = 20
DECIDED = "This claim has been decided already."


def claim(organisation_id: int, person_id: int, *, words: str = "") -> Claim:
    """Ask to act for the organisation.

    Whose confirmed address lies in its domain becomes its owner at once if it has none; else the claim waits, and
    its owners are told. `words` say why, for whoever decides.
    """
    organisation = seats.held(organisation_id)
    person = db.session.get_one(Person, person_id)
    if queries.roles_in(person_id, organisation.id):
        raise RuleBroken(f"You act for {organisation.name} already. An owner can give you more roles.")
    if _waiting(Claim.person_id == person_id, Claim.organisation_id == organisation.id):
        raise RuleBroken(f"You have asked to act for {organisation.name} already. We will write to you.")
    if _waiting(Claim.person_id == person_id) >= MOST_WAITING:
        raise RuleBroken("You have asked for several organisations. Wait until we have looked at those.")
    if not limits.allow("claim", str(person_id), most=MOST_A_DAY, within=timedelta(days=1)):
        raise RuleBroken("You have asked for many organisations today. Try again tomorrow.")
    domain, owners = lets_in(organisation, person), queries.owners(organisation.id)
    words = one_line(words, limit=400)
    if domain is None and len(words) < LEAST_WORDS:
        raise RuleBroken("Say in a sentence or two what you do at the organisation and how we can check it.")
    shown = f"Confirmed address in {domain}." if domain else ""
    asked = Claim(
        reference=new_reference(),
        organisation_id=organisation.id,
        person_id=person_id,
        state="waiting",
        evidence=f"{shown} {words}".strip(),
        asked_at=clock.now(),
    )
    db.session.add(asked)
    db.session.flush()
    _note("employers.claimed", asked, organisation, by=person_id, facts={"by_domain": domain is not None})
    if domain is not None and not owners:
        asked.state, asked.decided_at = "approved", clock.now()
        asked.reason = "The address shows it, and the organisation had no owner."
        seats.grant(organisation, person_id, [seats.OWNER], by=None)
        _note("employers.claim_approved", asked, organisation, by=None, facts={"by_domain": True})
        _tell(asked, organisation, roles=[seats.OWNER])
    for owner in owners if asked.state == "waiting" else ():
        _ask(owner, asked, organisation, person)
    return asked


def withdraw(reference: str, *, by: int) -> Claim:
    """Take one's own claim back."""
    asked = _found(reference)
    if asked.person_id != by:
        raise NotFound("There is no such claim.")
    _decide(asked, "withdrawn", by=by, reason="")
    _note("employers.claim_withdrawn", asked, db.session.get_one(Organisation, asked.organisation_id), by=by)
    return asked


def decide_as_owner(
    organisation_id: int, reference: str, *, approved: bool, by: int, roles: Iterable[str] = (), reason: str = ""
) -> Claim:
    """An owner lets the person in with these roles, or not. Raises NotFound for another organisation's claim."""
    organisation = seats.held(organisation_id)
    asked = _found(reference)
    if asked.organisation_id != organisation.id or not queries.has_role(by, organisation.id, seats.OWNER):
        raise NotFound("There is no such claim.")
    return _settle(asked, organisation, approved=approved, by=by, roles=roles, reason=reason)


def decide_as_staff(
    reference: str, *, approved: bool, by: int, roles: Iterable[str] = (seats.OWNER,), reason: str = ""
) -> Claim:
    """Staff decide; approving a claim of a new organisation waits until the organisation itself is confirmed."""
    asked = _found(reference)
    organisation = seats.held(asked.organisation_id)
    if asked.person_id == by:
        raise RuleBroken("You cannot decide your own claim. Ask a colleague on the staff to do it.")
    if approved and organisation.confirmed_at is None:
        raise RuleBroken(f"Confirm {organisation.name} first, or merge it into the organisation that it is.")
    return _settle(asked, organisation, approved=approved, by=by, roles=roles, reason=reason)


def decline_all(organisation: Organisation, *, because: str, by: int) -> None:
    """Decline whatever waits, because the organisation is removed. The caller holds its row."""
    waiting = select(Claim).where(Claim.organisation_id == organisation.id, Claim.state == "waiting")
    for asked in db.session.scalars(waiting.order_by(Claim.id)).all():
        _settle(asked, organisation, approved=False, by=by, roles=(), reason=because)


def withdraw_all(person_id: int) -> None:
    """Nobody decides any more about the wishes of a person who has left."""
    waiting = select(Claim).where(Claim.person_id == person_id, Claim.state == "waiting")
    for asked in db.session.scalars(waiting.order_by(Claim.id)).all():
        if _moved(asked, "withdrawn", by=None, reason=""):
            _note("employers.claim_withdrawn", asked, db.session.get_one(Organisation, asked.organisation_id), by=None)


def _settle(
    asked: Claim, organisation: Organisation, *, approved: bool, by: int, roles: Iterable[str], reason: str
) -> Claim:
    chosen = [role for role in seats.ROLES if role in set(roles)]
    reason = one_line(reason, limit=500)
    if approved and not chosen:
        raise RuleBroken("Choose at least one role for the person.")
    if not approved and not reason:
        raise RuleBroken("Give a reason. The person will read it.")
    _decide(asked, "approved" if approved else "declined", by=by, reason=reason)
    if approved:
        seats.grant(organisation, asked.person_id, chosen, by=by)
    action = "employers.claim_approved" if approved else "employers.claim_declined"
    _note(action, asked, organisation, by=by, facts={"roles": chosen} if approved else {})
    _tell(asked, organisation, roles=chosen if approved else [])
    return asked


def _decide(asked: Claim, state: str, *, by: int, reason: str) -> None:
    """Move a waiting claim on; of two who decide at once the second is refused."""
    if not _moved(asked, state, by=by, reason=reason):
        raise RuleBroken(DECIDED)


def _moved(asked: Claim, state: str, *, by: int | None, reason: str) -> bool:
    done = db.session.execute(
        update(Claim)
        .where(Claim.id == asked.id, Claim.state == "waiting")
        .values(state=state, decided_at=clock.now(), decided_by_id=by, reason=reason)
    )
    db.session.refresh(asked)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _found(reference: str) -> Claim:
    found = db.session.scalar(select(Claim).where(Claim.reference == reference))
    if found is None:
        raise NotFound("There is no such claim.")
    return found


def _waiting(*conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Claim).where(Claim.state == "waiting", *conditions)) or 0


def _note(
    action: str, asked: Claim, organisation: Organisation, *, by: int | None, facts: dict[str, object] | None = None
) -> None:
    record(
        action,
        by=by,
        subject=queries.subject_of(organisation),
        about=asked.person_id,
        facts={"claim": asked.reference, **(facts or {})},
    )


def _tell(asked: Claim, organisation: Organisation, *, roles: list[str]) -> None:
    write_to(
        asked.person_id,
        "employers/mail/claim_approved.txt" if roles else "employers/mail/claim_declined.txt",
        unique_key=f"claim-decided:{asked.reference}",
        organisation=organisation.name,
        reference=organisation.reference,
        roles=[seats.ROLES[role] for role in roles],
        reason=asked.reason,
    )


def _ask(owner_id: int, asked: Claim, organisation: Organisation, person: Person) -> None:
    owner = db.session.get_one(Person, owner_id)
    if owner.email:
        post(
            "employers/mail/claim_made.txt",
            to=owner.email,
            person_id=owner_id,
            unique_key=f"claim-made:{asked.reference}:{owner_id}",
            organisation=organisation.name,
            reference=organisation.reference,
            name=person.name,
            email=person.email,
            evidence=asked.evidence,
        )
