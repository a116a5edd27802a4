"""Values of facets as small numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_index.documents import FACETS, MULTI_FACETS
from search_index.schema import BETWEEN

Mask = NDArray[np.bool_]


class Numbering:
    """Values of a facet to small numbers, 0 for none; only ever grows, so that old snapshots stay right.

    For a facet with several values a number stands for a combination; `of` pairs combinations with their values.
    """

    def __init__(self, *, several: bool) -> None:
        self.several = several
        self.values: list[str] = [""]
        self._codes: dict[str, int] = {"": 0}
        self._combinations: dict[bytes, int] = {b"": 0}
        self._pairs: list[tuple[int, int]] = []
        self._table: Any = (np.empty(0, np.int64), np.empty(0, np.int64))

    def code(self, stored: bytes) -> int:
        """The number of a stored value or combination."""
        known = self._combinations.get(stored)
        if known is None:
            known = len(self._combinations)
            parts = dict.fromkeys(stored.decode().split(BETWEEN)) if self.several else [stored.decode()]
            for part in parts:
                if part and part not in self._codes:
                    self._codes[part] = len(self.values)
                    self.values.append(part)
                if part:
                    self._pairs.append((known, self._codes[part]))
            self._combinations[stored] = known
        return known

    def chosen(self, wanted: tuple[str, ...]) -> Mask:
        """For each number, whether it has one of the wanted values."""
        codes = {self._codes[value] for value in wanted if value and value in self._codes}
        found = np.zeros(len(self._combinations), np.bool_)
        found[[combination for combination, value in self._pairs if value in codes]] = True
        return found

    def commonest(self, numbers: NDArray[np.int64], most: int) -> list[tuple[str, int]]:
        """Values with their counts, the commonest first, from the count of each combination."""
        if self.several:
            numbers = self._shared_out(numbers)
        numbers[:1] = 0
        codes = np.flatnonzero(numbers)
        if len(codes) > most:
            codes = codes[numbers[codes] >= np.partition(numbers[codes], -most)[-most]]
        values = self.values
        found = [(values[code], count) for code, count in zip(codes.tolist(), numbers[codes].tolist(), strict=True)]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        return found[:most]

    def _shared_out(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        combinations, codes = self._table
        if len(combinations) != len(self._pairs):
            combinations, codes = self._table = np.array(self._pairs, np.int64).reshape(-1, 2).T
        known = combinations < len(numbers)
        return np.bincount(codes[known], numbers[combinations[known]], len(self.values)).astype(np.int64)


def numberings() -> dict[str, Numbering]:
    """A table for each facet."""
    return {name: Numbering(several=name in MULTI_FACETS) for name in FACETS}
