"""Reaching a host: which addresses may be fetched from at all, and a connection to exactly what was checked."""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit

from portal.foundation.errors import RuleBroken

CONNECT_SECONDS = 5.0
TRIES = 4
"""Addresses of one host that are tried in turn."""
PORTS = (80, 443)
MAX_ADDRESS = 2_000
_ROUNDABOUT = tuple(
    ipaddress.ip_network(net)
    for net in ("192.0.0.0/24", "192.88.99.0/24", "2002::/16", "2001::/32", "2001:10::/28", "3fff::/20")
)
"""Called global by the standard library, yet protocol assignments, relays into IPv4, or documentation."""
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f\\]")

Resolver = Callable[[str, int], list[str]]
Connector = Callable[[str, int, float], socket.socket]


class Unreachable(Exception):
    """A host that was not connected to; `code` is one of the contract's failure codes."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def check_address(address: str) -> str:
    """The address as given; raises RuleBroken for anything that is not a plain http or https address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = SplitResult("", "", "", "", ""), None
    if _NOT_IN_ADDRESS.search(address) or parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise RuleBroken(f"{address[:80]!r} is not a web address. Give one that begins with http:// or https://.")
    if len(address) > MAX_ADDRESS:
        raise RuleBroken(f"The address has more than {MAX_ADDRESS:,} characters.")
    if parts.username is not None or parts.password is not None:
        raise RuleBroken("Leave the user name and password out of the address.")
    return address


def in_ascii(address: str) -> str:
    """The address as it travels: percent-encoded path and query, its host in ASCII; raises UnicodeError."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    host = host if host.isascii() else host.encode("idna").decode()
    host = f"[{host}]" if ":" in host else host
    netloc = f"{host}:{parts.port}" if parts.port else host
    path, query = (quote(part, safe="/%:=&?~+!$,;'@()*[]|") for part in (parts.path or "/", parts.query))
    return parts._replace(netloc=netloc, path=path, query=query, fragment="").geturl()


def is_public(ip: str) -> bool:
    """Whether an address may be connected to: global unicast, not a way round to a private one."""
    address = ipaddress.ip_address(ip.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if address not in _GLOBAL_UNICAST:
            return False
    roundabout = any(address.version == net.version and address in net for net in _ROUNDABOUT)
    return address.is_global and not address.is_multicast and not roundabout


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(ip: str, port: int, seconds: float) -> socket.socket:
    """A connection to exactly this address."""
    return socket.create_connection((ip, port), timeout=seconds)


@contextmanager
def reached(
    parts: SplitResult,
    *,
    allow: frozenset[str],
    deadline: float,
    resolver: Resolver,
    connector: Connector,
    ca_file: Path | None,
) -> Iterator[socket.socket]:
    """A connection to the host of an address, with TLS for https; shut at the deadline whatever is going on.

    `deadline` is on the monotonic clock. A server that drips a byte now and then passes every read timeout; only
    shutting the socket from outside ends it (faults.md, R2).
    """
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    wire = _connected(_checked(host, port, allow, resolver, deadline), port, connector, deadline)
    held = [wire]
    guard = threading.Timer(max(0.0, deadline - time.monotonic()), lambda: _shut(held[0]))
    guard.daemon = True
    guard.start()
    try:
        if parts.scheme == "https":
            held[0] = wire = _trusting(ca_file).wrap_socket(wire, server_hostname=host, do_handshake_on_connect=False)
            wire.settimeout(left(deadline))
            wire.do_handshake()
        wire.settimeout(left(deadline))
        yield wire
    finally:
        guard.cancel()
        wire.close()


def left(deadline: float) -> float:
    """The seconds until the deadline; raises TimeoutError when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _checked(host: str, port: int, allow: frozenset[str], resolver: Resolver, deadline: float) -> list[str]:
    allowed = f"{host}:{port}" in allow or f"[{host}]:{port}" in allow
    if port not in PORTS and not allowed:
        raise Unreachable("blocked_address", f"Port {port} is not fetched from; only 80 and 443 are.")
    addresses = _resolved(host, port, resolver, deadline)
    if not addresses or not (allowed or all(is_public(ip) for ip in addresses)):
        raise Unreachable("blocked_address", f"The host {host[:100]} is not on the public internet.")
    return list(dict.fromkeys(addresses))[:TRIES]


def _resolved(host: str, port: int, resolver: Resolver, deadline: float) -> list[str]:
    """What the resolver says, waiting no longer than the deadline: the system's resolver cannot be interrupted."""
    said: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            said.put(resolver(host, port))
        except Exception as problem:
            said.put(problem)

    threading.Thread(target=ask, name="resolving", daemon=True).start()
    try:
        answer = said.get(timeout=left(deadline))
    except queue.Empty:
        raise Unreachable("timeout", f"The name {host[:100]} was not resolved in time.") from None
    if isinstance(answer, Exception):
        raise Unreachable("bad_response", f"The host {host[:100]} cannot be found.") from answer
    return answer


def _connected(addresses: list[str], port: int, connector: Connector, deadline: float) -> socket.socket:
    for ip in addresses[:-1]:
        with suppress(OSError):
            return connector(ip, port, min(CONNECT_SECONDS, left(deadline)))
    return connector(addresses[-1], port, min(CONNECT_SECONDS, left(deadline)))


def _shut(wire: socket.socket) -> None:
    with suppress(OSError):
        wire.shutdown(socket.SHUT_RDWR)


@cache
def _trusting(ca_file: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
