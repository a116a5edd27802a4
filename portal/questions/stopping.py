"""The link in a mail that stops further ones: it names one follower, and only this installation can make it."""

from __future__ import annotations

import hmac

from flask import current_app

from portal.accounts.secrets import keyed_hash
from portal.config import Settings
from portal.database.base import db
from portal.questions.models import QuestionFollower

PURPOSE = "questions.stop"
LONGEST = 100


def token_of(follower: QuestionFollower) -> str:
    """The secret of the link."""
    return f"{follower.id}.{_mark(follower)}"


def holder(token: str) -> QuestionFollower | None:
    """Whom a link names; None for one that is altered, or was followed before."""
    number, _, mark = token[:LONGEST].partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        return None
    found = db.session.get(QuestionFollower, int(number))
    return found if found is not None and hmac.compare_digest(_mark(found), mark) else None


def stop(token: str) -> None:
    """Tell whom the link names no longer; nothing happens for one that names nobody."""
    follower = holder(token)
    if follower is not None:
        db.session.delete(follower)


def _mark(follower: QuestionFollower) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    words = (PURPOSE, str(follower.id), str(follower.campaign_id), str(follower.person_id), follower.since.isoformat())
    return keyed_hash(settings.secret_key, *words)[:40]
