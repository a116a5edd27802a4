"""Fetching one address: only public hosts, each hop checked, within one bound of time and one of size for the whole."""

from __future__ import annotations

import http.client
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

from portal.feeds.reaching import (
    Connector,
    Resolver,
    Unreachable,
    check_address,
    connect,
    in_ascii,
    left,
    reached,
    resolve,
)
from portal.foundation import clock
from portal.foundation.errors import RuleBroken

HOPS = 5
LONGEST_WAIT = 7 * 86_400
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/json, application/ld+json, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
)
MAX_ETAG, MAX_LAST_MODIFIED, MAX_CONTENT_TYPE = 500, 100, 200


class Turns(Protocol):
    """Who may ask a host now; see portal.feeds.politeness."""

    def turn(self, host: str) -> AbstractContextManager[None]: ...


class _AtOnce:
    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Bounds of one fetch. `allow` names exact host:port entries that may be private, for tests and intranets.

    `ca_file` is for tests: it replaces the authorities that certificates are trusted from.
    """

    user_agent: str
    seconds: float = 20.0
    max_bytes: int = 10_000_000
    allow: frozenset[str] = frozenset()
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of it. `error` is one of the contract's codes or None; `status` is None when nothing answered.

    `address` is where the document was found in the end; `moved_to` is set when permanent redirects led from the
    address asked for to another.
    """

    status: int | None
    body: bytes = b""
    address: str = ""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    error: str | None = None
    sentence: str | None = None
    took_ms: int = 0
    retry_after: int | None = None
    moved_to: str | None = None


class _Failed(Exception):
    def __init__(self, code: str, sentence: str, status: int | None = None, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.code, self.status, self.retry_after = code, status, retry_after


def fetch(
    address: str,
    *,
    settings: FetchSettings,
    etag: str | None = None,
    last_modified: str | None = None,
    turns: Turns | None = None,
    resolver: Resolver = resolve,
    connector: Connector = connect,
) -> Fetched:
    """Fetch with at most five redirects, each checked anew. Never raises for what a server does.

    Time spent waiting for a turn at a host is not the server's and does not count.
    """
    headers = {"User-Agent": settings.user_agent, "Accept-Encoding": "gzip", "Accept": ACCEPT, "Connection": "close"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    visit = _Visit(address, settings, headers, turns or _AtOnce(), resolver, connector)
    try:
        found = visit.make()
    except _Failed as problem:
        found = Fetched(problem.status, error=problem.code, sentence=str(problem), retry_after=problem.retry_after)
    except (RuleBroken, UnicodeError) as problem:
        found = Fetched(None, error="blocked_address", sentence=str(problem)[:500])
    except Unreachable as problem:
        found = Fetched(None, error=problem.code, sentence=str(problem))
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as problem:
        found = Fetched(None, error="bad_response", sentence=_why(problem))
        if visit.late or isinstance(problem, TimeoutError):
            found = Fetched(None, error="timeout", sentence="The source took too long.")
    return replace(found, address=found.address or visit.here, took_ms=visit.took_ms)


def _why(problem: Exception) -> str:
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"The source's certificate is not trusted: {problem.verify_message}."[:500]
    return f"The source did not answer properly ({type(problem).__name__})."


class _Visit:
    """One fetch through its redirects, with the time that is left of it."""

    def __init__(
        self,
        address: str,
        settings: FetchSettings,
        headers: dict[str, str],
        turns: Turns,
        resolver: Resolver,
        connector: Connector,
    ) -> None:
        self.here = address
        self._settings, self._headers, self._turns = settings, headers, turns
        self._resolver, self._connector = resolver, connector
        self._seconds = settings.seconds
        self._spent = 0.0
        self._moved_to: str | None = None

    @property
    def took_ms(self) -> int:
        return round(self._spent * 1000)

    @property
    def late(self) -> bool:
        return self._spent >= self._seconds - 0.05

    def make(self) -> Fetched:
        only_permanent = True
        for _ in range(HOPS + 1):
            parts = urlsplit(in_ascii(check_address(self.here)))
            with self._turns.turn(parts.netloc), self._counted():
                found, onward = self._ask(parts)
            if onward is None:
                return replace(found, moved_to=self._moved_to)
            there = urljoin(self.here, onward.replace(" ", "%20"))
            if parts.scheme == "https" and there.startswith("http:"):
                raise _Failed("bad_response", "The address leads from https to http, which is not followed.")
            only_permanent = only_permanent and found.status in PERMANENT
            self.here = there
            self._moved_to = there if only_permanent else self._moved_to
        raise _Failed("bad_response", f"The address redirects more than {HOPS} times.")

    @contextmanager
    def _counted(self) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        finally:
            self._spent += time.monotonic() - started

    def _ask(self, parts: SplitResult) -> tuple[Fetched, str | None]:
        """One request: the answer, or where it redirects to."""
        deadline = time.monotonic() + self._seconds - self._spent
        with reached(
            parts,
            allow=self._settings.allow,
            deadline=deadline,
            resolver=self._resolver,
            connector=self._connector,
            ca_file=self._settings.ca_file,
        ) as wire:
            connection = http.client.HTTPConnection(parts.hostname or "")
            connection.sock = wire
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers={"Host": parts.netloc, **self._headers})
            answer = connection.getresponse()
            location = answer.getheader("Location")
            if answer.status in REDIRECTS and location:
                return Fetched(answer.status), _as_sent(location)
            return self._read(answer, deadline), None

    def _read(self, answer: http.client.HTTPResponse, deadline: float) -> Fetched:
        status = answer.status
        if status == 304 and ("If-None-Match" in self._headers or "If-Modified-Since" in self._headers):
            return Fetched(304, address=self.here)
        if status != 200:
            code = "gone" if status == 410 else "bad_response"
            raise _Failed(code, f"The source answered {status}.", status, _retry_after(answer.getheader("Retry-After")))
        return Fetched(
            200,
            _body(answer, self._settings.max_bytes, deadline),
            self.here,
            (answer.getheader("Content-Type") or "")[:MAX_CONTENT_TYPE],
            _kept(answer.getheader("ETag"), MAX_ETAG),
            _kept(answer.getheader("Last-Modified"), MAX_LAST_MODIFIED),
        )


def _as_sent(location: str) -> str:
    """A Location header as text: its bytes are UTF-8 more often than the Latin-1 that headers are decoded as."""
    try:
        return location.encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return location.strip()


def _kept(header: str | None, limit: int) -> str | None:
    """A validator worth sending back: short, printable, ASCII."""
    return header if header and len(header) <= limit and header.isascii() and header.isprintable() else None


def _retry_after(raw: str | None) -> int | None:
    """What a Retry-After asks for in seconds, at most seven days; a date (RFC 9110) counts from now."""
    asked = (raw or "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return min(int(asked), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(asked)
    except (ValueError, TypeError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, min(LONGEST_WAIT, round((until - clock.now()).total_seconds())))


def _body(answer: http.client.HTTPResponse, most: int, deadline: float) -> bytes:
    """The whole document, unpacked; a document that is too large or cut off is none."""
    encoding = (answer.getheader("Content-Encoding") or "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise _Failed("bad_response", f"The source answered in {encoding[:40]!r}, which was not asked for.", 200)
    too_large = _Failed("too_large", f"The document is larger than {most:,} bytes.", 200)
    if (answer.length or 0) > most:
        raise too_large
    unpacked = _Gzip(most) if encoding.endswith("gzip") else _Plain()
    packed = 0
    while chunk := answer.read1(65_536):
        packed += len(chunk)
        unpacked.add(chunk)
        if packed > most or len(unpacked.body) > most:
            raise too_large
        left(deadline)
    # A socket shut by its guard, or by the other side too soon, looks like the end of the document.
    left(deadline)
    if answer.length or not unpacked.whole:
        raise _Failed("bad_response", "The document was cut off on its way.", 200)
    return bytes(unpacked.body)


class _Plain:
    whole = True

    def __init__(self) -> None:
        self.body = bytearray()

    def add(self, chunk: bytes) -> None:
        self.body += chunk


class _Gzip:
    """One or more gzip members, never unpacked further than one byte past the limit."""

    def __init__(self, most: int) -> None:
        self.body = bytearray()
        self._most = most
        self._member = zlib.decompressobj(wbits=31)
        self._fresh = True

    @property
    def whole(self) -> bool:
        return self._member.eof or (self._fresh and not self.body)

    def add(self, chunk: bytes) -> None:
        while chunk and len(self.body) <= self._most:
            if self._member.eof:
                if not chunk.startswith(b"\x1f"):
                    return  # Padding after the last member, which unpackers pass over.
                self._member = zlib.decompressobj(wbits=31)
            self._fresh = False
            self.body += self._member.decompress(chunk, self._most + 1 - len(self.body))
            chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
