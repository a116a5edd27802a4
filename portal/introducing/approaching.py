"""Approaching a member for a campaign: one message, once a person and campaign, and few a month."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.introducing import matching, saying, searching, telling
from portal.introducing.models import Approach, ApproachMessage
from portal.questions.asking import tidy
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign
from portal.recruitment.moving import subject_of
from portal.web.words import listed, long_time

LONGEST = 2_000
ASPECTS = {
    "role": "the kind of work",
    "level": "the level",
    "place": "where you would work",
    "pay": "pay",
    "clearance": "clearance",
    "pattern": "the working pattern",
    "start": "when you could start",
}
GONE = "This member can no longer be approached for this campaign. Nothing was sent."


def template(campaign: Campaign, match: matching.Match, *, by: str, at: datetime) -> str:
    """What the message says unless the consultant says otherwise."""
    vacancy = searching.vacancy_of(campaign, at=at)
    until = f" Applications are taken until {long_time(vacancy.closes_at)}." if vacancy and vacancy.closes_at else ""
    title, organisation = vacancy.title if vacancy else campaign.title, campaigns.organisation_of(campaign).name
    aspects = [ASPECTS[each.aspect] for each in match.reasons if each.verdict == "for"]
    fits = f" It seems to fit what you said of {listed(aspects, most=len(aspects))}." if aspects else ""
    return (
        f"Hello\n\nI look for somebody for the post “{title}” at {organisation}.{fits}{until}\n\n"
        "Ask me here if you would like to know more. I learn who you are only if you let yourself be introduced. "
        f"If it is nothing for you, there is nothing that you need to do.\n\n{by}"
    )


def send(campaign: Campaign, called: str, words: str, *, by: int, at: datetime) -> Approach:
    """Send the message. Raises RuleBroken, and sends nothing, where the member has left the search meanwhile."""
    text = tidy(words)
    if not text:
        raise RuleBroken("Write the message.")
    if len(text) > LONGEST:
        raise RuleBroken(f"The message must be {LONGEST:,} characters or fewer. Yours has {len(text):,}.")
    try:
        person_id = searching.one(campaign, called, at=at).person_id
    except NotFound as gone:
        raise RuleBroken(GONE) from gone
    # Whoever approaches the same member, and the member who takes their consent back, wait here for each other.
    if saying.standing(person_id, locked=True) is None:
        raise RuleBroken(GONE)
    still = searching.found(campaign, at=at, person_id=person_id)
    if not still:
        raise RuleBroken(GONE)
    row = Approach(
        reference=new_reference(),
        campaign_id=campaign.id,
        person_id=person_id,
        called=still[0].called,
        reasons=list(still[0].match.of("for")),
        words=text,
        sent_at=at,
        by_id=by,
        answer="",
    )
    db.session.add(row)
    db.session.flush()
    # Whom it went to is nobody's to know, staff included, so the record names what they are called in the campaign.
    record("introducing.approached", by=by, subject=subject_of(campaign), facts={"member": row.called})
    telling.approached(row)
    return row


def reply(campaign: Campaign, approach: Approach, body: str, *, by: int, at: datetime) -> None:
    """Write to a member who has asked, or who let themselves be introduced. Raises RuleBroken for anybody else."""
    if not may_write(approach):
        raise RuleBroken("You can write again once the member has answered.")
    write(approach, body, author=by, from_member=False, at=at)
    record("introducing.replied", by=by, subject=subject_of(campaign), facts={"member": approach.called})
    telling.replied(approach)


def may_write(approach: Approach) -> bool:
    """Whether the consultants may write: the first message stands alone until the member answers it."""
    return approach.answer in ("more", "introduce")


def messages(approach: Approach) -> list[ApproachMessage]:
    """What was written after it, in order."""
    return list(
        db.session.scalars(
            select(ApproachMessage).where(ApproachMessage.approach_id == approach.id).order_by(ApproachMessage.id)
        )
    )


def write(approach: Approach, body: str, *, author: int | None, from_member: bool, at: datetime) -> None:
    """Keep a message of either side. Raises RuleBroken for an empty or a too long one."""
    text = tidy(body)
    if not text:
        raise RuleBroken("Write your message.")
    if len(text) > LONGEST:
        raise RuleBroken(f"A message must be {LONGEST:,} characters or fewer. Yours has {len(text):,}.")
    db.session.add(
        ApproachMessage(approach_id=approach.id, from_member=from_member, author_id=author, body=text, at=at)
    )
    db.session.flush()
