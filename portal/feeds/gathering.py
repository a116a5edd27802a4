"""Everything that is done for one source before the database is touched: asking, reading, and turning its pages.

Runs in a thread beside others and shares with them only what is made for it (turns, robots, readers).
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from portal.feeds.confining import Readers
from portal.feeds.fetching import Fetched, FetchSettings, fetch
from portal.feeds.formats.table import FORMATS
from portal.feeds.items import MAX_ITEMS, FeedDocument, FormatError
from portal.feeds.kept_pages import KeptPage, KeptPages
from portal.feeds.politeness import HostTurns, Robots
from portal.foundation import clock

MAX_PAGES = 40
"""Further pages of one list that are asked for in one poll."""
MAX_LINKED = 100
"""Job pages that are asked for in one poll; what was read in earlier polls is kept and counts beside them."""
PAGING_TIMES = 6
"""The pages of one source may take so many times the seconds of one fetch in all, and so many times its bytes."""
ROBOTS = "The site's robots.txt asks programs to leave this page alone."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A source that is to be looked at, with what is remembered of its last answer."""

    source_id: int
    name: str
    kind: str
    address: str
    mapping: dict[str, Any] | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of it: a document; or that nothing changed; or an error.

    `fetched` is the first answer, with the bytes and the time of all pages; `digest` stands for everything read, and is None when something was missed.
    `unreadable` tells a document that could not be read from a source that did not answer.
    """

    wanted: Wanted
    fetched: Fetched
    size: int = 0
    digest: str | None = None
    document: FeedDocument | None = None
    error: str | None = None
    sentence: str | None = None
    unreadable: bool = False

    @property
    def unchanged(self) -> bool:
        return self.error is None and self.document is None


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Gathers one source after another, politely; `stopping` ends it between two pages."""

    settings: FetchSettings
    readers: Readers
    turns: HostTurns
    robots: Robots
    folder: Path
    stopping: threading.Event = field(default_factory=threading.Event)

    def gather(self, wanted: Wanted) -> Gathered:
        """Ask a source and read what it answers. Never raises for what a source does."""
        is_page = FORMATS[wanted.kind].is_page
        if is_page and not self.robots.permission(wanted.address).allowed:
            return Gathered(wanted, Fetched(None), error="blocked_address", sentence=ROBOTS)
        found = fetch(
            wanted.address,
            settings=self.settings,
            etag=wanted.etag,
            last_modified=wanted.last_modified,
            turns=self.turns,
        )
        if found.error is not None:
            return Gathered(wanted, found, error=found.error, sentence=found.sentence)
        digest = _digest(found.body)
        if found.status == 304 or digest == wanted.body_hash:
            return Gathered(wanted, found, len(found.body))
        try:
            document = self._read(wanted, found)
        except FormatError as problem:
            return Gathered(
                wanted, found, len(found.body), error=problem.code, sentence=str(problem)[:500], unreadable=True
            )
        if not document.next_pages:
            return Gathered(wanted, found, len(found.body), digest, document)
        return _Turning(self, wanted, found, document, is_page).turn_all()

    def look(self, address: str, *, is_page: bool = False) -> Fetched:
        """Ask one address once. A web page that robots.txt keeps programs from is not asked, or not used.

        Without `is_page` what it is shows only in the answer: a feed is for programs whatever robots.txt says.
        """
        blocked = Fetched(None, address=address, error="blocked_address", sentence=ROBOTS)
        if is_page and not self.robots.permission(address).allowed:
            return blocked
        found = fetch(address, settings=self.settings, turns=self.turns)
        shown = found.error is None and "html" in found.content_type.lower()
        if shown and not is_page and not self.robots.permission(found.address).allowed:
            return blocked
        return found

    def _read(self, wanted: Wanted, found: Fetched) -> FeedDocument:
        return self.readers.read(
            wanted.kind, found.body, address=found.address, content_type=found.content_type, mapping=wanted.mapping
        )

    def kept_pages(self, wanted: Wanted) -> KeptPages:
        """The job pages kept of this source."""
        return KeptPages(self.folder / f"{_digest(wanted.address.encode())[:32]}.json")


class _Turning:
    """The pages of one list, turned until there are no more, or a bound is reached: then the list is not complete."""

    def __init__(self, gatherer: Gatherer, wanted: Wanted, found: Fetched, first: FeedDocument, is_page: bool) -> None:
        self._gatherer, self._wanted, self._found, self._first, self._is_page = gatherer, wanted, found, first, is_page
        self._until = time.monotonic() + gatherer.settings.seconds * PAGING_TIMES
        self._kept = gatherer.kept_pages(wanted) if is_page else None
        self._documents, self._lists = [first], [first]
        self._digests = [_digest(found.body)]
        self._size, self._took_ms, self._asked = len(found.body), found.took_ms, 0
        self._missed: list[str] = []

    def turn_all(self) -> Gathered:
        waiting = deque(self._first.next_pages)
        seen = {self._wanted.address, self._found.address}
        while waiting:
            page = waiting.popleft()
            if page in seen:
                continue
            seen.add(page)
            if why := self._bound_reached():
                self._missed.append(f"{why}; {len(waiting) + 1} pages were left for another time.")
                break
            document = self._page(page)
            if document is not None:
                self._documents.append(document)
                waiting.extend(document.next_pages if document is self._lists[-1] else ())
        if self._kept is not None:
            self._kept.save()
        digest = _digest("".join(self._digests).encode())
        found = replace(self._found, etag=None, last_modified=None, took_ms=self._took_ms)
        if digest == self._wanted.body_hash and not self._missed:
            return Gathered(self._wanted, found, self._size)
        return Gathered(self._wanted, found, self._size, None if self._missed else digest, self._whole())

    def _bound_reached(self) -> str | None:
        settings = self._gatherer.settings
        if self._gatherer.stopping.is_set():
            return "The portal is stopping"
        if self._asked >= (MAX_LINKED if self._is_page else MAX_PAGES):
            return f"{self._asked} pages were read"
        if time.monotonic() > self._until:
            return "Its pages took too long"
        if self._size > settings.max_bytes * PAGING_TIMES:
            return "Its pages are too large"
        if sum(document.entries for document in self._documents) >= MAX_ITEMS:
            return f"{MAX_ITEMS:,} entries were read"
        return None

    def _page(self, address: str) -> FeedDocument | None:
        kept = self._kept.get(address) if self._kept else None
        if kept is not None and self._kept is not None and kept.fresh(clock.now()):
            self._keep(address, kept)
            return kept.document
        if urlsplit(address).netloc.lower() != urlsplit(self._found.address).netloc.lower():
            self._missed.append(f"A page at another host was not followed: {address[:200]}")
            return None
        if self._is_page and not self._gatherer.robots.permission(address).allowed:
            self._missed.append(f"{ROBOTS} {address[:200]}")
            return None
        found = fetch(
            address,
            settings=self._gatherer.settings,
            etag=kept.etag if kept else None,
            last_modified=kept.last_modified if kept else None,
            turns=self._gatherer.turns,
        )
        self._asked += 1
        self._size, self._took_ms = self._size + len(found.body), self._took_ms + found.took_ms
        if self._is_page and found.status in (404, 410):
            return None
        if found.error is None and found.status == 304 and kept is not None:
            self._keep(address, replace(kept, at=clock.now().isoformat()))
            return kept.document
        return self._page_read(address, found, kept)

    def _page_read(self, address: str, found: Fetched, kept: KeptPage | None) -> FeedDocument | None:
        try:
            if found.error is not None:
                raise FormatError(found.error, found.sentence or found.error)
            document = self._gatherer._read(self._wanted, found)
        except FormatError as problem:
            held_a_job = kept is not None and kept.document.entries > 0
            if not self._is_page or found.error is not None or problem.code != "not_a_feed" or held_a_job:
                self._missed.append(f"A page could not be read ({problem.code}): {address[:200]}")
                if kept is not None:
                    self._keep(address, kept)
                return kept.document if kept is not None else None
            document = FeedDocument(self._wanted.kind)
        digest = _digest(found.body)
        if self._is_page and document.entries <= 1 and "html" in found.content_type.lower():
            # A job, or a page that was taken for one: neither is a list whose links are followed.
            self._keep(address, KeptPage(clock.now().isoformat(), digest, document, found.etag, found.last_modified))
        else:
            self._digests.append(digest)
            self._lists.append(document)
        return document

    def _keep(self, address: str, page: KeptPage) -> None:
        if self._kept is not None:
            self._kept.keep(address, page)
            self._digests.append(page.digest)

    def _whole(self) -> FeedDocument:
        """All pages as one list, which is complete when every page was read and none says otherwise.

        A page with one job is no list, so what it says of itself counts for nothing here.
        """
        items = [item for document in self._documents for item in document.items]
        warnings = [warning for document in self._documents for warning in document.warnings] + self._missed
        return replace(
            self._first,
            items=tuple(items[:MAX_ITEMS]),
            unreadable=tuple(each for document in self._documents for each in document.unreadable),
            cut=sum(document.cut for document in self._documents) + max(0, len(items) - MAX_ITEMS),
            next_pages=(),
            complete=not self._missed and all(document.complete for document in self._lists),
            warnings=tuple(list(dict.fromkeys(warnings))[:20]),
        )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
