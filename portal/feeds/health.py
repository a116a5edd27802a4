"""Judging what a fetch brought: healthy, or suspect and so no evidence of absence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

AGREEING = 3
"""Fetches in a row that must show the same small list before it is the new usual."""
AGREEING_FOR = timedelta(days=2)
"""The time that these fetches must span: longer than a broken release stays up over a weekend night."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An earlier fetch that was suspect: when, and how many entries it held."""

    at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """How a list compares with what was listed before: adverts still there, and adverts gone whose time has not passed."""

    kept: int = 0
    vanished: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """`may_close`: whether what the list no longer holds may be closed. `usual` is the new usual number of entries."""

    health: str
    error: str | None
    sentence: str | None
    may_close: bool
    usual: int


def judge(
    *,
    entries: int,
    usual: int,
    complete: bool,
    turnover: Turnover | None = None,
    suspects: Sequence[Seen] = (),
    at: datetime | None = None,
) -> Judgement:
    """Suspect is a list that is empty, holds less than half of the usual, or lost most of what it listed at once.

    It closes nothing and recovers by itself: when the next list is as it was, or when several fetches over two days
    agree (`suspects` are the suspect fetches in a row before this one, at `at`). An empty list never becomes usual.
    """
    if entries == 0:
        return _suspect("The list was empty; nothing was closed.", usual)
    turned = turnover or Turnover()
    shrunk, replaced = entries * 2 < usual, turned.vanished > max(1, turned.kept)
    if not (shrunk or replaced) or _agreed(entries, suspects, at):
        return Judgement("healthy", None, None, complete, entries if complete else max(entries, usual))
    if shrunk:
        return _suspect(f"The list held {entries} entries where {usual} are usual; nothing was closed.", usual)
    return _suspect(
        f"{turned.vanished} of {turned.vanished + turned.kept} open adverts vanished at once; nothing was closed.",
        usual,
    )


def _suspect(sentence: str, usual: int) -> Judgement:
    return Judgement("suspect", "suspect", sentence, False, usual)


def _agreed(entries: int, suspects: Sequence[Seen], at: datetime | None) -> bool:
    """Whether enough suspect fetches over enough time showed about the same list as now."""
    if at is None or len(suspects) + 1 < AGREEING:
        return False
    alike = all(entries <= each.entries * 2 and each.entries <= entries * 2 for each in suspects)
    return alike and at - min(each.at for each in suspects) >= AGREEING_FOR
