"""Requests that no honest client sends, over every route there is; the same seed makes the same requests.

    for made in requests(app, seed=1, number=1_500): status, took, body = answer(app, made)

They are WSGI calls as gunicorn would make them from any bytes on the wire, so that nothing is tidied on the way.
"""

from __future__ import annotations

import io
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask

METHODS = ("GET", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "Ÿ")
PARAMETERS = (
    "q", "near", "within", "sort", "page", "per_page", "pay_from", "pay", "new", "closing", "closed", "sector", "family", "role",
    "nation", "region", "contract", "pattern", "workplace", "clearance", "employer", "scheme", "format", "limit", "after",
    "__class__", "q[]", "", "\0",
)  # fmt: skip
HEADERS = (
    "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie", "Content-Type", "If-Modified-Since",
    "If-None-Match", "Origin", "Range", "Referer", "User-Agent", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
    "X-Request-ID", "X-HTTP-Method-Override", "Forwarded", "Host",
)  # fmt: skip
HOSTILE = (
    b"", b" ", b"\0", b"a\0b", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "😀".encode(), "\u202eabc".encode(),
    b"'", b'"', b"' OR 1=1--", b"price;drop table vacancies", b"(select 1)", b"%", b"%00", b"%zz", b"_", b"\\", b"../../etc/passwd",
    b"..%2f..%2f", b"//evil.example", b"javascript:alert(1)", b"<script>alert(1)</script>", b"{{7*7}}", b"${7*7}", b"\r\nX: y",
    b"-1", b"0", b"1", b"1e9", b"NaN", b"1000000000000000000", b"9" * 5_000, "٣".encode(), "²".encode(), b"0x10", b"1.5", b"-0",
    b"*", b"a*", b"**", b"AND AND", b"NOT", b"field:secret", b"[A TO Z]", b"~~~~", b"(((((", b"a?b", b"/(a+)+$/", b"x^1e400", b"-",
    b"a" * 10_000, b"a " * 5_000, b"(" * 10_000, b"\xff" * 10_000, b"network", b"Leeds", b"LS1", b"text/html;q=NaN", b"bytes=0-,1-",
    b"Thu, 99 Foo 9999 99:99:99 GMT", b'W/"x', b"session=" + b"x" * 4_000, b"Basic \xff", b"1, 2, 3", b"for=unknown;by=\"", b"[::1",
)  # fmt: skip
TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/\xff",
)
BODIES = (
    b"", b"{", b"[" * 20_000, b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b"a=b&" * 3_000, b"\xff\0" * 500, b"--x\r\n\r\n", b'{"n": 1e999}',
    b'--x\r\nContent-Disposition: form-data; name="a"; filename="../\xff"\r\n\r\nb\r\n--x--', b"csrf_token=\0", b"x" * 1_100_000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One request; path, query and header values are bytes as they would stand on the wire, decoded as WSGI does."""

    method: str
    path: bytes
    query: bytes
    headers: tuple[tuple[str, bytes], ...]
    body: bytes

    def __str__(self) -> str:
        headers = ", ".join(f"{name}: {value[:60]!r}" for name, value in self.headers)
        return f"{self.method} {self.path[:120]!r}?{self.query[:200]!r} [{headers}] + {len(self.body)} bytes"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    seconds: float
    retry_after: str | None
    body: bytes

    @property
    def allowed(self) -> bool:
        """No fault of ours: anything below 500, or a 503 that says when to come again."""
        return self.status < 500 or (self.status == 503 and self.retry_after is not None) or self.status == 501


def requests(app: Flask, *, seed: int, number: int, known: tuple[str, ...] = ()) -> Iterator[Made]:
    """`known` are real values for path parameters (references), mixed in so that pages behind them are reached."""
    chance = random.Random(seed)
    rules = sorted({rule.rule for rule in app.url_map.iter_rules()})
    for turn in range(number):
        yield _request(chance, rules[turn % len(rules)], known)


def _request(chance: random.Random, rule: str, known: tuple[str, ...]) -> Made:
    def value() -> bytes:
        if chance.random() < 0.15:
            return bytes(chance.randrange(256) for _ in range(chance.randrange(1, 40)))
        return chance.choice(HOSTILE)

    def in_path(_: re.Match[str]) -> str:
        chosen = chance.choice(known).encode() if known and chance.random() < 0.5 else value()
        return chosen.decode("latin-1")

    path = re.sub(r"<[^>]+>", in_path, rule).encode("latin-1")
    if chance.random() < 0.1:
        path += chance.choice((b"/", b"//", b"/..", b".json", b"%2e", b"\0")) + value()
    pairs = [(chance.choice(PARAMETERS), value()) for _ in range(chance.choice((0, 1, 1, 2, 3, 40)))]
    query = b"&".join(name.encode() + b"=" + _on_the_wire(chance, each) for name, each in pairs)
    headers = tuple((chance.choice(HEADERS), value()) for _ in range(chance.choice((0, 0, 1, 2, 4))))
    method = chance.choice(METHODS)
    has_body = method not in ("GET", "HEAD") or chance.random() < 0.05
    body = chance.choice(BODIES) if has_body else b""
    if has_body and chance.random() < 0.8:
        headers += (("Content-Type", chance.choice(TYPES).encode("latin-1")),)
    return Made(method, path, query, headers, body)


def _on_the_wire(chance: random.Random, value: bytes) -> bytes:
    return value if chance.random() < 0.3 else quote_from_bytes(value).encode()


def answer(app: Callable[..., Any], made: Made) -> Answer:
    """Call the application as a server would; seconds are of this process's CPU."""
    began = time.process_time()
    told: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
        told.update(status=int(status[:3]), headers={name.lower(): value for name, value in headers})
        return lambda _written: None

    chunks = app(_environ(made), start_response)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return Answer(told["status"], time.process_time() - began, told["headers"].get("retry-after"), body)


def _environ(made: Made) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": made.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": made.path.decode("latin-1"),
        "QUERY_STRING": made.query.decode("latin-1"),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "CONTENT_LENGTH": str(len(made.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(made.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in made.headers:
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value.decode("latin-1")
    return environ


def faults(app: Flask, *, seed: int, number: int) -> tuple[list[str], Counter[int]]:
    """What was answered that should not be, a line each; and how often each status was answered."""
    found, statuses = [], Counter[int]()
    for made in requests(app, seed=seed, number=number, known=references(app)):
        got = answer(app, made)
        statuses[got.status] += 1
        if not got.allowed:
            found.append(f"{got.status}: {made}")
    return found, statuses


def references(app: Flask) -> tuple[str, ...]:
    """A few real references, sectors and identifiers of the site, for the path."""
    with app.test_client() as client:
        rows = json.loads(client.get("/vacancies.json").data)
    return (*re.findall(r'"reference": ?"([^"]+)"', json.dumps(rows))[:10], "nhs", "local_government", "1")
