"""Asking members once a year whether they still want to be found, and letting those be who do not answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select

from portal.database.base import db
from portal.introducing import telling
from portal.introducing.models import FoundConsent

ASKED_AFTER = timedelta(days=365)
ANSWERS_WITHIN = timedelta(days=14)


def to_ask(at: datetime) -> ColumnElement[bool]:
    """Consents that are a year old and were not asked about yet."""
    return and_(
        FoundConsent.withdrawn_at.is_(None), FoundConsent.asked_at.is_(None), FoundConsent.given_at <= at - ASKED_AFTER
    )


def unanswered(at: datetime) -> ColumnElement[bool]:
    """Consents that were asked about two weeks ago and not given again."""
    return and_(FoundConsent.withdrawn_at.is_(None), FoundConsent.asked_at <= at - ANSWERS_WITHIN)


def ask_again(at: datetime) -> int:
    """Ask those members; how many there were."""
    rows = db.session.scalars(select(FoundConsent).where(to_ask(at)).order_by(FoundConsent.id)).all()
    for each in rows:
        each.asked_at = at
        telling.ask_again(each.person_id)
    db.session.flush()
    return len(rows)


def end_unanswered(at: datetime) -> int:
    """Take who did not answer out of the searches; how many there were."""
    rows = db.session.scalars(select(FoundConsent).where(unanswered(at)).order_by(FoundConsent.id)).all()
    for each in rows:
        each.withdrawn_at = at
    db.session.flush()
    return len(rows)
