"""Many writers at once lose nothing (R6), and a database that went away is found again (D-08)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from flask import Flask
from sqlalchemy import make_url

from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import registering
from portal.feeds.models import Polling
from portal.foundation import clock
from tests import postgres
from tests.conftest import MakeApp

WRITERS, ROUNDS = 12, 10


def test_parallel_writers_lose_no_update_and_none_is_told_that_the_database_is_locked(app: Flask) -> None:
    with app.app_context(), transaction():
        source = registering.register(
            name="One", address="file:one", kind="rss", organisation=None, at=clock.now(), active=False
        )
        number = source.id
    together = Barrier(WRITERS)

    def write(_: int) -> None:
        together.wait(20)
        for _ in range(ROUNDS):
            with app.app_context(), transaction():
                polling = db.session.get_one(Polling, number)
                polling.failures = polling.failures + 1

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(write, range(WRITERS)))
    with app.app_context():
        assert db.session.get_one(Polling, number).failures == WRITERS * ROUNDS


@pytest.mark.postgres
def test_connections_that_the_server_ended_are_replaced_unnoticed(
    make_app: MakeApp, postgres_server: str, postgres_template: str, tmp_path: Path
) -> None:
    with postgres.database(postgres_server, template=postgres_template) as url:
        app = make_app(PORTAL_DATABASE_URL=url)
        assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
        client = app.test_client()
        for _ in range(3):
            assert client.get("/coverage").status_code == 200
            assert terminate_all(url) >= 1
            assert client.get("/coverage").status_code == 200
        with app.app_context():
            assert db.engine.pool.checkedout() == 0


def terminate_all(url: str) -> int:
    """End every connection to that database from outside; says how many there were."""
    parts = make_url(url)
    with psycopg.connect(
        host=parts.host, port=parts.port, user=parts.username, dbname="postgres", autocommit=True
    ) as outside:
        rows = outside.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (parts.database,)
        ).fetchall()
    return len(rows)
