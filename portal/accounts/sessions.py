"""Sessions kept on the server: the cookie holds a token, the row decides whether it still counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from portal.accounts.models import Person, SignIn
from portal.accounts.roles import roles_of
from portal.accounts.secrets import new_token, token_hash
from portal.database.base import db
from portal.foundation import clock

ABSOLUTE = timedelta(days=30)
IDLE = timedelta(days=14)
IDLE_WITH_ROLE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)
"""How exactly `seen_at` is kept: a write at every request would make every page wait for the database's one writer."""


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in that counts now, and whose it is."""

    id: int
    person: Person
    roles: frozenset[str]
    proved_at: datetime
    second_factor: bool
    seen_at: datetime


def begin(person: Person, *, at: datetime, address: str = "", device: str = "", second_factor: bool = False) -> str:
    """Start a session; gives the token for the cookie."""
    token = new_token()
    db.session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person.id,
            began_at=at,
            seen_at=at,
            proved_at=at,
            second_factor_at=at if second_factor else None,
            address=address[:45],
            device=device[:200],
        )
    )
    return token


def find(token: str, *, at: datetime) -> Session | None:
    """The session of this token, unless it has ended, idled too long or its account is no longer usable."""
    row = db.session.scalar(
        select(SignIn).where(SignIn.token_hash == token_hash(token)).execution_options(populate_existing=True)
    )
    if row is None:
        return None
    person = db.session.get_one(Person, row.person_id, populate_existing=True)
    roles = roles_of(person.id)
    idle = IDLE_WITH_ROLE if roles else IDLE
    # A clock put back must not lengthen a session, so one begun or seen in the future has ended too.
    alive = row.began_at <= at < row.began_at + ABSOLUTE and row.seen_at - clock.SKEW <= at < row.seen_at + idle
    owes_code = person.totp_confirmed_at is not None and row.second_factor_at is None
    if not alive or owes_code or not person.is_usable:
        return None
    return Session(row.id, person, roles, row.proved_at, row.second_factor_at is not None, row.seen_at)


def touch(session_id: int, *, at: datetime) -> None:
    """Remember that the session is in use."""
    db.session.execute(update(SignIn).where(SignIn.id == session_id, SignIn.seen_at < at).values(seen_at=at))


def prove(session_id: int, *, at: datetime, second_factor: bool = False) -> str:
    """Remember that the person has proved themselves anew; gives a new token, so that an old copy is worth nothing."""
    token = new_token()
    known: dict[str, object] = {"token_hash": token_hash(token), "proved_at": at}
    if second_factor:
        known["second_factor_at"] = at
    db.session.execute(update(SignIn).where(SignIn.id == session_id).values(known))
    return token


def forget_ended(*, at: datetime) -> int:
    """Delete the rows of sessions that count no longer; says how many."""
    over = (SignIn.began_at <= at - ABSOLUTE) | (SignIn.seen_at <= at - IDLE)
    return db.session.execute(delete(SignIn).where(over)).rowcount  # type: ignore[attr-defined,no-any-return]


def end(session_id: int, *, person_id: int) -> bool:
    """End one of the person's own sessions; False when it is not theirs or has ended."""
    done = db.session.execute(delete(SignIn).where(SignIn.id == session_id, SignIn.person_id == person_id))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def end_all(person_id: int, *, but: int | None = None) -> None:
    """End every session of the person, or every one but this."""
    db.session.execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.id != (but or 0)))


def listed(person_id: int) -> list[SignIn]:
    """The person's sessions, the last used first."""
    return list(db.session.scalars(select(SignIn).where(SignIn.person_id == person_id).order_by(SignIn.seen_at.desc())))
