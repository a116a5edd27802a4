"""Comments between client and consultant about a campaign: both see all of them, and each is told that one waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy import func, select, update

from portal.accounts import queries as people
from portal.audit.recording import record
from portal.caseload.models import CampaignComment
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.text import printable
from portal.recruitment import telling
from portal.recruitment.duties import Duty, Load
from portal.recruitment.models import Campaign
from portal.recruitment.moving import subject_of
from portal.web import words

LONGEST = 4_000
MOST_A_DAY = 30
"""Comments of one person on one campaign; nobody writes more, and each is a mail to others."""
ANSWER_WITHIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as both sides read it."""

    at: datetime
    by: str
    side: str
    text: str


def write(campaign: Campaign, text: str, *, from_client: bool, by: int, at: datetime) -> None:
    """Write one; the other side is told by mail that it waits, and not what it says."""
    said = "\n".join(printable(each).rstrip() for each in text.splitlines()).strip()
    if not said:
        raise RuleBroken("Write your comment.")
    if len(said) > LONGEST:
        raise RuleBroken(f"A comment has at most {LONGEST:,} characters. This one has {len(said):,}.")
    lately = db.session.scalar(
        select(func.count()).where(
            CampaignComment.campaign_id == campaign.id,
            CampaignComment.by_id == by,
            CampaignComment.at > at - timedelta(days=1),
        )
    )
    if (lately or 0) >= MOST_A_DAY:
        raise RuleBroken("You have written many comments today. Write again tomorrow, or call.")
    db.session.add(CampaignComment(campaign_id=campaign.id, from_client=from_client, at=at, by_id=by, text=said))
    record("caseload.comment", by=by, subject=subject_of(campaign))
    if from_client:
        telling.client_commented(campaign)
    else:
        note_answered(campaign, at=at)
        telling.consultant_commented(campaign)
    db.session.flush()


def note_answered(campaign: Campaign, *, at: datetime) -> None:
    """Nothing that the client wrote so far is to be answered any more."""
    db.session.execute(
        update(CampaignComment)
        .where(
            CampaignComment.campaign_id == campaign.id,
            CampaignComment.from_client.is_(True),
            CampaignComment.answered_at.is_(None),
        )
        .values(answered_at=at)
        .execution_options(synchronize_session=False)
    )


def of(campaign: Campaign) -> list[Comment]:
    """All of them, the newest first."""
    rows: Sequence[CampaignComment] = db.session.scalars(
        select(CampaignComment).where(CampaignComment.campaign_id == campaign.id).order_by(CampaignComment.id.desc())
    ).all()
    names = people.names_of({each.by_id for each in rows if each.by_id})
    return [
        Comment(
            each.at,
            names.get(each.by_id or 0, people.SOMEBODY),
            "the client" if each.from_client else "the consultant",
            each.text,
        )
        for each in rows
    ]


def waits(campaign: Campaign) -> bool:
    """Whether something of the client waits for the consultant's answer."""
    statement = select(CampaignComment.id).where(
        CampaignComment.campaign_id == campaign.id,
        CampaignComment.from_client.is_(True),
        CampaignComment.answered_at.is_(None),
    )
    return db.session.scalar(statement.limit(1)) is not None


def duties(load: Load) -> Iterator[Duty]:
    """Comments of clients that wait for an answer, together for each campaign."""
    rows = db.session.execute(
        select(CampaignComment.campaign_id, func.count(), func.min(CampaignComment.at))
        .where(
            CampaignComment.campaign_id.in_(load.running),
            CampaignComment.from_client.is_(True),
            CampaignComment.answered_at.is_(None),
        )
        .group_by(CampaignComment.campaign_id)
    )
    for campaign, number, since in rows:
        each = load.running[campaign]
        yield Duty(
            campaign=each.campaign.reference,
            title=f"{each.campaign.title}, {each.client}",
            whom=each.client,
            what=f"{words.counted(number, 'comment')} without an answer",
            since=since,
            due=since + ANSWER_WITHIN,
            act="Read and answer",
            address=url_for("consultant.comments.show", campaign=each.campaign.reference),
        )
