"""`make run`, `make test`, `make check`: what a person at a terminal meets."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal import up
from portal.config import ROOT
from portal.examples.cast import PASSWORD, everybody, sign_ins
from tests.conftest import MakeApp

QUIET = "import time; time.sleep(60)"
DEAF = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.write(1, b'deaf\\n'); time.sleep(60)"
SERVE = """
import sys
from portal import up
up.say("begun")
sys.exit(up.serve({name: [sys.executable, "-c", program] for name, program in zip(("web", "worker"), sys.argv[3:])},
                  port=int(sys.argv[1]), stop_seconds=float(sys.argv[2])))
"""


@contextmanager
def listening() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def serve(port: int, stop_seconds: float, *programs: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", SERVE, str(port), str(stop_seconds), *programs]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    return process


def test_a_busy_port_is_told_in_one_sentence_before_anything_is_set_up() -> None:
    with listening() as port:
        done = subprocess.run(
            [sys.executable, "-m", "portal.up", "run"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=20,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Port {port} cannot be used (Address already in use). Stop what uses it, or choose another: PORT=8000 make run\n"
    )


@pytest.mark.parametrize("said", ["0", "65536", "eight", "-1", "٨٠٠٠", "8000 ", "9" * 5000])
def test_what_is_no_port_is_refused_by_name(said: str) -> None:
    with pytest.raises(up.CannotStart, match=r"^PORT is "):
        up.port_to_serve({"PORT": said})


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
from portal import up
beat = Path(sys.argv[1], "beat")
def lives():
    return beat.exists() and time.time() - beat.stat().st_mtime < 3
up.say("begun")
commands = {"web": [sys.executable, "-c", "import time; time.sleep(60)"],
            "worker": [sys.executable, "-c", sys.argv[2], sys.argv[1]]}
sys.exit(up.serve(commands, port=9, stop_seconds=2, pulses={"worker": up.Pulse(lives, every=0.1)}))
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
    pulse = up.Pulse(lambda: next(answers), every=0)
    assert [pulse.has_stopped() for _ in range(7)] == [False, False, False, False, False, True, False]


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_the_site_says_the_address_that_it_is_served_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = _run_without_starting(monkeypatch, PORT="8765")
    assert seen["address"] == "http://127.0.0.1:8765"
    assert seen["web"] == [str(up.VENV / "bin" / "gunicorn"), "--bind", "127.0.0.1:8765", "wsgi:app"]


def test_an_address_that_was_chosen_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run_without_starting(monkeypatch, PORTAL_BASE_URL="https://x.example")["address"] == "https://x.example"


def _run_without_starting(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, object]:
    monkeypatch.setattr(os, "environ", {"PORT": "8764", **environment})
    monkeypatch.setattr(up, "setup", lambda: None)
    monkeypatch.setattr(up, "flask", lambda *_: 0)
    seen: dict[str, object] = {}
    monkeypatch.setattr(up, "serve", lambda commands, **how: seen.update(commands, **how) or 0)
    assert up.run() == 0
    assert seen["then"] == sign_ins(os.environ["PORTAL_BASE_URL"]) and set(seen["pulses"]) == {"worker"}
    return {**seen, "address": os.environ["PORTAL_BASE_URL"]}


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_what_cannot_be_tested_here_is_said_and_fails_only_in_ci(
    ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(up, "ensure_packages", lambda _: None)
    monkeypatch.setattr(up, "ensure_front_end", lambda: False)
    monkeypatch.setattr(up, "ensure_debian_packages", lambda: ["chromium"])
    monkeypatch.setattr(up.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0))
    assert up.test([]) == code
    assert capsys.readouterr().out.splitlines() == [
        "Not here, so its tests cannot run: chromium: apt-get install chromium",
        "Not here, so its tests cannot run: the front end: make setup, with npm's registry in reach",
    ]


def test_check_asks_every_tool_though_one_finds_something(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def run(words: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(Path(words[0]).name)
        return subprocess.CompletedProcess(words, int(asked[-1] == "mypy"))

    monkeypatch.setattr(up, "ensure_packages", lambda _: None)
    monkeypatch.setattr(up.subprocess, "run", run)
    assert up.check() == 1
    assert asked == ["ruff", "ruff", "mypy", "lint-imports", "djlint"]
    assert capsys.readouterr().out == "`mypy` found something to mend.\n"


def test_a_newcomer_reads_how_to_sign_in_as_each_kind_of_person() -> None:
    said = "\n".join(sign_ins("http://127.0.0.1:8123"))
    for kind in (
        "visitor who became a member",
        "lapsed",
        "assessor on the panel",
        "Head of Profession",
        "owner of a member",
        "consultant",
        "staff",
    ):
        assert kind in said
    assert PASSWORD in said and "http://127.0.0.1:8123/sign-in" in said and "people code assessor@example.org" in said
    assert all(each.starts_at in said for each in everybody()) and [
        each for each in everybody() if each.roles and each.starts_at
    ]


def test_what_is_to_be_said_is_said_once_the_port_answers() -> None:
    with listening() as port:
        words = [sys.executable, "-c", SERVE.replace("stop_seconds=", "then=['hello'], stop_seconds="), str(port), "5"]
        process = subprocess.Popen([*words, QUIET, QUIET], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert lines[2] == "hello\n"


def test_examples_are_taken_in_once_a_day_and_again_the_next(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    setup = ["setup", "--with-examples"]
    assert "example adverts taken in" in app.test_cli_runner().invoke(args=setup).output
    assert "in already" in app.test_cli_runner().invoke(args=setup).output
    (tmp_path / "clock").write_text("2026-11-25T09:00:00+00:00")
    assert "example adverts taken in" in app.test_cli_runner().invoke(args=setup).output


def test_examples_are_taken_in_though_another_database_had_them_today(make_app: MakeApp, tmp_path: Path) -> None:
    setup = ["setup", "--with-examples"]
    assert make_app().test_cli_runner().invoke(args=setup).exit_code == 0
    again = make_app(PORTAL_DATABASE_URL=f"sqlite:///{tmp_path / 'data' / 'db' / 'other.sqlite3'}")
    assert "example adverts taken in" in again.test_cli_runner().invoke(args=setup).output
