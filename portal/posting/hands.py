"""Whose hand is in the text of a vacancy since it was agreed to last: none of them may agree to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select

from portal.database.base import db
from portal.posting.models import Posting, PostingHand


def lay(posting: Posting, *, by: int, at: datetime) -> None:
    """Somebody has written in the text. The caller holds the vacancy, so nobody is noted twice."""
    db.session.flush()
    if by not in of(posting):
        db.session.add(PostingHand(posting_id=posting.id, person_id=by, at=at))
        db.session.flush()


def wash(posting: Posting) -> None:
    """The text is agreed to, is public, or says again what was public: whoever writes in it next begins anew."""
    db.session.flush()
    db.session.execute(delete(PostingHand).where(PostingHand.posting_id == posting.id))


def of(posting: Posting) -> list[int]:
    """Who has written in it since."""
    return list(db.session.scalars(select(PostingHand.person_id).where(PostingHand.posting_id == posting.id)))


def is_of(person_id: int) -> ColumnElement[bool]:
    """Whether this person has, as a condition on vacancies."""
    return exists().where(PostingHand.posting_id == Posting.id, PostingHand.person_id == person_id)
