"""Warning applicants that what they wrote is about to be deleted."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, literal, select

from portal.applying import telling
from portal.applying.models import JobApplication
from portal.database.base import db
from portal.mail.models import Message
from portal.posting.models import Posting

WARNED_BEFORE = timedelta(days=14)


def warned(*, since: datetime) -> ColumnElement[bool]:
    """Applications whose owners were warned since then."""
    begins = literal(f"{telling.FORGETTING}:") + JobApplication.reference + literal(":%")
    return exists().where(Message.unique_key.like(begins), Message.queued_at >= since)


def warn(soon: ColumnElement[bool], *, forgotten_at: datetime, at: datetime) -> int:
    """Write to the owners of these applications; how many there were."""
    rows = db.session.scalars(select(JobApplication).where(soon).order_by(JobApplication.id)).all()
    for each in rows:
        telling.forgotten_soon(each, db.session.get_one(Posting, each.posting_id), forgotten_at=forgotten_at, at=at)
    return len(rows)
