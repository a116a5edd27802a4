"""The client's panel: who will shortlist and interview. Invited by e-mail address, of the panel once they took it up."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.accounts import queries as people
from portal.accounts.addresses import email_key, is_email
from portal.accounts.models import Person
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.foundation.text import one_line
from portal.recruitment import farewells, moving, telling
from portal.recruitment.campaign_states import OVER
from portal.recruitment.merit import SCORERS
from portal.recruitment.models import Campaign, PanelMember

MOST = 12
LASTS = timedelta(days=30)
"""How long an invitation can be taken up."""
_NONE = "There is no such member of the panel."


def of(campaign: Campaign) -> list[PanelMember]:
    """Who is on it or invited to it, the chair first."""
    return list(
        db.session.scalars(
            select(PanelMember)
            .where(PanelMember.campaign_id == campaign.id, PanelMember.removed_at.is_(None))
            .order_by(PanelMember.is_chair.desc(), PanelMember.id)
        )
    )


def invite(campaign: Campaign, *, name: str, email: str, is_chair: bool, by: int, at: datetime) -> PanelMember:
    """Invite somebody of the client, or from outside, by their address. A new chair takes the place of the old one."""
    if campaign.state in OVER:
        raise RuleBroken("This campaign is over.")
    standing = of(campaign)
    if not one_line(name):
        raise RuleBroken("Enter the name of whom you invite.")
    if not is_email(email):
        raise RuleBroken("Enter an e-mail address, such as name@example.org.")
    if email_key(email) in {each.email_key for each in standing}:
        raise RuleBroken(f"{email.strip()} is on this panel, or invited, already.")
    if len(standing) >= MOST:
        raise RuleBroken(f"A panel has at most {MOST} people. Take somebody off first.")
    member = PanelMember(
        reference=new_reference(),
        campaign_id=campaign.id,
        name=one_line(name, limit=200),
        email=email.strip(),
        email_key=email_key(email),
        is_chair=False,
        invited_at=at,
        invited_by_id=by,
    )
    db.session.add(member)
    db.session.flush()
    if is_chair:
        _seat_chair(campaign, member)
    moving.note(campaign, "panel", by=by, at=at, words="Somebody was invited")
    telling.panel_invitation(campaign, member)
    return member


def make_chair(campaign: Campaign, reference: str, *, by: int, at: datetime) -> None:
    """Let this member chair the panel."""
    _seat_chair(campaign, one(campaign, reference))
    moving.note(campaign, "panel", by=by, at=at, words="Its chair was named")


def remove(campaign: Campaign, reference: str, *, by: int, at: datetime) -> None:
    """Take somebody off, or their invitation back. They are told."""
    member = one(campaign, reference)
    member.removed_at = at
    farewells.taken_off_panel(campaign, member)
    moving.note(campaign, "panel", by=by, at=at, about=member.person_id, words="Somebody was taken off")


def invited(person: Person, *, at: datetime) -> list[tuple[PanelMember, Campaign]]:
    """The open invitations of this person's confirmed address, the newest first."""
    if person.email_confirmed_at is None or not person.email_key:
        return []
    rows = db.session.execute(
        select(PanelMember, Campaign)
        .join(Campaign, Campaign.id == PanelMember.campaign_id)
        .where(
            PanelMember.email_key == person.email_key,
            PanelMember.person_id.is_(None),
            PanelMember.removed_at.is_(None),
            PanelMember.invited_at > at - LASTS,
            Campaign.state.not_in(OVER),
        )
        .order_by(PanelMember.id.desc())
    )
    return [(member, campaign) for member, campaign in rows]


def number_invited(person: Person, *, at: datetime) -> int:
    """How many those are, for the menu."""
    return len(invited(person, at=at))


def take_up(person_id: int, reference: str, *, at: datetime) -> PanelMember:
    """Join the panel that one was invited to. Raises NotFound for anybody else's invitation."""
    person = people.by_id(person_id)
    for member, campaign in invited(person, at=at):
        if member.reference == tidy_reference(reference):
            member.person_id, member.taken_up_at = person.id, at
            moving.note(campaign, "panel", by=person.id, at=at, words="An invitation was taken up")
            return member
    raise NotFound("There is no such invitation.")


def decline(person_id: int, reference: str, *, at: datetime) -> None:
    """Do not join the panel that one was invited to."""
    person = people.by_id(person_id)
    for member, campaign in invited(person, at=at):
        if member.reference == tidy_reference(reference):
            member.removed_at = at
            moving.note(campaign, "panel", by=person.id, at=at, words="An invitation was declined")
            return
    raise NotFound("There is no such invitation.")


def sat_on(person_id: int) -> list[Campaign]:
    """The campaigns on whose panel this person is, the newest first."""
    return list(
        db.session.scalars(
            select(Campaign)
            .join(PanelMember, PanelMember.campaign_id == Campaign.id)
            .where(PanelMember.person_id == person_id, PanelMember.removed_at.is_(None))
            .order_by(Campaign.id.desc())
        )
    )


def for_member(person_id: int, reference: str) -> tuple[Campaign, PanelMember]:
    """A campaign on whose panel the person is. Raises NotFound."""
    found = db.session.execute(
        select(Campaign, PanelMember)
        .join(PanelMember, PanelMember.campaign_id == Campaign.id)
        .where(
            Campaign.reference == tidy_reference(reference),
            PanelMember.person_id == person_id,
            PanelMember.removed_at.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound("There is no such panel.")
    return found[0], found[1]


def number_joined(campaign: Campaign) -> int:
    """How many have taken their invitation up."""
    return sum(each.taken_up_at is not None for each in of(campaign))


def missing(campaign: Campaign) -> list[str]:
    """What the panel wants before it can score and decide, in sentences; empty where nothing is."""
    standing = of(campaign)
    joined = number_joined(campaign)
    if not standing:
        return [f"Nobody is invited yet. {SCORERS} people score each candidate."]
    found = []
    if joined < SCORERS:
        found.append(f"{joined} of {len(standing)} have joined, and {SCORERS} people must score each candidate.")
    chair = next((each for each in standing if each.is_chair), None)
    if chair is None:
        found.append("Nobody chairs it.")
    elif chair.taken_up_at is None:
        found.append("Its chair has not joined.")
    return found


def _seat_chair(campaign: Campaign, member: PanelMember) -> None:
    for each in of(campaign):
        each.is_chair = each.id == member.id


def one(campaign: Campaign, reference: str) -> PanelMember:
    """Who is on it or invited to it by this reference. Raises NotFound."""
    for each in of(campaign):
        if each.reference == tidy_reference(reference):
            return each
    raise NotFound(_NONE)
