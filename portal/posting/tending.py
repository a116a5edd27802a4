"""What the worker does about employers' vacancies each minute: publishes those whose time has come, and notes the closed."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.facts import EmployerRemoved, EmployersMerged
from portal.foundation.errors import RuleBroken
from portal.posting import ending, publishing, queries, telling, writing
from portal.posting.models import Posting
from portal.posting.states import LIVE, READY, SCHEDULED

log = logging.getLogger(__name__)


def publish_due(*, at: datetime) -> tuple[int, int]:
    """Publish what waited for this moment, each in a transaction of its own; how many were published, and sent back.

    What cannot be published any more becomes a draft again, and its author is told why. Of a live vacancy it is the
    changes that waited for further weeks.
    """
    with transaction():
        due = db.session.scalars(
            select(Posting.reference)
            .where(Posting.state.in_((SCHEDULED, LIVE)), Posting.publish_at <= at)
            .order_by(Posting.publish_at, Posting.id)
        ).all()
    published = sent_back = 0
    for reference in due:
        with transaction():
            done = publish_or_send_back(reference, at=at)
        published, sent_back = published + done, sent_back + (not done)
    return published, sent_back


def publish_or_send_back(reference: str, *, at: datetime) -> bool:
    """Publish a vacancy on behalf of an order or the clock; False where something stands against it."""
    posting = queries.by_reference(reference, locked=True)
    if posting.state == LIVE:
        return _publish_changes(posting, at=at)
    if not writing.waits(posting):
        return False
    try:
        publishing.publish(posting, by=None, at=at)
    except RuleBroken as problem:
        writing.take_back(posting, by=None, at=at, note=str(problem))
        posting.order_reference = ""
        telling.sent_back(posting, because=str(problem))
        log.warning("posting.sent_back", extra={"posting": posting.reference})
        return False
    telling.published(posting)
    return True


def _publish_changes(posting: Posting, *, at: datetime) -> bool:
    posting.publish_at = None
    try:
        publishing.republish(posting, by=None, at=at)
    except RuleBroken as problem:
        telling.changes_kept_back(posting, because=str(problem))
        return False
    return True


def close_passed(*, at: datetime) -> int:
    """Note what has closed; says how many."""
    with transaction():
        return ending.close_passed(at=at)


def follow_merge(fact: EmployersMerged) -> None:
    """Vacancies go with an organisation that becomes part of another."""
    for posting in db.session.scalars(select(Posting).where(Posting.organisation_id == fact.from_id)):
        posting.organisation_id = fact.into_id
    db.session.flush()


def refuse_removal(fact: EmployerRemoved) -> None:
    """Raise RuleBroken while a vacancy of an organisation is shown, or is to be."""
    shown = select(Posting.reference).where(
        Posting.organisation_id == fact.organisation_id, Posting.state.in_((READY, SCHEDULED, LIVE))
    )
    reference = db.session.scalar(shown.limit(1))
    if reference is not None:
        raise RuleBroken(f"Its vacancy {reference} is shown or waits to be. Withdraw that first.")
