"""A server on loopback that talks like a clamd: INSTREAM, over TCP or a socket of the file system."""

from __future__ import annotations

import io
import socket
import socketserver
import struct
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.documents.making import EICAR


@dataclass
class Clamd:
    """`mood`: well, slow (says one letter a tenth of a second), silent, nonsense, error, hangs_up. `seen` are the files it was given."""

    mood: str = "well"
    seen: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def verdict(data: bytes) -> bytes:
    held = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held += [archive.read(each) for each in archive.namelist()]
    return b"stream: Eicar-Test-Signature FOUND\0" if any(EICAR in each for each in held) else b"stream: OK\0"


class _Talk(socketserver.BaseRequestHandler):
    clamd: Clamd

    def handle(self) -> None:
        if self.clamd.mood == "hangs_up":
            return
        assert self._exactly(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack(">L", self._exactly(4))[0]:
            data += self._exactly(size)
        self.clamd.seen.append(data)
        getattr(self, self.clamd.mood)(data)

    def _exactly(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            more = self.request.recv(size - len(got))
            if not more:
                raise ConnectionError("the portal hung up")
            got += more
        return got

    def well(self, data: bytes) -> None:
        self.request.sendall(verdict(data))

    def slow(self, _data: bytes) -> None:
        while not self.clamd.over.is_set():
            self.request.sendall(b"s")
            time.sleep(0.1)

    def silent(self, _data: bytes) -> None:
        self.clamd.over.wait(60)

    def nonsense(self, _data: bytes) -> None:
        self.request.sendall(b"HTTP/1.1 200 OK\r\nstream: OK\0")

    def error(self, _data: bytes) -> None:
        self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """The portal hung up on it, as it should on one that is slow."""


class _FileServer(_Server):
    address_family = socket.AF_UNIX

    def server_bind(self) -> None:
        self.socket.bind(str(self.server_address))


@contextmanager
def serving(path: Path | None = None) -> Iterator[tuple[str, Clamd]]:
    """Its address, as PORTAL_SCANNER takes it, and what it does."""
    clamd = Clamd()
    handler = type("Talk", (_Talk,), {"clamd": clamd})
    server = _FileServer(str(path), handler) if path else _Server(("127.0.0.1", 0), handler)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield str(path) if path else f"127.0.0.1:{server.server_address[1]}", clamd
    finally:
        clamd.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
