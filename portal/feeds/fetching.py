"""Fetching one address: only public hosts, decided on the address connected to, within one bound of time and size."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from portal.foundation import clock
from portal.foundation.errors import RuleBroken

HOPS = 5
LONGEST_WAIT = 7 * 86_400
CONNECT_SECONDS = 5.0
REDIRECTS = (301, 302, 303, 307, 308)
_NEVER = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "192.0.0.0/24", "2002::/16", "2001::/32"))

Resolver = Callable[[str, int], list[str]]
Connector = Callable[[str, int, float], socket.socket]


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Bounds of one fetch. `allow` names exact host:port entries that may be private, for tests and intranets."""

    user_agent: str
    seconds: float = 20.0
    max_bytes: int = 10_000_000
    allow: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of it. `error` is one of the contract's codes or None; `status` is None when nothing answered."""

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


class _Failed(Exception):
    def __init__(self, code: str, sentence: str, status: int | None = None, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.code, self.status, self.retry_after = code, status, retry_after


def check_address(address: str) -> str:
    """The address as it will be fetched; raises RuleBroken for anything that is not a plain http or https address."""
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if address != address.strip() or parts.scheme not in ("http", "https") or not parts.hostname or port == -1:
        raise RuleBroken(f"{address[:80]!r} is not a web address. Give one that begins with http:// or https://.")
    if parts.username is not None or parts.password is not None:
        raise RuleBroken("Leave the user name and password out of the address.")
    return address


def is_public(ip: str) -> bool:
    """Whether an address may be connected to: global, not multicast, not a way round to a private one."""
    address = ipaddress.ip_address(ip.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return is_public(str(address.ipv4_mapped))
    inside = any(address.version == net.version and address in net for net in _NEVER)
    return address.is_global and not address.is_multicast and not inside


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(ip: str, port: int, seconds: float) -> socket.socket:
    """A connection to exactly this address."""
    return socket.create_connection((ip, port), timeout=seconds)


def fetch(
    address: str,
    *,
    settings: FetchSettings,
    etag: str | None = None,
    last_modified: str | None = None,
    resolver: Resolver = resolve,
    connector: Connector = connect,
) -> Fetched:
    """Fetch with at most five redirects, each checked anew. Never raises for what a server does."""
    started = time.monotonic()
    deadline = started + settings.seconds
    headers = {"User-Agent": settings.user_agent, "Accept-Encoding": "gzip", "Accept": "*/*"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    here = address
    try:
        for _ in range(HOPS + 1):
            check_address(here)
            found, onward = _one(here, headers, settings, deadline, resolver, connector)
            if onward is None:
                return _timed(found, started)
            here = urljoin(here, onward)
        raise _Failed("bad_response", f"The address redirects more than {HOPS} times.")
    except RuleBroken as problem:
        return _timed(Fetched(None, address=here, error="blocked_address", sentence=str(problem)), started)
    except _Failed as problem:
        failed = Fetched(
            problem.status, address=here, error=problem.code, sentence=str(problem), retry_after=problem.retry_after
        )
        return _timed(failed, started)
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as problem:
        late = time.monotonic() >= deadline - 0.05 or isinstance(problem, TimeoutError)
        code = "timeout" if late else "bad_response"
        words = (
            "The source took too long." if late else f"The source did not answer properly ({type(problem).__name__})."
        )
        return _timed(Fetched(None, address=here, error=code, sentence=words), started)


def _timed(found: Fetched, started: float) -> Fetched:
    return replace(found, took_ms=round((time.monotonic() - started) * 1000))


def _one(
    address: str,
    headers: dict[str, str],
    settings: FetchSettings,
    deadline: float,
    resolver: Resolver,
    connector: Connector,
) -> tuple[Fetched, str | None]:
    """One request: the answer, or where it redirects to."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    ip = _checked(host, port, settings, resolver)
    plain = connector(ip, port, max(0.1, min(CONNECT_SECONDS, deadline - time.monotonic())))
    # A server that drips a byte now and then passes every read timeout; only shutting the socket stops it.
    guard = threading.Timer(max(0.1, deadline - time.monotonic()), _shut, [plain])
    guard.daemon = True
    guard.start()
    try:
        plain.settimeout(max(0.1, deadline - time.monotonic()))
        wire = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) if parts.scheme == "https" else plain
        )
        connection = http.client.HTTPConnection(host, port)
        connection.sock = wire
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path.replace(" ", "%20"), headers=headers)
        answer = connection.getresponse()
        location = answer.getheader("Location")
        if answer.status in REDIRECTS and location:
            return Fetched(answer.status), location
        return _read(answer, address, settings, deadline), None
    finally:
        guard.cancel()
        plain.close()


def _shut(wire: socket.socket) -> None:
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _checked(host: str, port: int, settings: FetchSettings, resolver: Resolver) -> str:
    allowed = f"{host}:{port}" in settings.allow
    if port not in (80, 443) and not allowed:
        raise _Failed("blocked_address", f"Port {port} is not fetched from; only 80 and 443 are.")
    try:
        addresses = resolver(host, port)
    except (OSError, UnicodeError):
        raise _Failed("bad_response", f"The host {host} cannot be found.") from None
    if not addresses or not (allowed or all(is_public(ip) for ip in addresses)):
        raise _Failed("blocked_address", f"The host {host} is not on the public internet.")
    return addresses[0]


def _seconds(retry_after: str | None) -> int | None:
    """What a Retry-After asks for in seconds, at most seven days; a date (RFC 9110) counts from now."""
    raw = (retry_after or "").strip()
    if raw.isascii() and raw.isdigit() and len(raw) < 10:
        return min(int(raw), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(raw)
    except (ValueError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, min(LONGEST_WAIT, round((until - clock.now()).total_seconds())))


def _read(answer: http.client.HTTPResponse, address: str, settings: FetchSettings, deadline: float) -> Fetched:
    status = answer.status
    if status == 304:
        return Fetched(304, address=address)
    if status in (404, 410):
        raise _Failed("gone" if status == 410 else "bad_response", f"The source answered {status}.", status)
    if status != 200:
        raise _Failed(
            "bad_response", f"The source answered {status}.", status, _seconds(answer.getheader("Retry-After"))
        )
    encoding = (answer.getheader("Content-Encoding") or "").strip().lower()
    if encoding not in ("", "identity", "gzip"):
        raise _Failed("bad_response", f"The source answered in {encoding[:40]!r}, which was not asked for.", status)
    unpack = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    body = bytearray()
    while chunk := answer.read1(65_536):
        body += unpack.decompress(chunk, settings.max_bytes + 1 - len(body)) if unpack else chunk
        if len(body) > settings.max_bytes or (unpack and unpack.unconsumed_tail):
            raise _Failed("too_large", f"The document is larger than {settings.max_bytes:,} bytes.", status)
    # A socket shut by the guard, or by the other side too soon, looks like the end of the document.
    if time.monotonic() >= deadline:
        raise _Failed("timeout", "The source took too long.", status)
    if answer.length:
        raise _Failed("bad_response", "The document was cut off on its way.", status)
    return Fetched(
        200,
        bytes(body),
        address,
        answer.getheader("Content-Type") or "",
        answer.getheader("ETag"),
        answer.getheader("Last-Modified"),
    )
