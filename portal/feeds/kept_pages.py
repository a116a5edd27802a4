"""Job pages that a list links to, kept between polls: asked for again after a day, and then only if changed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portal.feeds.items import FeedDocument
from portal.foundation.files import replace_file
from portal.foundation.plain_data import NotThatShape, from_plain, to_plain

KEEP = timedelta(hours=20)
MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page as last read, with what its server wants to hear to say that nothing changed."""

    at: str
    digest: str
    document: FeedDocument
    etag: str | None = None
    last_modified: str | None = None

    def fresh(self, now: datetime) -> bool:
        with suppress(ValueError):
            return timedelta() <= now - datetime.fromisoformat(self.at) < KEEP
        return False


class KeptPages:
    """The pages of one source, in one file; a file that cannot be read is an empty one."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before = self._read()
        self._now: dict[str, KeptPage] = {}

    def get(self, address: str) -> KeptPage | None:
        """The page as it was kept before."""
        return self._before.get(address)

    def keep(self, address: str, page: KeptPage) -> None:
        """Keep this page for the next poll; pages that are not kept again are forgotten."""
        self._now[address] = page

    def save(self) -> None:
        """Write what was kept; losing it only costs requests."""
        with suppress(OSError):
            replace_file(self._file, json.dumps(to_plain(self._now)))

    def _read(self) -> dict[str, KeptPage]:
        with suppress(OSError, ValueError, NotThatShape):
            if self._file.stat().st_size <= MAX_BYTES:
                return from_plain(dict[str, KeptPage], json.loads(self._file.read_text()))
        return {}
