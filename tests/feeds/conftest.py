"""A feed server on loopback that does whatever a test tells it to, byte by byte, and a canary that nobody may ask."""

import contextlib
import json
import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import registering
from portal.feeds.fetching import FetchSettings
from portal.feeds.models import Polling
from tests.feeds.documents import START


@dataclass
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)


class Wire:
    """What an answering function writes on; `wait` ends early when the test is over."""

    def __init__(self, server: "HostileServer", request, *, answered: Callable[[], None]) -> None:
        self._server, self._request, self._answered = server, request, answered

    def send(self, data: bytes | str) -> None:
        self._request.sendall(data.encode() if isinstance(data, str) else data)

    def wait(self, seconds: float) -> bool:
        """True while the test runs."""
        return not self._server.stopping.wait(seconds)

    def answer(self, body: bytes | str = b"", *, status: str = "200 OK", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        named = {"Content-Length": str(len(data))} | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value is not None)
        self._answered()
        self.send(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + data)

    def drip(self, data: bytes, every: float) -> None:
        """A byte at a time until the test is over or nobody listens."""
        for byte in data:
            if not self.wait(every):
                return
            self.send(bytes([byte]))


Answer = Callable[[Wire, Asked], None]


class _Conversation(socketserver.BaseRequestHandler):
    server: "HostileServer"

    def handle(self) -> None:
        server = self.server
        with server.counting() as answered:
            self.request.settimeout(5)
            with contextlib.suppress(OSError, UnicodeError):
                raw = b""
                while b"\r\n\r\n" not in raw and (more := self.request.recv(65_536)):
                    raw += more
                head = raw.decode("latin-1").split("\r\n")
                if len(head[0].split(" ")) < 2:
                    return
                headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
                asked = Asked(head[0].split(" ")[1], headers)
                server.asked.append(asked)
                answer = server.answers.get(asked.path) or server.answers.get(asked.path.split("?")[0])
                wire = Wire(server, self.request, answered=answered)
                if answer is None:
                    wire.answer(status="404 Not Found")
                elif callable(answer):
                    answer(wire, asked)
                else:
                    wire.answer(answer)


class HostileServer(socketserver.ThreadingTCPServer):
    """`answers` maps a path to a body or to a function that writes on the wire; `asked` keeps every request."""

    allow_reuse_address, daemon_threads, request_queue_size = True, True, 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers: dict[str, bytes | str | Answer] = {}
        self.asked: list[Asked] = []
        self.stopping = threading.Event()
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def address(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def times(self, path: str) -> int:
        return sum(1 for each in self.asked if each.path == path)

    @contextlib.contextmanager
    def counting(self):
        """Count a conversation until its answer is about to leave: who has read an answer may ask again at once."""
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
        counted = [True]

        def answered() -> None:
            with self._lock:
                self.at_once -= len(counted)
                counted.clear()

        try:
            yield answered
        finally:
            answered()

    def handle_error(self, request, client_address) -> None:
        """A client that goes away is what these tests are about."""


@pytest.fixture
def make_server():
    """As many servers as a test needs, each on a port of its own."""
    made: list[HostileServer] = []

    def make() -> HostileServer:
        server = HostileServer()
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        made.append(server)
        return server

    yield make
    for server in made:
        server.stopping.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def hostile(make_server) -> HostileServer:
    """The one server that may be asked."""
    return make_server()


@pytest.fixture
def canary(make_server):
    """A server that must never be asked; the test fails if it was."""
    server = make_server()
    yield server
    assert server.asked == [], "the canary was asked"


@pytest.fixture
def bounds(hostile: HostileServer) -> FetchSettings:
    """A small size, time enough on a busy machine, and the one server allowed."""
    return FetchSettings("Test/1.0", seconds=20.0, max_bytes=200_000, allow=frozenset({hostile.host}))


@pytest.fixture
def impatient(bounds: FetchSettings) -> FetchSettings:
    """For answers that never end, so that a test does not have to wait for long."""
    return replace(bounds, seconds=0.8)


@pytest.fixture
def polled(app, hostile: HostileServer):
    """The application allowed to ask the one server; more hosts and other bounds by `allow`."""

    def allow(*servers: HostileServer, **bounds):
        settings = app.config["SETTINGS"]
        hosts = settings.fetch_allow | {server.host for server in servers}
        app.config["SETTINGS"] = replace(settings, fetch_allow=hosts, **bounds)

    allow(hostile, fetch_seconds=20.0)
    app.allow = allow
    return app


@pytest.fixture
def add(polled, hostile):
    """Register a source at a path of the server (or of another)."""

    def register(path: str = "/feed", kind: str = "rss", server=hostile) -> int:
        with polled.app_context(), transaction():
            return registering.register(
                name=f"{server.host}{path}", address=server.address(path), kind=kind, organisation=None, at=START
            ).id

    return register


@pytest.fixture
def look(polled, tmp_path: Path):
    """Poll everything (or one source) at a time of the test's choosing, by the command; the outcomes."""

    def poll(at: datetime = START, source_id: int | None = None) -> list[dict]:
        (tmp_path / "clock").write_text(at.isoformat())
        which = ["--source", str(source_id)] if source_id else ["--all"]
        result = polled.test_cli_runner().invoke(args=["feeds", "poll", *which, "--json"])
        return [json.loads(line) for line in result.stdout.splitlines()]

    return poll


@pytest.fixture
def live(polled):
    """The live vacancies as exported."""

    def export() -> list[dict]:
        lines = polled.test_cli_runner().invoke(args=["vacancies", "export", "--status", "live"]).stdout.splitlines()
        return [json.loads(line) for line in lines]

    return export


@pytest.fixture
def state(polled):
    """What is remembered of a source."""

    def read(source_id: int) -> Polling:
        with polled.app_context():
            it = db.session.get_one(Polling, source_id)
            db.session.expunge_all()
            return it

    return read
