"""gunicorn in production: its log, its end, and a database that somebody else has locked (L-05, O-01, D-01)."""

import gc
import json
import os
import runpy
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal import up
from portal.config import ROOT
from portal.jobs import queueing
from tests.postgres import free_port
from tests.test_config import PRODUCTION

pytestmark = pytest.mark.slow
FEED = """<rss version="2.0"><channel><title>Jobs</title><item><title>Network Engineer</title><link>https://jobs.example.org/1</link>
<description>Employer: Leeds City Council&lt;br&gt;Location: Leeds</description></item></channel></rss>"""


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Serving:
    process: subprocess.Popen[bytes]
    port: int
    folder: Path
    log: Path

    def get(self, path: str) -> tuple[int, float, dict[str, str]]:
        """Status, seconds, headers."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Host": "jobs.example.org", "User-Agent": "Mozilla"}
        )
        began = time.monotonic()
        try:
            with urllib.request.build_opener(NoRedirects).open(request, timeout=40) as answer:
                return answer.status, time.monotonic() - began, dict(answer.headers)
        except urllib.error.HTTPError as refused:
            return refused.code, time.monotonic() - began, dict(refused.headers)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the whole database from outside, as a careless tool would."""
        connection = sqlite3.connect(self.folder / "db" / "portal.sqlite3", isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.rollback()
            connection.close()

    def reference(self) -> str:
        with sqlite3.connect(self.folder / "db" / "portal.sqlite3") as connection:
            return connection.execute("SELECT reference FROM vacancies WHERE status = 'live'").fetchone()[0]

    def followed(self) -> int:
        with sqlite3.connect(self.folder / "db" / "portal.sqlite3") as connection:
            return connection.execute("SELECT coalesce(sum(people + bots), 0) FROM signpost_days").fetchone()[0]


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    folder, port, feed = tmp_path / "data", free_port(), tmp_path / "feed.xml"
    feed.write_text(FEED)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "FLASK_", "STRIPE_"))}
    environment = {**clean, **PRODUCTION, "PORTAL_DATA_DIR": str(folder), "SIGNPOST_AUDIENCE": "everyone"}
    for words in (["setup"], ["feeds", "import", str(feed)], ["search", "sync"]):
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words], cwd=ROOT, env=environment, capture_output=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "wsgi:app"],
            cwd=ROOT,
            env=environment,
            stderr=log,
            stdout=log,
        )
    it = Serving(process, port, folder, tmp_path / "log")
    try:
        _wait_for(it)
        yield it
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(20)


def _wait_for(it: Serving) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            it.get("/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return


def test_every_line_of_the_production_log_is_an_object_without_personal_data(serving: Serving) -> None:
    assert serving.get("/vacancies?q=jo.bloggs@example.org&near=LS1")[0] == 200
    assert serving.get("/jo.bloggs@example.org")[0] == 404
    serving.process.send_signal(signal.SIGTERM)
    assert serving.process.wait(30) == 0
    lines = [json.loads(line) for line in serving.log.read_text().splitlines()]
    answered = [(each["route"], each["status"]) for each in lines if each["event"] == "request.answered"]
    assert answered[-2:] == [("/vacancies", 200), (None, 404)]
    assert {"gunicorn.error", "portal.web.furnishing"} <= {each["logger"] for each in lines}
    assert all(each["request_id"] for each in lines if each["event"] == "request.answered")
    for personal in ("bloggs", "LS1", "127.0.0.1"):
        assert personal not in serving.log.read_text()


def test_a_request_under_way_is_answered_when_the_server_is_told_to_stop(serving: Serving) -> None:
    address = f"/go/{serving.reference()}"
    with ThreadPoolExecutor(1) as threads:
        with serving.locked():
            asked: Future[tuple[int, float, dict[str, str]]] = threads.submit(serving.get, address)
            time.sleep(1)
            serving.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert not asked.done()
        assert asked.result(timeout=30)[0] == 302
    assert serving.process.wait(30) == 0
    assert serving.followed() == 1


def test_a_locked_database_is_waited_for_and_then_answered_with_503(serving: Serving) -> None:
    address = f"/go/{serving.reference()}"
    with ThreadPoolExecutor(2) as threads:
        with serving.locked():
            short = threads.submit(serving.get, address)
            time.sleep(3)
            assert serving.get("/vacancies?q=network")[0] == 200
        assert short.result(timeout=30)[0] == 302
        with serving.locked():
            status, seconds, headers = serving.get(address)
            assert (status, headers["Retry-After"]) == (503, "30")
            assert 8 < seconds < 15
            assert serving.get(f"/vacancies/{serving.reference()}")[0] == 200
    assert serving.followed() == 1
    assert serving.get(address)[0] == 302
    assert serving.followed() == 2


def test_the_pulse_of_the_worker_is_read_from_the_site(serving: Serving) -> None:
    """I-05: none runs, then one has just said that it lives; nothing can be told where nobody answers."""
    assert up.worker_lives(serving.port, host="jobs.example.org") is False
    with sqlite3.connect(serving.folder / "db" / "portal.sqlite3") as connection:
        connection.execute(
            "INSERT INTO leases (name, holder, until) VALUES (?, 'a', ?)",
            (queueing.HEARTBEAT, str(datetime.now(UTC).replace(tzinfo=None) + timedelta(seconds=30))),
        )
    assert up.worker_lives(serving.port, host="jobs.example.org") is True
    assert up.worker_lives(free_port(), host="jobs.example.org") is None


def test_the_collector_leaves_alone_what_a_worker_has_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_ENV", "test")
    before = gc.get_freeze_count()
    try:
        runpy.run_path(str(ROOT / "gunicorn.conf.py"))["post_worker_init"](None)
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
