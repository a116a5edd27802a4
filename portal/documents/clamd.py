"""Asking a clamd about one file (INSTREAM), with a deadline for the whole talk. The only place that opens a socket to it.

The clients that others keep wait without end for one that trickles, and read without bound what it says; the protocol is
this small: "zINSTREAM\\0", chunks with their length before them, an empty one, and a line that ends in OK, FOUND or ERROR.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from pathlib import Path

CONNECT_SECONDS = 5.0
TALK_SECONDS = 30.0
MOST_ANSWER = 1_000
CHUNK = 65_536
_LENGTH = struct.Struct(">L")
_ANSWER = re.compile(r"stream: (?:(OK)|(.{1,200}) FOUND)")


class ScannerTrouble(Exception):
    """There is no verdict: nobody answers, not in time, or nothing that can be understood."""


def find_in(path: Path, *, scanner: str, seconds: float = TALK_SECONDS) -> str | None:
    """The name of what the scanner found in the file, or None when it found nothing. Raises ScannerTrouble.

    `scanner` is "host:port" or the path of a socket.
    """
    until = time.monotonic() + seconds
    try:
        with _connected(scanner, min(seconds, CONNECT_SECONDS)) as talk, path.open("rb") as file:
            _send(talk, b"zINSTREAM\0", until)
            while chunk := file.read(CHUNK):
                _send(talk, _LENGTH.pack(len(chunk)) + chunk, until)
            _send(talk, _LENGTH.pack(0), until)
            answer = _heard(talk, until)
    except OSError as problem:
        raise ScannerTrouble(f"the scanner does not answer ({type(problem).__name__})") from None
    said = _ANSWER.fullmatch(answer)
    if said is None:
        raise ScannerTrouble("the scanner says nothing that can be understood")
    return said[2]


def _connected(scanner: str, seconds: float) -> socket.socket:
    if not scanner.startswith("/"):
        host, _, port = scanner.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        talk.settimeout(seconds)
        talk.connect(scanner)
    except BaseException:
        talk.close()
        raise
    return talk


def _send(talk: socket.socket, data: bytes, until: float) -> None:
    _wait(talk, until)
    talk.sendall(data)


def _heard(talk: socket.socket, until: float) -> str:
    heard = b""
    while b"\0" not in heard and len(heard) < MOST_ANSWER:
        _wait(talk, until)
        more = talk.recv(MOST_ANSWER)
        if not more:
            break
        heard += more
    return heard.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _wait(talk: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    talk.settimeout(left)
