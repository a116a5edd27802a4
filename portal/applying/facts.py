"""What this room announces to those above it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn:
    """A candidate has left. `tells` is whether they may be written to: not where their account goes with it."""

    application_id: int
    tells: bool
