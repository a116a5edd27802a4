"""Nothing on the ledger is lost or done twice, whoever dies (O-03)."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.config import ROOT
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.jobs import queueing
from portal.jobs.models import Job
from portal.jobs.working import Repeated, Worker

WORKER = """
import sys, time
from pathlib import Path
from portal.app import create_app
from portal.jobs.working import Worker

def slow(facts):
    with Path(sys.argv[1]).open("a") as ran:
        ran.write(f"{facts['n']}\\n")
    time.sleep(float(sys.argv[2]))
    return "slept"

with create_app().app_context():
    worker = Worker({"slow": slow}, (), lambda: False)
    worker.stop_on_signals()
    worker.run()
"""


def queue(app: Flask, *, number: int = 1, name: str = "slow") -> None:
    with app.app_context(), transaction():
        for n in range(number):
            queueing.enqueue(name, {"n": n}, at=clock.now())


def states(app: Flask) -> list[str]:
    with app.app_context(), reading():
        return [job.state for job in sorted(queueing.listed(100), key=lambda each: each.id)]


def start(app: Flask, ran: Path, seconds: float) -> subprocess.Popen[bytes]:
    settings = app.config["SETTINGS"]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "FLASK_"))},
        "PORTAL_ENV": "test",
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "PORTAL_DATABASE_URL": settings.database_url,
    }
    return subprocess.Popen([sys.executable, "-c", WORKER, str(ran), str(seconds)], cwd=ROOT, env=environment)


def until(condition, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def now_app(app_on_either: Flask):
    """The portal by the machine's clock, as the worker processes have it."""
    clock.follow_file(None)
    return app_on_either


@pytest.mark.slow
def test_a_killed_workers_job_is_done_by_the_next(now_app: Flask, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    queue(now_app)
    worker = start(now_app, ran, 60)
    try:
        until(ran.exists)
    finally:
        worker.kill()
        worker.wait(10)
    assert states(now_app) == ["running"]
    with now_app.app_context(), transaction():
        assert queueing.claim(at=clock.now()) is None
        db.session.get_one(Job, 1).leased_until = clock.now() - timedelta(seconds=1)
    worker = start(now_app, ran, 0)
    try:
        until(lambda: states(now_app) == ["done"])
    finally:
        worker.terminate()
        assert worker.wait(10) == 0
    assert ran.read_text().split() == ["0", "0"]


@pytest.mark.slow
def test_two_workers_share_the_work_and_do_none_twice(now_app: Flask, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    queue(now_app, number=30)
    workers = [start(now_app, ran, 0.02) for _ in range(2)]
    try:
        until(lambda: states(now_app) == ["done"] * 30, 60)
    finally:
        for each in workers:
            each.send_signal(signal.SIGTERM)
        assert [each.wait(10) for each in workers] == [0, 0]
    assert sorted(map(int, ran.read_text().split())) == list(range(30))


@pytest.mark.slow
def test_a_worker_told_to_stop_finishes_its_job_and_takes_no_other(now_app: Flask, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    queue(now_app, number=2)
    worker = start(now_app, ran, 1)
    until(ran.exists)
    worker.terminate()
    assert worker.wait(20) == 0
    assert states(now_app) == ["done", "queued"]


def test_a_long_job_keeps_its_lease_and_the_worker_its_heartbeat(app: Flask, monkeypatch) -> None:
    clock.follow_file(None)
    monkeypatch.setattr("portal.jobs.working.HEARTBEAT_SECONDS", 0.3)
    monkeypatch.setattr(queueing, "LEASE", timedelta(seconds=0.5))
    taken_by_another = []

    def long(_facts) -> str:
        for _ in range(10):
            time.sleep(0.1)
            with transaction():
                taken_by_another.append(queueing.claim(at=clock.now()))
        return "done"

    queue(app, name="long")
    with app.app_context():
        assert Worker({"long": long}, (), lambda: False).run(burst=True) == 1
        assert taken_by_another == [None] * 10
        assert queueing.heartbeat() is not None


def test_a_result_that_comes_after_the_lease_is_ignored(app: Flask) -> None:
    queue(app)
    with app.app_context():
        with transaction():
            late = queueing.claim(at=clock.now())
        later = clock.now() + queueing.LEASE + timedelta(seconds=1)
        with transaction():
            again = queueing.claim(at=later)
        assert late is not None and again is not None and (late.attempt, again.attempt) == (1, 2)
        with transaction():
            queueing.finish(late, "too late", at=later)
        with transaction():
            queueing.finish(again, "in time", at=later)
        assert [job.outcome for job in queueing.listed()] == ["in time"]


def test_a_job_that_always_fails_waits_longer_each_time_and_is_given_up(app: Flask) -> None:
    queue(app, name="broken")
    waits = []

    def broken(_facts) -> str:
        raise ValueError("as always")

    with app.app_context():
        worker = Worker({"broken": broken}, (), lambda: False)
        for _ in range(queueing.DEAD_AFTER):
            with transaction():
                db.session.get_one(Job, 1).due_at = clock.now()
            assert worker.run(burst=True) == 1
            with reading():
                job = db.session.get_one(Job, 1)
                waits.append((job.due_at - clock.now()).total_seconds())
                db.session.expunge_all()
        assert waits[:-1] == sorted(waits[:-1]) and waits[0] == 30
        assert [(job.state, job.outcome) for job in queueing.listed()] == [("dead", "ValueError: as always")]


def test_an_unknown_job_costs_the_worker_nothing(app: Flask) -> None:
    queue(app, name="of a newer version")
    with app.app_context():
        assert Worker({}, (), lambda: False).run(burst=True) == 1
    assert states(app) == ["failed"]


def test_two_schedulers_queue_a_slot_once(app: Flask) -> None:
    def schedule() -> None:
        with app.app_context():
            worker = Worker({"tick": lambda _: "ok"}, (Repeated("tick", every=60),), lambda: False)
            worker._queue_due()

    threads = [threading.Thread(target=schedule) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert states(app) == ["queued"]


def test_the_list_of_jobs_is_for_machines_too(app: Flask) -> None:
    queue(app, name="tidy")
    listed = json.loads(app.test_cli_runner().invoke(args=["jobs", "list", "--json"]).output)
    assert [(job["name"], job["state"], job["attempts"]) for job in listed] == [("tidy", "queued", 0)]
