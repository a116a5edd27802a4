"""The sums of a placement that no other room works out: plans of instalments, shares of a line, and where a credit is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from portal.billing.pricing import ALL, half_up
from portal.recruitment.fees import OFFER_ACCEPTED, STARTED, Instalment

Key = TypeVar("Key")

PLANS: Mapping[str, tuple[str, tuple[Instalment, ...]]] = {
    "acceptance": ("All of it when the offer is accepted", (Instalment(OFFER_ACCEPTED, ALL),)),
    "halves": (
        "Half when the offer is accepted, half on the day they start",
        (Instalment(OFFER_ACCEPTED, 5_000), Instalment(STARTED, 5_000)),
    ),
    "start": ("All of it on the day they start", (Instalment(STARTED, ALL),)),
}
"""When a percentage falls due. The terms say “when the offer is accepted”; the others are later, so in the client's favour."""


def part_of(pence: int, number: int, of: int) -> int:
    """The share of the `number`th of so many, from 1; all shares come to exactly the whole."""
    return half_up(pence, number, of) - half_up(pence, number - 1, of)


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
