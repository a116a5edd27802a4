"""Notes of a campaign: the consultants' own, which the client never sees."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.text import printable
from portal.recruitment.models import Campaign, CampaignNote

LONGEST = 4_000


def write(campaign: Campaign, text: str, *, by: int, at: datetime) -> None:
    """Keep a note."""
    words = "\n".join(printable(each).rstrip() for each in text.splitlines()).strip()
    if not words:
        raise RuleBroken("Write the note.")
    if len(words) > LONGEST:
        raise RuleBroken(f"A note has at most {LONGEST:,} characters. This one has {len(words):,}.")
    db.session.add(CampaignNote(campaign_id=campaign.id, at=at, by_id=by, text=words))


def of(campaign: Campaign) -> list[CampaignNote]:
    """Its notes, the newest first."""
    return list(
        db.session.scalars(
            select(CampaignNote).where(CampaignNote.campaign_id == campaign.id).order_by(CampaignNote.id.desc())
        )
    )
