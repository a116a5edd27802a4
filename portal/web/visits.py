"""How often each reader has asked lately, counted exactly and shared by every process on the machine.

A file of fixed size is mapped into memory; each reader has one slot of it that holds the times of the last requests.
A reader is known by a keyed hash of the address (an IPv6 network of 64 bits counts as one), so the file holds no
personal data. When the slots near a reader's place are full, the one that has been quiet longest gives way.
Times are of the machine's monotonic clock: setting the wall clock lengthens nobody's wait.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path

Limits = tuple[tuple[int, float], ...]

SLOTS = 8_192
NEIGHBOURS = 8
_HEAD = struct.Struct("<8sI")
_TIME = struct.Struct("<d")


class Visits:
    """`wait(reader)` says how many seconds a reader must wait; 0 lets the request through and counts it."""

    def __init__(self, path: Path, limits: Limits, *, key: str) -> None:
        self._limits = limits
        self._depth = max(number for number, _ in limits)
        self._size = _HEAD.size + self._depth * _TIME.size
        self._key = blake2b(key.encode(), digest_size=32).digest()
        self._path = path
        self._lock = threading.Lock()
        self._opened_by = 0
        self._open()

    def _open(self) -> None:
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size != SLOTS * self._size:
            os.ftruncate(self._file, 0)
            os.ftruncate(self._file, SLOTS * self._size)
        self._table = mmap.mmap(self._file, SLOTS * self._size)
        self._opened_by = os.getpid()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            if self._opened_by != os.getpid():
                self._open()
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def wait(self, reader: str, *, now: float | None = None) -> float:
        """Seconds until this reader may ask again. A refused request is not counted."""
        name = self._name_of(reader)
        with self._alone():
            at = time.monotonic() if now is None else now
            slot = self._slot_of(name)
            count = _HEAD.unpack_from(self._table, slot)[1]
            waits = [
                self._time(slot, count - number) + seconds - at for number, seconds in self._limits if count >= number
            ]
            longest = max(waits, default=0.0)
            if longest > 0:
                return longest
            _TIME.pack_into(self._table, slot + _HEAD.size + count % self._depth * _TIME.size, at)
            _HEAD.pack_into(self._table, slot, name, count + 1)
        return 0.0

    def _time(self, slot: int, turn: int) -> float:
        found: float = _TIME.unpack_from(self._table, slot + _HEAD.size + turn % self._depth * _TIME.size)[0]
        return found

    def _slot_of(self, name: bytes) -> int:
        """This reader's slot, emptied for it when it is new."""
        first = int.from_bytes(name[:4], "little")
        quietest, quietest_at = 0, float("inf")
        for step in range(NEIGHBOURS):
            slot = (first + step) % SLOTS * self._size
            holder, count = _HEAD.unpack_from(self._table, slot)
            if holder == name and self._is_of_this_boot(slot, count):
                return slot
            last = self._time(slot, count - 1) if count else -1.0
            if last < quietest_at:
                quietest, quietest_at = slot, last
        self._table[quietest : quietest + self._size] = bytes(self._size)
        return quietest

    def _is_of_this_boot(self, slot: int, count: int) -> bool:
        return count > 0 and self._time(slot, count - 1) <= time.monotonic() + 1

    def _name_of(self, reader: str) -> bytes:
        try:
            address = ip_address(reader)
        except ValueError:
            return blake2b(reader.encode("utf-8", "replace"), digest_size=8, key=self._key).digest()
        if isinstance(address, IPv6Address):
            address = ip_network((address, 64), strict=False).network_address
        return blake2b(address.packed, digest_size=8, key=self._key).digest()
