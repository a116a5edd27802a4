"""A bounded memory of what is costly to make again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Cache(Generic[Kept]):
    """The least lately used values go when the whole weighs too much. Safe to use from several threads; a value may be made twice."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weighs = 0
        self._values: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept], weigh: Callable[[Kept], int]) -> Kept:
        """The value of the key, made when it is not there."""
        with self._lock:
            known = self._values.get(key)
            if known is not None:
                self._values.move_to_end(key)
                return known[0]
        made = make()
        weight = weigh(made) + 200
        with self._lock:
            if key not in self._values:
                self._weighs += weight
                self._values[key] = (made, weight)
            while self._weighs > self._most and len(self._values) > 1:
                self._weighs -= self._values.popitem(last=False)[1][1]
        return made
