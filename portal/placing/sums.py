"""The sums of a placement that no other room works out: shares of a line, and where a credit is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from portal.billing.pricing import half_up

Key = TypeVar("Key")


def part_of(pence: int, number: int, of: int) -> int:
    """The share of the `number`th of so many, from 1; all shares come to exactly the whole."""
    return half_up(pence, number, of) - half_up(pence, number - 1, of)


def next_share(pence: int, had: int, posts_left: int) -> int:
    """What of a sum the next post has, when others have so much of it already: an equal share of the rest. Whoever comes
    when no post is left has nothing, and all posts together have exactly the sum."""
    return half_up(max(pence - had, 0), 1, max(posts_left, 1))


def taken_from(pence: int, left: Sequence[tuple[Key, int]]) -> list[tuple[Key, int]]:
    """Where so much is taken back from: from the last first, from none more than is left there.

    Raises ValueError where there is not so much.
    """
    found: list[tuple[Key, int]] = []
    wanted = pence
    for key, there in reversed(left):
        taken = min(wanted, there)
        if taken > 0:
            found.append((key, taken))
            wanted -= taken
    if wanted:
        raise ValueError("no more is given back than was paid")
    return found
