"""The list of erasures: a file beside the database, so that a restored backup can be made to forget again.

It names nobody: the reference of the emptied account, and keyed hashes of the addresses. Each erasure is written down
before it begins and again when it is done, so one that was interrupted is known and can be completed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from portal.accounts.secrets import keyed_hash
from portal.config import Settings

NAME = "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure. `reference` is empty where the person had no account."""

    reference: str
    addresses: tuple[str, ...]
    at: datetime
    done: bool

    @property
    def who(self) -> tuple[str, tuple[str, ...]]:
        """What tells it from the others."""
        return self.reference, () if self.reference else self.addresses


def path_of(settings: Settings) -> Path:
    return settings.data_dir / NAME


def hashed(settings: Settings, address: str) -> str:
    """What the list keeps of an address, which must be in the form in which addresses are compared."""
    return keyed_hash(settings.secret_key, "erased", address)


def write_down(settings: Settings, erasure: Erasure) -> None:
    """Add a line and see it on the disk before going on."""
    line = json.dumps({**asdict(erasure), "at": erasure.at.isoformat()}) + "\n"
    descriptor = os.open(path_of(settings), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def listed(settings: Settings) -> list[Erasure]:
    """Every erasure as it last stood, the first one first. A line torn by a lost machine is passed over."""
    path = path_of(settings)
    newest: dict[tuple[str, tuple[str, ...]], Erasure] = {}
    for line in path.read_text().splitlines() if path.exists() else ():
        found = _read(line)
        if found is not None:
            before = newest.get(found.who)
            newest[found.who] = _merged(before, found) if before else found
    return list(newest.values())


def _merged(before: Erasure, after: Erasure) -> Erasure:
    """A second run no longer knows the addresses that the first one wrote down."""
    addresses = tuple(dict.fromkeys((*before.addresses, *after.addresses)))
    return Erasure(after.reference, addresses, before.at, after.done)


def _read(line: str) -> Erasure | None:
    try:
        raw = json.loads(line)
        at = datetime.fromisoformat(raw["at"])
        return Erasure(raw["reference"], tuple(raw["addresses"]), at, bool(raw["done"]))
    except (ValueError, KeyError, TypeError):
        return None


def any_of(settings: Settings, addresses: Iterable[str], hashes: frozenset[str]) -> bool:
    """Whether one of these addresses is among the hashes."""
    return any(hashed(settings, each) in hashes for each in addresses)
