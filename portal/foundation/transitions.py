"""Moves between states: a room gives one table of them, and its histories are explained by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.foundation.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Move:
    """One move: what happens, between which states, by whose act, in words. A thing begins in the state ""."""

    event: str
    before: str
    after: str
    who: str
    words: str


M = TypeVar("M", bound=Move)


class Table(Generic[M]):
    """All moves of a kind of thing; `refusals` says of every event why it cannot happen where no move has it."""

    def __init__(self, moves: Sequence[M], refusals: Mapping[str, str]) -> None:
        self._moves = {(move.event, move.before): move for move in moves}
        self._refusals = refusals

    def follow(self, state: str, event: str) -> M:
        """The move that an event makes from a state; raises RuleBroken with a sentence where there is none."""
        move = self._moves.get((event, state))
        if move is None:
            raise RuleBroken(self._refusals[event])
        return move

    def refusal(self, event: str) -> RuleBroken:
        """What is raised where an event cannot happen."""
        return RuleBroken(self._refusals[event])

    def may(self, state: str, event: str) -> bool:
        """Whether there is this move."""
        return (event, state) in self._moves

    def words_of(self, event: str, before: str) -> str:
        """What people read of a move; empty for what is none."""
        move = self._moves.get((event, before))
        return move.words if move else ""

    def replay(self, events: Iterable[str]) -> str:
        """Where a history leads; raises RuleBroken for one that cannot have been."""
        state = ""
        for event in events:
            state = self.follow(state, event).after
        return state
