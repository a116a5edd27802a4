"""U-05 on gunicorn: senders that are slow, large, without a length, and many."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.config import ROOT
from portal.database.base import db
from portal.documents import disk
from portal.documents.models import Document
from tests import people
from tests.documents import making, pages
from tests.postgres import free_port

pytestmark = pytest.mark.slow
SECONDS = 3.0
MARK = "a-line-between-parts"


@dataclass
class Sender:
    """Somebody signed in, whose requests are written by hand."""

    port: int
    address: str
    cookie: str
    token: str

    def body(self, content: bytes) -> bytes:
        parts = [
            f'--{MARK}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token}\r\n',
            f'--{MARK}\r\nContent-Disposition: form-data; name="file"; filename="cv.txt"\r\n\r\n',
        ]
        return "".join(parts).encode() + content + f"\r\n--{MARK}--\r\n".encode()

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"session={self.cookie}", "Content-Type": f"multipart/form-data; boundary={MARK}"}

    def send(self, content: bytes, *, chunked: bool = False) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = self.body(content)
        pieces = (body[at : at + 50_000] for at in range(0, len(body), 50_000))
        connection.request("POST", self.address, pieces if chunked else body, self.headers, encode_chunked=chunked)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def trickle(self, *, seconds: float) -> tuple[str, float]:
        """A byte each tenth of a second: how the answer begins, and after how long it came."""
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            lines = [f"POST {self.address} HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 100000"]
            lines += [f"{name}: {value}" for name, value in self.headers.items()]
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + self.body(b"a").rpartition(b"\r\n--")[0])
            connection.settimeout(0.1)
            answer = b""
            while time.monotonic() - began < seconds and b"</html>" not in answer:
                try:
                    more = connection.recv(65_536)
                    if not more:
                        break
                    answer += more
                except TimeoutError:
                    connection.send(b"a")
            return answer.decode(errors="replace"), time.monotonic() - began


@pytest.fixture
def port(app: Flask, tmp_path: Path) -> Iterator[int]:
    pages.hang(app)
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "PORTAL_ENV": "test",
        "PORTAL_DATA_DIR": str(app.config["SETTINGS"].data_dir),
        "PORTAL_CLOCK_FILE": str(tmp_path / "clock"),
        "TEST_UPLOAD_SECONDS": str(SECONDS),
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "tests.documents.served:app"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, stdout=log)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            got(port, "/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("gunicorn did not come up")


def got(port: int, address: str) -> float:
    """A page that others ask for; after how long it came."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", address)
    assert connection.getresponse().status == 200
    connection.close()
    return time.monotonic() - began


def sender(app: Flask, port: int, email: str = "robin@example.org") -> Sender:
    person_id = people.make(app, email)
    client = people.sign_in(app, person_id)
    with app.app_context():
        address = f"/things/{db.session.get_one(Person, person_id).reference}"
    token = people.csrf_of(client, address)
    cookie = client.get_cookie("session")
    assert cookie is not None
    return Sender(port, address, cookie.value, token)


def kept(app: Flask) -> tuple[int, int]:
    """Rows and files."""
    with app.app_context():
        return db.session.query(Document).count(), len(list(disk.folder().iterdir()))


def test_a_body_that_is_too_large_is_answered_in_words_with_and_without_a_length(app: Flask, port: int) -> None:
    robin = sender(app, port)
    for chunked in (False, True):
        status, text = robin.send(b"a" * 9_000_000, chunked=chunked)
        assert status == 413 and "The file is larger than 5 MB." in text
    assert robin.send(b"a" * 4_000_000, chunked=True)[0] == 302
    assert robin.send(making.pdf())[0] == 302
    assert kept(app) == (2, 2)


def test_slow_senders_are_ended_and_others_are_answered_meanwhile(app: Flask, port: int) -> None:
    robin = sender(app, port)
    with ThreadPoolExecutor(12) as pool:
        slow = [pool.submit(robin.trickle, seconds=20) for _ in range(12)]
        time.sleep(1.5)
        waits = [got(port, "/healthz") for _ in range(10)]
        ends = [each.result() for each in slow]
    assert max(waits) < SECONDS, waits
    assert Counter(answer[9:12] for answer, _ in ends).keys() <= {"408", "503"}, ends
    assert any("took more than a minute to arrive" in answer for answer, _ in ends)
    assert max(took for _, took in ends) < SECONDS * 3
    assert kept(app) == (0, 0)


def test_fifty_uploads_at_once_are_all_answered_and_kept_once(app: Flask, port: int) -> None:
    senders = [sender(app, port, f"person{number}@example.org") for number in range(5)]
    content = making.docx("networks " * 20_000)
    with ThreadPoolExecutor(50) as pool:
        ends = Counter(status for status, _ in pool.map(lambda n: senders[n % 5].send(content), range(50)))
        assert got(port, "/healthz") < 2
    assert set(ends) <= {302, 503} and ends[302] >= 10, ends
    assert kept(app) == (ends[302], ends[302])
