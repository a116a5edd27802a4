"""`make run`, `make test`, `make check`: what a person at a terminal meets."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal import up
from portal.config import ROOT
from portal.examples.cast import PASSWORD, everybody, sign_ins
from tests.conftest import MakeApp


@contextmanager
def listening() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


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
