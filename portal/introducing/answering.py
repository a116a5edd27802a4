"""What a member does with an approach: ask, let themselves be introduced, say no, or nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference
from portal.introducing import approaching, consent, queries, saying, telling
from portal.introducing.models import Approach, Introduction
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign
from portal.recruitment.moving import subject_of

MOST_MESSAGES = 20


def ask(approach: Approach, body: str, *, at: datetime) -> None:
    """Write to the consultants, still without a name."""
    _refuse_refused(approach)
    if len(approaching.messages(approach)) >= MOST_MESSAGES:
        raise RuleBroken("There are many messages here already. Ask the consultant to call you, or apply.")
    approaching.write(approach, body, author=approach.person_id, from_member=True, at=at)
    if approach.answer != "introduce":
        approach.answer, approach.answered_at = "more", at
    telling.answered(approach, "A member wrote to you about")


def refuse(approach: Approach, *, never_again: bool, at: datetime) -> None:
    """Say no; `never_again` keeps the client's campaigns from finding them, of which the consultants learn nothing."""
    _refuse_refused(approach)
    if queries.standing_introduction(approach) is not None:
        raise RuleBroken("You were introduced. Take that back first.")
    approach.answer, approach.answered_at = "never" if never_again else "no", at
    if never_again:
        client = campaigns.organisation_of(campaigns.by_id(approach.campaign_id))
        saying.keep_from(approach.person_id, client.id, client.name)
    db.session.flush()
    telling.answered(approach, "A member said no to")


def introduce(approach: Approach, *, version: str, words: str, at: datetime) -> Introduction:
    """Let the consultants know who it is. `words` are those that were read. Raises RuleBroken where they are not these."""
    _refuse_refused(approach)
    campaign = campaigns.by_id(approach.campaign_id)
    if campaign.state in OVER:
        raise RuleBroken("This recruitment is over, so there is nobody to be introduced to.")
    if version != consent.INTRODUCED_VERSION or words != words_for(campaign):
        raise RuleBroken("The words have changed since you opened this page. Read them again, then agree.")
    if queries.standing_introduction(approach) is not None:
        raise RuleBroken("You were introduced already.")
    row = Introduction(
        reference=new_reference(),
        campaign_id=approach.campaign_id,
        person_id=approach.person_id,
        called=approach.called,
        to_id=campaign.consultant_id,
        version=version,
        words=words,
        at=at,
    )
    db.session.add(row)
    approach.answer, approach.answered_at = "introduce", at
    db.session.flush()
    record("introducing.introduced", subject=subject_of(campaign), facts={"introduction": row.reference})
    telling.answered(approach, "A member let themselves be introduced for")
    return row


def take_back(introduction: Introduction, *, at: datetime) -> None:
    """Let the consultants see the name no longer. That and when there was an introduction stays in the log."""
    if introduction.withdrawn_at is not None:
        raise RuleBroken("This introduction was taken back already.")
    introduction.withdrawn_at = at
    approach = db.session.scalar(
        select(Approach)
        .where(Approach.campaign_id == introduction.campaign_id, Approach.person_id == introduction.person_id)
        .with_for_update()
    )
    db.session.flush()
    campaign = campaigns.by_id(introduction.campaign_id)
    record("introducing.taken_back", subject=subject_of(campaign), facts={"introduction": introduction.reference})
    if approach is not None:
        approach.answer, approach.answered_at = "no", at
        telling.answered(approach, "A member took their introduction back for")


def words_for(campaign: Campaign) -> str:
    """What somebody agrees to who is introduced for this campaign."""
    return consent.introduced(title=queries.title_of(campaign), organisation=campaigns.organisation_of(campaign).name)


def _refuse_refused(approach: Approach) -> None:
    if approach.answer in ("no", "never"):
        raise RuleBroken("You said no to this already. You can still apply on the vacancy’s own page.")
