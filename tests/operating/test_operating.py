"""What whoever runs the site can ask of it: alive, ready, which version, is all well (O-02)."""

import json
import os
import shutil
import time
from collections import namedtuple
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.jobs import queueing
from portal.jobs.leasing import take
from search_index import SearchIndex

DiskUsage = namedtuple("DiskUsage", "total used free")


def ready(app: Flask) -> tuple[int, str, dict[str, str]]:
    answer = app.test_client().get("/readyz")
    return (
        answer.status_code,
        answer.json["state"],
        {name: part["state"] for name, part in answer.json["parts"].items()},
    )


def checked(app: Flask, *words: str) -> tuple[int, dict]:
    result = app.test_cli_runner().invoke(args=["check", "--json", *words])
    return result.exit_code, json.loads(result.stdout)


def wrong(facts: dict) -> dict[str, str]:
    return {name: part["state"] for name, part in facts["parts"].items() if part["state"] != "ok"}


@pytest.fixture
def well(app_on_either: Flask) -> Flask:
    """A portal whose worker is alive."""
    with app_on_either.app_context():
        assert take(queueing.HEARTBEAT, seconds=30)
    return app_on_either


def test_a_site_that_is_well_says_so(well: Flask) -> None:
    status, state, parts = ready(well)
    assert (status, state) == (200, "ok"), parts
    assert set(parts) == {"database", "migrations", "index", "worker", "queue", "schedule", "mail", "scanner", "disk"}
    code, facts = checked(well)
    assert (code, facts["ok"], wrong(facts)) == (0, True, {})


def test_without_a_worker_the_site_is_degraded_and_answers(app: Flask) -> None:
    status, state, parts = ready(app)
    assert (status, state, parts["worker"]) == (200, "degraded", "degraded")


def test_a_stalled_schedule_and_waiting_work_show(well: Flask) -> None:
    with well.app_context(), transaction():
        queueing.enqueue("feeds.poll", at=clock.now() - timedelta(minutes=11), unique_key="feeds.poll:1")
    status, _, parts = ready(well)
    assert (status, parts["schedule"], parts["queue"]) == (200, "degraded", "degraded")
    assert checked(well)[0] == 1


def test_an_index_that_is_gone_degrades_and_is_mended(well: Flask) -> None:
    settings = well.config["SETTINGS"]
    shutil.rmtree(settings.index_dir)
    well.extensions["search_index"] = SearchIndex(settings.index_dir)
    status, _, parts = ready(well)
    assert (status, parts["index"]) == (200, "degraded")
    code, facts = checked(well)
    assert (code, wrong(facts)) == (1, {"index": "degraded"})
    code, facts = checked(well, "--repair")
    assert code == 0 and facts["mended"] == ["rebuilt the index with 0 vacancies"]


def test_a_database_that_is_down_makes_it_unready_and_keeps_it_alive(make_app) -> None:
    app = make_app(PORTAL_DATABASE_URL="postgresql://portal:hunter2@127.0.0.1:1/portal")
    status, state, parts = ready(app)
    assert (status, state, parts["database"]) == (503, "unusable", "failed")
    assert app.test_client().get("/healthz").status_code == 200
    assert "hunter2" not in app.test_client().get("/readyz").text
    answer = app.test_client().get("/coverage")
    assert answer.status_code == 503 and "Retry-After" in answer.headers


def test_a_database_without_tables_is_unready(bare_app_on_either: Flask) -> None:
    status, _, parts = ready(bare_app_on_either)
    assert (status, parts["migrations"]) == (503, "failed")
    assert "flask setup" in bare_app_on_either.test_client().get("/readyz").json["parts"]["migrations"]["message"]


def test_an_older_database_is_unready_and_a_newer_one_degraded(well: Flask) -> None:
    for name, expected in (("0000_before", (503, "failed")), ("9999_after", (200, "degraded"))):
        with well.app_context(), transaction():
            db.session.execute(text("UPDATE alembic_version SET version_num = :name"), {"name": name})
        status, _, parts = ready(well)
        assert (status, parts["migrations"]) == expected


@pytest.mark.parametrize(("free", "status", "state"), [(50, 200, "ok"), (4, 200, "degraded"), (0, 503, "failed")])
def test_a_full_disk_is_seen_before_it_is_full(app: Flask, monkeypatch, free: int, status: int, state: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: DiskUsage(100, 100 - free, free))
    answered, _, parts = ready(app)
    assert (answered, parts["disk"]) == (status, state)


def test_forgotten_files_are_found_and_removed_and_others_left(app: Flask) -> None:
    tmp = app.config["SETTINGS"].data_dir / "tmp"
    (tmp / "old").mkdir()
    (tmp / "new").touch()
    os.utime(tmp / "old", (time.time() - 90_000,) * 2)
    os.utime(tmp / "search-visits.table", (time.time() - 90_000,) * 2)
    code, facts = checked(app)
    assert (code, wrong(facts)) == (1, {"files": "degraded"})
    code, facts = checked(app, "--repair")
    assert (code, facts["mended"]) == (0, ["removed tmp/old"])
    assert {path.name for path in tmp.iterdir()} == {"new", "search-visits.table"}


def test_rows_that_point_nowhere_are_found(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql(
            "INSERT INTO signpost_days (vacancy_id, day, people, bots) VALUES (99, '2026-01-01', 1, 0)"
        )
        connection.commit()
    code, facts = checked(app)
    assert (code, wrong(facts)) == (1, {"integrity": "degraded"})


def test_the_version_names_code_and_data(app: Flask) -> None:
    facts = app.test_client().get("/version").json
    assert facts["version"] and facts["database"].startswith("0") and isinstance(facts["index"], int)


def test_a_commit_that_is_set_is_shown(make_app) -> None:
    assert make_app(PORTAL_COMMIT="abc123").test_client().get("/version").json["commit"] == "abc123"


def test_the_contract_names_commands_addresses_settings_and_fields(app: Flask) -> None:
    facts = json.loads(app.test_cli_runner().invoke(args=["contract", "--json"]).output)
    assert {"flask setup", "flask feeds import", "flask vacancies read", "flask check"} <= {*facts["commands"]}
    assert {"/vacancies", "/go/<reference>", "/readyz"} <= {*facts["addresses"]}
    assert {"PORTAL_ENV", "SIGNPOST_AUDIENCE"} <= {*facts["settings"]}
    assert {"ict.decision", "employer.public_sector", "pay.min", "grade.scheme", "closes", "places"} <= {
        *facts["vacancy"]
    }


@pytest.mark.parametrize("words", [["check", "--nonsense"], ["jobs", "nonsense"], ["vacancies", "decide"]])
def test_a_command_asked_wrongly_exits_with_2(app: Flask, words: list[str]) -> None:
    assert app.test_cli_runner().invoke(args=words).exit_code == 2


def test_a_command_that_cannot_says_so_in_a_sentence(make_app) -> None:
    result = make_app().test_cli_runner().invoke(args=["jobs", "list"])
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: The database could not do it (no such table: jobs). Run: flask setup\n",
    )
