"""Writing down who did what, in the transaction that does it."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Literal

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.foundation import clock, logs
from portal.foundation.text import one_line

asked_from: ContextVar[str | None] = ContextVar("asked_from", default=None)
"""The network address that the present request came from."""


def record(
    action: str,
    *,
    by: int | None = None,
    actor: Literal["person", "command", "system"] | None = None,
    subject: str = "",
    about: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry in the caller's transaction.

    `action` is "room.past_tense" ("membership.endorsed"); `by` the person's id, and without one `actor` says what
    acted (the system unless told otherwise). `facts` holds references, states and amounts, never names, addresses
    or what people wrote.
    """
    db.session.add(
        AuditEntry(
            at=clock.now(),
            action=action,
            actor="person" if by is not None else actor or "system",
            actor_id=by,
            subject=one_line(subject)[:80],
            about_id=about,
            facts=_plain(dict(facts or {})),
            address=asked_from.get() if by is not None else None,
            request_id=logs.request_id.get(),
        )
    )


def _plain(value: Any) -> Any:
    """The same with every text on one line, so that nothing written can pass for another entry."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {one_line(str(name)): _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple | set | frozenset) else value
