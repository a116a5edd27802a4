"""Links sent by mail that act once: only the newest of its kind counts, for its time, until it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, select, update
from sqlalchemy.orm import aliased

from portal.accounts.models import SingleUseLink
from portal.accounts.secrets import new_token, token_hash
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import RuleBroken

SPENT = "This link has been used, was replaced by a newer one, or is too old. Ask for a new one."


@dataclass(frozen=True, slots=True)
class Link:
    """What a link was made for."""

    person_id: int | None
    subject: str
    facts: Mapping[str, Any]


def make(
    purpose: str,
    *,
    person_id: int | None = None,
    subject: str = "",
    facts: Mapping[str, Any] | None = None,
    lasts: timedelta,
) -> str:
    """The token of a fresh link, told this once; older ones of the same purpose, person and subject are void.

    A link is for a person, on a subject ("invitation:K7MT2XQ9"), or both.
    """
    if person_id is None and not subject:
        raise ValueError("A link needs a person or a subject, or it would void everyone else’s.")
    void(purpose, person_id=person_id, subject=subject)
    token, at = new_token(), clock.now()
    db.session.add(
        SingleUseLink(
            token_hash=token_hash(token),
            purpose=purpose,
            person_id=person_id,
            subject=subject,
            facts=dict(facts or {}),
            made_at=at,
            expires_at=at + lasts,
        )
    )
    db.session.flush()
    return token


def look(purpose: str, token: str) -> Link | None:
    """What the link is for, while it counts; showing a page uses nothing up."""
    found = db.session.scalar(select(SingleUseLink).where(_counts(purpose, token)))
    return None if found is None else Link(found.person_id, found.subject, found.facts)


def was_used(purpose: str, token: str) -> bool:
    """Whether this very link has acted, for a page that has more to say of it than that it does not count."""
    acted = SingleUseLink.purpose == purpose, SingleUseLink.used_at.is_not(None)
    found = select(SingleUseLink.id).where(SingleUseLink.token_hash == token_hash(token), *acted)
    return db.session.scalar(found) is not None


def use(purpose: str, token: str) -> Link:
    """Use the link up; of several at once one succeeds. Raises RuleBroken when it no longer counts."""
    found = look(purpose, token)
    spending = update(SingleUseLink).where(_counts(purpose, token)).values(used_at=clock.now())
    if found is None or not cast(CursorResult[Any], _run(spending)).rowcount:
        raise RuleBroken(SPENT)
    return found


def void(purpose: str, *, person_id: int | None = None, subject: str | None = None) -> None:
    """Let every link of this purpose for the person (and on the subject, when one is given) count no longer."""
    whose = SingleUseLink.person_id.is_not_distinct_from(person_id)
    about = () if subject is None else (SingleUseLink.subject == subject,)
    _run(delete(SingleUseLink).where(SingleUseLink.purpose == purpose, whose, *about))


def void_all(person_id: int) -> None:
    """Let none of the person's links count any longer."""
    _run(delete(SingleUseLink).where(SingleUseLink.person_id == person_id))


def _run(statement: Any) -> Any:
    return db.session.execute(statement, execution_options={"synchronize_session": False})


def _counts(purpose: str, token: str) -> ColumnElement[bool]:
    """Unused, in time and the newest: two made at the same moment on PostgreSQL do not see and void each other."""
    newer = aliased(SingleUseLink)
    replaced = exists().where(
        newer.id > SingleUseLink.id,
        newer.purpose == SingleUseLink.purpose,
        newer.subject == SingleUseLink.subject,
        newer.person_id.is_not_distinct_from(SingleUseLink.person_id),
    )
    return and_(
        SingleUseLink.token_hash == token_hash(token),
        SingleUseLink.purpose == purpose,
        SingleUseLink.used_at.is_(None),
        SingleUseLink.expires_at > clock.now(),
        SingleUseLink.made_at <= clock.now() + clock.SKEW,  # a clock put back must not lengthen its time
        ~replaced,
    )
