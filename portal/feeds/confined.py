"""The child process that reads documents: `python -m portal.feeds.confined`, spoken to over its standard input and output.

It knows no setting, no secret and no database. A question is a length and a JSON object, then a length and the
document's bytes; the answer is TAKEN, a length and a JSON object. Nothing is ever unpickled, so whatever a document makes
of this process, its parent receives texts.
"""

from __future__ import annotations

import io
import json
import math
import os
import resource
import select
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from portal.feeds.detecting import detect
from portal.feeds.formats.table import read
from portal.feeds.items import FormatError
from portal.feeds.robots import permission
from portal.foundation.plain_data import to_plain

LENGTH = struct.Struct(">I")
TAKEN = b"+"
"""Said when a question has arrived whole: from here on, the death of the child is the document's doing."""
MAX_ANSWER = 64_000_000
IDLE_SECONDS = 120.0
RETIRE_AFTER = 300
"""Documents after which a child makes room for a fresh one."""
ROOM_LEFT = 0.5
"""The share of its memory that a child must have left to read another document."""


def main(cpu_seconds: float, megabytes: int) -> None:
    """Answer questions until the parent goes away, nothing is asked for a while, or memory is half used."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # A print in a reader must not look like an answer.
    questions = os.fdopen(os.dup(0), "rb", buffering=0)
    most = megabytes * 1_000_000
    base = _confine(most)
    for _ in range(RETIRE_AFTER):
        if not select.select([questions], [], [], IDLE_SECONDS)[0]:
            return
        question = _chunk(questions)
        if question is None:
            return
        body = _chunk(questions) or b""
        answers.write(TAKEN)
        answers.flush()
        _grant(cpu_seconds)
        answer = _encoded(_answer(json.loads(question), body))
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()
        if _size() - base > most * (1 - ROOM_LEFT):
            return


def _confine(most: int) -> int:
    """No core, no file writing, little memory, low priority; says the size it started with."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    base = _size()
    resource.setrlimit(resource.RLIMIT_AS, (base + most, base + most))
    os.nice(5)
    return base


def _size() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _grant(seconds: float) -> None:
    """So many more seconds of processor; past them the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _chunk(source: io.RawIOBase | BinaryIO) -> bytes | None:
    """One length-prefixed chunk, None at the end of the stream."""
    head = _exactly(source, LENGTH.size)
    return None if head is None else _exactly(source, LENGTH.unpack(head)[0])


def _exactly(source: io.RawIOBase | BinaryIO, size: int) -> bytes | None:
    got = bytearray()
    while len(got) < size:
        more = source.read(min(size - len(got), 1 << 20))
        if not more:
            return None
        got += more
    return bytes(got)


TASKS: dict[str, Callable[..., Any]] = {"read": read, "detect": detect, "permission": permission}


def _answer(question: dict[str, Any], body: bytes) -> dict[str, Any]:
    task = TASKS[question.pop("task")]
    try:
        return {"found": to_plain(task(body=body, **question))}
    except FormatError as problem:
        return {"code": problem.code, "sentence": str(problem)}
    except (MemoryError, RecursionError):
        return {"code": "parse_limit", "sentence": "The document needs too much memory to read."}


def _encoded(answer: dict[str, Any]) -> bytes:
    try:
        encoded = json.dumps(answer).encode()
    except (MemoryError, RecursionError):
        encoded = b""
    if 0 < len(encoded) <= MAX_ANSWER:
        return encoded
    return json.dumps({"code": "parse_limit", "sentence": "The document unfolds into too much."}).encode()


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
