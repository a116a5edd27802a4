"""What the upper rooms may react to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn:
    """A candidate has left. `tells` is whether they may be written to: not where their account goes with it."""

    application_id: int
    tells: bool


@dataclass(frozen=True, slots=True)
class ApplicationMoved:
    """An application has gone along its table, in this transaction; `before` is where it stood."""

    application_id: int
    event: str
    before: str
    by: int | None
