"""What the worker does about campaigns each minute: it notes which adverts have closed, and orders what is due of fees."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.posting.models import Posting
from portal.posting.states import LIVE as PUBLIC
from portal.posting.states import NAMES
from portal.recruitment import instalments, moving
from portal.recruitment.campaign_states import LIVE
from portal.recruitment.models import Campaign


def tend(*, at: datetime) -> tuple[int, int]:
    """How many campaigns were closed, and how many orders made."""
    return close_passed(at=at), instalments.order_forgotten(at=at)


def close_passed(*, at: datetime, limit: int = 500) -> int:
    """Close live campaigns whose advert is over, by its time or by the client's own act; says how many."""
    with transaction():
        rows = db.session.execute(
            select(Campaign, Posting)
            .join(Posting, Posting.id == Campaign.posting_id)
            .where(Campaign.state == LIVE, or_(Posting.state != PUBLIC, Posting.closes_at <= at))
            .order_by(Campaign.id)
            .limit(limit)
        ).all()
        for campaign, posting in rows:
            words = "" if posting.state == PUBLIC else f"Its vacancy is {NAMES[posting.state].lower()}"
            moving.move(campaign, "close", by=None, at=at, note=words)
        return len(rows)
