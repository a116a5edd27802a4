"""Judging what a fetch brought: healthy, or suspect and so no evidence of absence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """`may_close`: whether what the list no longer holds may be closed. `usual` is the new usual number of entries."""

    health: str
    error: str | None
    sentence: str | None
    may_close: bool
    usual: int


def judge(*, entries: int, usual: int, complete: bool) -> Judgement:
    """A list that is empty, or holds less than half of the usual, is suspect: it closes nothing, and recovers by itself."""
    if entries == 0:
        return Judgement("suspect", "suspect", "The list was empty; nothing was closed.", False, usual)
    if usual and entries * 2 < usual:
        return Judgement(
            "suspect",
            "suspect",
            f"The list held {entries} entries where {usual} are usual; nothing was closed.",
            False,
            usual,
        )
    return Judgement("healthy", None, None, complete, entries)
