"""Reading documents in child processes that can be killed: a bad document costs itself, never the portal.

Children are started by executing Python anew, never by forking, so they share neither threads nor database
connections with whoever asks. A few are kept warm. See docs/decisions/reading-apart.md.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from portal.feeds.confined import MAX_ANSWER, TAKEN
from portal.feeds.detecting import Detection
from portal.feeds.items import FeedDocument, FormatError
from portal.feeds.robots import Permission
from portal.foundation.plain_data import NotThatShape, from_plain

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30.0
"""How long a child may take to start and to take a document over, however busy the machine."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of processor, megabytes above the empty child, seconds by the wall clock."""

    cpu_seconds: float = 10.0
    megabytes: int = 256
    wall_seconds: float = 20.0


class Readers:
    """Warm children that read documents. Safe to use from many threads; at most `most` read at once."""

    def __init__(self, limits: Limits | None = None, *, most: int | None = None) -> None:
        self.limits = limits or Limits()
        self._room = threading.BoundedSemaphore(most or max(2, os.cpu_count() or 2))
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        os.register_at_fork(after_in_child=self._forget)

    def read(
        self,
        kind: str,
        body: bytes,
        *,
        address: str,
        content_type: str = "",
        mapping: dict[str, Any] | None = None,
    ) -> FeedDocument:
        """As formats.table.read; raises FormatError, parse_limit when the document cost its reader's life."""
        question = {"kind": kind, "address": address, "content_type": content_type, "mapping": mapping}
        return self._ask("read", question, body, FeedDocument)

    def detect(self, body: bytes, *, address: str, content_type: str = "") -> Detection:
        """As detecting.detect; raises FormatError, parse_limit when the document cost its reader's life."""
        return self._ask("detect", {"address": address, "content_type": content_type}, body, Detection)

    def permission(self, body: bytes, *, agent: str, address: str) -> Permission:
        """As robots.permission; raises FormatError."""
        return self._ask("permission", {"agent": agent, "address": address}, body, Permission)

    def close(self) -> None:
        """End the idle children."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _ask(self, task: str, question: dict[str, Any], body: bytes, kind: type[T]) -> T:
        answer = self._answer(json.dumps({"task": task, **question}).encode(), body)
        if "code" in answer:
            raise FormatError(str(answer["code"])[:30], str(answer.get("sentence", ""))[:500])
        try:
            return from_plain(kind, answer.get("found"))
        except NotThatShape as problem:
            raise FormatError("parse_limit", f"The document confused its reader ({problem}).") from None

    def _answer(self, question: bytes, body: bytes) -> dict[str, Any]:
        for _ in range(3):
            try:
                with self._child() as child:
                    return child.ask(question, body, self.limits.wall_seconds)
            except _Retired:
                continue
        raise FormatError("parse_limit", "The readers of documents do not start.")

    @contextmanager
    def _child(self) -> Iterator[_Child]:
        with self._room:
            child = self._warm() or _Child(self.limits)
            try:
                yield child
            except BaseException:
                child.end()
                raise
            with self._lock:
                self._idle.append(child)

    def _warm(self) -> _Child | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                child = self._idle.pop()
            if child.alive:
                return child
            child.end()

    def _forget(self) -> None:
        """In a forked copy of this process: the children are the original's."""
        self._lock = threading.Lock()
        for child in self._idle:
            child.let_go()
        self._idle = []


class _Retired(Exception):
    """The child had ended of itself, between two documents, before it took this one."""


class _Child:
    def __init__(self, limits: Limits) -> None:
        command = [sys.executable, "-m", "portal.feeds.confined", str(limits.cpu_seconds), str(limits.megabytes)]
        # Only what Python needs: no setting, no secret, no database address.
        environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        if sys.dont_write_bytecode:
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._into, self._out = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, question: bytes, body: bytes, seconds: float) -> dict[str, Any]:
        """The answer to one question; raises FormatError parse_limit when the child dies over it, or _Retired."""
        with self._watched(START_SECONDS):
            taken = self._hand_over(question, body)
        if not taken:
            raise _Retired
        with self._watched(seconds):
            answer = self._answer()
        if answer is None:
            raise FormatError("parse_limit", _why(self._ended(), seconds))
        return answer

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        watch = threading.Timer(seconds, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _hand_over(self, question: bytes, body: bytes) -> bool:
        """Whether the child took the question; if not, it had ended before and the document is not to blame."""
        try:
            for chunk in (question, body):
                self._into.write(len(chunk).to_bytes(4, "big"))
                self._into.write(chunk)
            self._into.flush()
            return self._out.read(1) == TAKEN
        except OSError:
            return False

    def _answer(self) -> dict[str, Any] | None:
        try:
            head = self._out.read(4)
            size = int.from_bytes(head, "big")
            raw = self._out.read(size) if len(head) == 4 and size <= MAX_ANSWER else b""
            answer = json.loads(raw) if raw and len(raw) == size else None
        except (OSError, ValueError):
            return None
        return answer if isinstance(answer, dict) else None

    def _ended(self) -> int:
        """How it ended; a child that still lives talked nonsense and is killed for it."""
        try:
            return self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self.let_go()

    def let_go(self) -> None:
        """Close our ends of its pipes."""
        for pipe in (self._into, self._out):
            with suppress(OSError):
                pipe.close()


def _why(code: int, seconds: float) -> str:
    if code == -signal.SIGXCPU:
        return "Reading the document took too much of the processor."
    if code == -signal.SIGKILL:
        return f"Reading the document took longer than {seconds:g} seconds."
    return "Reading the document ended its reader."


_shared: Readers | None = None
_sharing = threading.Lock()


def readers() -> Readers:
    """The readers that this process shares; their children end with it, or when nothing was read for a while."""
    global _shared
    with _sharing:
        if _shared is None:
            _shared = Readers()
        return _shared
