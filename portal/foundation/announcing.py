"""Facts that a lower room announces and an upper room acts on, in the same transaction.

`portal.reactions` is the one table of who acts on what; the application hands it over once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Reactions = Mapping[type, Sequence[Callable[[Any], None]]]
_reactions: Reactions = {}


def follow(reactions: Reactions) -> None:
    """From now on run these when a fact of their type is announced."""
    global _reactions
    _reactions = reactions


def announce(fact: object) -> None:
    """Run what the table names for this fact, one after another; what any of them raises stops the act."""
    for react in _reactions.get(type(fact), ()):
        react(fact)
