"""Manners towards the hosts that are asked: few requests at once, pauses between them, and robots.txt for pages."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from portal.feeds.confining import Readers
from portal.feeds.fetching import Fetched, FetchSettings, fetch
from portal.feeds.items import FormatError
from portal.feeds.robots import ALLOWED, Permission
from portal.foundation import clock
from portal.foundation.files import replace_file

AT_ONCE = 2
PAUSE_SECONDS = 0.05
LONGEST_DELAY = 20.0
"""A Crawl-delay of more than this many seconds is taken for this."""
ROBOTS_BYTES = 512_000
KEEP_ROBOTS = timedelta(days=1)
KEEP_SILENCE = timedelta(hours=1)
"""How long a robots.txt that could not be had is not asked for again."""


@dataclass(slots=True)
class _Host:
    room: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))
    lock: threading.Lock = field(default_factory=threading.Lock)
    pause: float = PAUSE_SECONDS
    next_start: float = 0.0


class HostTurns:
    """At most two requests at a host at once, each a pause after the one before. Safe to use from many threads."""

    def __init__(
        self, *, now: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._now, self._sleep = now, sleep

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name.lower(), _Host())

    def slow_down(self, name: str, seconds: float) -> None:
        """Leave at least so long between two requests to this host."""
        host = self._host(name)
        with host.lock:
            host.pause = max(host.pause, min(LONGEST_DELAY, seconds))

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for a turn at this host, and have it inside."""
        it = self._host(host)
        with it.room:
            with it.lock:
                start = max(self._now(), it.next_start)
                it.next_start = start + it.pause
            self._sleep(max(0.0, start - self._now()))
            yield


@dataclass(frozen=True, slots=True)
class _Robots:
    """What a site's robots.txt was when last asked for: `state` is read, missing or silent."""

    at: datetime
    state: str
    body: str = ""

    def fresh(self, now: datetime) -> bool:
        return timedelta() <= now - self.at < (KEEP_SILENCE if self.state == "silent" else KEEP_ROBOTS)


class Robots:
    """Whether a page may be asked for, by its site's robots.txt (RFC 9309), kept for a day in a folder.

    A site without one, or with one that cannot be read, allows everything; one that fails or does not answer allows
    nothing for now. Feeds are made for machines, so it is not asked about them.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        folder: Path,
        turns: HostTurns,
        readers: Readers,
        asking: Callable[..., Fetched] = fetch,
    ) -> None:
        self._settings = replace(settings, max_bytes=ROBOTS_BYTES)
        self._agent = settings.user_agent.split("/")[0]
        self._folder, self._turns, self._readers, self._asking = folder, turns, readers, asking
        self._known: dict[str, _Robots] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def permission(self, address: str) -> Permission:
        """Whether we may, and how long to leave between two requests; the host's pause is set by it."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            robots = self._robots(site)
        if robots.state == "missing":
            return ALLOWED
        if robots.state == "silent":
            return Permission(False)
        try:
            found = self._readers.permission(robots.body.encode(), agent=self._agent, address=address)
        except FormatError:
            return ALLOWED
        if found.delay:
            self._turns.slow_down(parts.netloc, found.delay)
        return found

    def _robots(self, site: str) -> _Robots:
        now = clock.now()
        known = self._known.get(site) or self._kept(site)
        if known is None or not known.fresh(now):
            known = self._ask(site, now)
            self._keep(site, known)
        self._known[site] = known
        return known

    def _ask(self, site: str, now: datetime) -> _Robots:
        found = self._asking(f"{site}/robots.txt", settings=self._settings, turns=self._turns)
        if found.error is None:
            return _Robots(now, "read", found.body.decode("utf-8", "replace"))
        answered = found.status is not None and 400 <= found.status < 500 and found.status != 429
        return _Robots(now, "missing" if answered or found.error == "too_large" else "silent")

    def _file(self, site: str) -> Path:
        return self._folder / f"{hashlib.sha256(site.encode()).hexdigest()[:32]}.json"

    def _kept(self, site: str) -> _Robots | None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._file(site).read_text())
            if kept["site"] == site:
                return _Robots(datetime.fromisoformat(kept["at"]), str(kept["state"]), str(kept["body"]))
        return None

    def _keep(self, site: str, robots: _Robots) -> None:
        kept = {"site": site, "at": robots.at.isoformat(), "state": robots.state, "body": robots.body}
        with suppress(OSError):
            replace_file(self._file(site), json.dumps(kept))
