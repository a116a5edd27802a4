"""Moves between states, from one table a kind of thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from portal.foundation.errors import RuleBroken

Moves = Mapping[str, Collection[str]]


def move(state: str, to: str, allowed: Moves, *, refusal: str) -> str:
    """The new state; raises RuleBroken with `refusal` where the table has no such move."""
    if to not in allowed.get(state, ()):
        raise RuleBroken(refusal)
    return to
