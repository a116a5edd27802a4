"""The web and the worker side by side: watched, started anew, and stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from portal import supervising
from portal.config import ROOT
from tests.test_up import listening

QUIET = "import time; time.sleep(60)"
DEAF = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.write(1, b'deaf\\n'); time.sleep(60)"
SERVE = """
import sys
from portal import supervising
supervising.say("begun")
sys.exit(supervising.serve({name: [sys.executable, "-c", program] for name, program in zip(("web", "worker"), sys.argv[3:])},
                  port=int(sys.argv[1]), stop_seconds=float(sys.argv[2])))
"""


def serve(port: int, stop_seconds: float, *programs: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", SERVE, str(port), str(stop_seconds), *programs]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    return process


def test_ctrl_c_ends_both_and_everything_is_said_once() -> None:
    with listening() as port:
        process = serve(port, 5, QUIET, QUIET)
        assert process.stdout is not None and process.stdout.readline().startswith(
            f"The portal is at http://127.0.0.1:{port}"
        )
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=10)
    assert (process.returncode, said.splitlines()[-1]) == (0, "Stopped.")


@pytest.mark.parametrize(("stop_seconds", "signals"), [(0.5, 1), (60, 2)])
def test_one_that_hangs_is_killed_in_time_or_at_the_second_ctrl_c(stop_seconds: float, signals: int) -> None:
    with listening() as port:
        process = serve(port, stop_seconds, DEAF, QUIET)
        lines = [process.stdout.readline() for _ in range(2)] if process.stdout else []
        assert "deaf\n" in lines
        began = time.monotonic()
        for _ in range(signals):
            process.send_signal(signal.SIGINT)
            time.sleep(0.3)
        said, _ = process.communicate(timeout=15)
    assert time.monotonic() - began < 10
    assert (process.returncode, said.splitlines()) == (0, ["The web did not stop in time and was killed.", "Stopped."])


def test_when_one_ends_by_itself_the_other_is_stopped_and_it_is_a_failure() -> None:
    process = serve(9, 5, QUIET, "raise SystemExit(3)")
    said, _ = process.communicate(timeout=15)
    assert (process.returncode, said) == (1, "The worker stopped by itself; see the messages above.\n")


BEATING = """
import os, sys, time
from pathlib import Path
with open(Path(sys.argv[1], "pids"), "a") as pids:
    print(os.getpid(), file=pids)
while True:
    Path(sys.argv[1], "beat").touch()
    time.sleep(0.05)
"""
WATCHED = """
import sys, time
from pathlib import Path
from portal import supervising
beat = Path(sys.argv[1], "beat")
def lives():
    return beat.exists() and time.time() - beat.stat().st_mtime < 3
supervising.say("begun")
commands = {"web": [sys.executable, "-c", "import time; time.sleep(60)"],
            "worker": [sys.executable, "-c", sys.argv[2], sys.argv[1]]}
sys.exit(supervising.serve(commands, port=9, stop_seconds=2, pulses={"worker": supervising.Pulse(lives, every=0.1)}))
"""


def test_a_worker_that_stands_still_is_killed_and_started_again(tmp_path: Path) -> None:
    """I-05: stopped in the middle of its work, it would keep the index's lock for ever; web and worker go on."""
    words = [sys.executable, "-c", WATCHED, str(tmp_path), BEATING]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    pids = tmp_path / "pids"
    wait_until(lambda: pids.exists() and pids.read_text().endswith("\n"))
    first = int(pids.read_text())
    os.kill(first, signal.SIGSTOP)
    wait_until(lambda: len(pids.read_text().split()) == 2)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert (process.returncode, said.splitlines()) == (
        0,
        ["begun", "The worker stands still. It is killed and started again.", "Stopped."],
    )


def test_one_that_was_never_seen_to_live_is_given_time() -> None:
    answers = iter([None, False, True, None, True, False, False])
    pulse = supervising.Pulse(lambda: next(answers), every=0)
    assert [pulse.has_stopped() for _ in range(7)] == [False, False, False, False, False, True, False]


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_what_is_to_be_said_is_said_once_the_port_answers() -> None:
    with listening() as port:
        words = [sys.executable, "-c", SERVE.replace("stop_seconds=", "then=['hello'], stop_seconds="), str(port), "5"]
        process = subprocess.Popen([*words, QUIET, QUIET], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert lines[2] == "hello\n"
