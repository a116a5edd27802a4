"""The secret in a person's feed addresses, which lets a feed reader see what they see. Only its hash is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from portal.accounts.models import FeedToken, Person
from portal.accounts.secrets import new_token, token_hash
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation import clock

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a person's token: never the token itself."""

    made_at: datetime
    used_on: date | None


def kept(person_id: int) -> Kept | None:
    """Whether a person has a token, since when, and when it was last used."""
    row = db.session.get(FeedToken, person_id)
    return None if row is None else Kept(row.made_at, row.used_on)


def make(person_id: int) -> str:
    """A new token, to be shown once; it voids the one before."""
    token = new_token()
    db.session.get_one(Person, person_id, with_for_update=True)  # two at once would both find none
    row = db.session.get(FeedToken, person_id) or FeedToken(person_id=person_id)
    row.token_hash, row.made_at, row.used_on = token_hash(token), clock.now(), None
    db.session.add(row)
    record("accounts.feed_token_made", by=person_id, about=person_id)
    return token


def revoke(person_id: int) -> None:
    """From now on no token of this person's is known; nothing happens when there was none."""
    row = db.session.get(FeedToken, person_id)
    if row is not None:
        db.session.delete(row)
        record("accounts.feed_token_revoked", by=person_id, about=person_id)


def holder(token: str) -> int | None:
    """Whose token this is, if the account is still in use."""
    if not token or len(token) > LONGEST:
        return None
    row = db.session.execute(
        select(FeedToken, Person)
        .join(Person, Person.id == FeedToken.person_id)
        .where(FeedToken.token_hash == token_hash(token))
    ).one_or_none()
    return row[1].id if row is not None and row[1].is_usable else None


def is_new_day(person_id: int, *, on: date) -> bool:
    """Whether the token was not yet used on this day, so that a reader who asks every minute writes once a day."""
    row = db.session.get(FeedToken, person_id)
    return row is not None and row.used_on != on


def note_use(person_id: int, *, on: date) -> None:
    """Keep the day of the last use, for its owner to see."""
    db.session.execute(update(FeedToken).where(FeedToken.person_id == person_id).values(used_on=on))
