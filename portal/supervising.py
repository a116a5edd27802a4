"""The web and the worker side by side, as `make run` starts them: watched, started anew, and stopped together.

Standard library only, as everything that portal.up imports.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 12
"""A little more than the ten seconds that gunicorn gives the requests under way."""


def say(line: str) -> None:
    """Write the line in one piece, because the web and the worker write to the same terminal."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass
class Pulse:
    """Whether a child that runs still does its work; `lives` says None where that cannot be told just now.

    One that was never seen to live is given time: it may be starting.
    """

    lives: Callable[[], bool | None]
    every: float = 5.0
    _next: float = field(default=0.0, init=False)
    _seen: bool = field(default=False, init=False)

    def has_stopped(self) -> bool:
        """Whether it was seen to live and is known not to live any more; asks at most once in `every` seconds."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + self.every
        lives = self.lives()
        stopped = self._seen and lives is False
        self._seen = lives is True or (self._seen and not stopped)
        return stopped


def worker_lives(port: int, *, host: str) -> bool | None:
    """What the portal at this port says of its worker: a heartbeat that is older than half a minute has stopped.

    `host` is the name that the portal is reached by; it answers to no other.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return bool(json.load(connection.getresponse())["parts"]["worker"]["state"] == "ok")
    except (OSError, HTTPException, ValueError, KeyError):
        return None
    finally:
        connection.close()


def serve(
    commands: Mapping[str, Sequence[str]],
    *,
    port: int,
    stop_seconds: float = STOP_SECONDS,
    then: Sequence[str] = (),
    pulses: Mapping[str, Pulse] | None = None,
) -> int:
    """Run the commands side by side until Ctrl-C (0) or until one of them ends (1); none outlives this.

    What `then` holds is said once the port answers. One whose pulse has stopped though it runs is killed, so that
    what it holds is free again, and started anew.
    On Ctrl-C each may finish what it has begun; after `stop_seconds`, or at a second Ctrl-C, it is killed
    with everything that it started.
    """
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = _begun(command)
        announced = False
        while not stopping and all(child.poll() is None for child in children.values()):
            if not announced and (announced := _answers(port)):
                say(f"The portal is at http://127.0.0.1:{port} with its worker. Stop it with Ctrl-C.")
                for line in then:
                    say(line)
            for name in [name for name, pulse in (pulses or {}).items() if pulse.has_stopped()]:
                say(f"The {name} stands still. It is killed and started again.")
                _kill(children[name])
                children[name] = _begun(commands[name])
            time.sleep(0.1)
        died = [name for name, child in children.items() if child.poll() is not None]
    finally:
        killed = _stop_all(children, stop_seconds, stopping)
    if killed:
        say(f"The {' and the '.join(killed)} did not stop in time and was killed.")
    if died and not stopping:
        say(f"The {' and the '.join(died)} stopped by itself; see the messages above.")
        return 1
    say("Stopped.")
    return 0


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _stop_all(children: Mapping[str, subprocess.Popen[bytes]], seconds: float, signals: list[int]) -> list[str]:
    """Ask every child to end, wait, then kill; gives the names of those that had to be killed."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + seconds
    asked = len(signals)
    while time.monotonic() < deadline and len(signals) <= max(1, asked):
        if all(child.poll() is not None for child in children.values()):
            break
        time.sleep(0.05)
    killed = [name for name, child in children.items() if child.poll() is None]
    for child in children.values():
        _kill(child)
    return killed


def _begun(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """With everything that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
