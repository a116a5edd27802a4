"""The main job on SQLite and on PostgreSQL: set up, take in, search, decide, close, poll, work."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from pytest_httpserver import HTTPServer
from sqlalchemy import inspect, select

from portal import work
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.jobs import queueing
from portal.vacancies.closing import close_passed
from portal.vacancies.models import Vacancy

ITEM = (
    "<item><title>{title}</title><link>https://jobs.example.org/{number}</link><guid>{number}</guid>"
    "<description>Employer: Leeds City Council&lt;br&gt;Location: Leeds&lt;br&gt;"
    "Salary: £41,771 - £45,091 per annum&lt;br&gt;Closing date: {closes}&lt;br&gt;Łódź, Gŵyr, naïve 😀</description></item>"
)
TITLES = ("Network Engineer", "Cyber Security Analyst", "Data Engineer", "School Cook")


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    items = "".join(
        ITEM.format(title=title, number=number, closes=f"{10 + number} December 2026")
        for number, title in enumerate(TITLES)
    )
    path = tmp_path / "feed.xml"
    path.write_text(f"<rss version='2.0'><channel><title>Jobs</title>{items}</channel></rss>")
    return path


def said(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


def live(app: Flask) -> list[dict]:
    return [json.loads(line) for line in said(app, "vacancies", "export", "--status", "live").splitlines()]


def test_migrations_make_what_the_models_say_and_can_be_undone(bare_app_on_either: Flask) -> None:
    with bare_app_on_either.app_context():
        upgrade()
        check()
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        assert set(db.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_setting_up_twice_changes_nothing(app_on_either: Flask) -> None:
    assert said(app_on_either, "setup") == said(app_on_either, "setup")


def test_a_feed_is_taken_in_once_found_and_shown(app_on_either: Flask, feed: Path) -> None:
    taken = json.loads(said(app_on_either, "feeds", "import", str(feed), "--source", "Leeds", "--json"))
    assert {part: taken[part] for part in ("items", "new", "counted")} == {"items": 4, "new": 3, "counted": 1}
    again = json.loads(said(app_on_either, "feeds", "import", str(feed), "--source", "Leeds", "--json"))
    assert (again["new"], again["changed"], sum(again[part] for part in ("unchanged", "counted"))) == (0, 0, 4)
    said(app_on_either, "search", "sync")
    client = app_on_either.test_client()
    answer = client.get("/vacancies.json?q=engineer&sort=closing").json
    assert [each["title"] for each in answer["results"]] == ["Network Engineer", "Data Engineer"]
    assert answer["results"][0]["closes"] == "2026-12-10T23:59:00+00:00"
    reference = answer["results"][0]["reference"]
    assert "Łódź, Gŵyr, naïve 😀" in client.get(f"/vacancies/{reference}").text
    for _ in range(2):
        assert client.get(f"/go/{reference}").headers["Location"] == "https://jobs.example.org/0"


def test_a_decision_takes_a_vacancy_out_of_search_at_once(app_on_either: Flask, feed: Path) -> None:
    said(app_on_either, "feeds", "import", str(feed))
    said(app_on_either, "search", "sync")
    reference = next(each["reference"] for each in live(app_on_either) if each["title"] == "Data Engineer")
    said(app_on_either, "vacancies", "decide", reference, "--ict", "no", "--because", "a test")
    titles = [each["title"] for each in app_on_either.test_client().get("/vacancies.json?q=engineer").json["results"]]
    assert titles == ["Network Engineer"]


def test_vacancies_close_when_their_time_has_passed(app_on_either: Flask, feed: Path) -> None:
    said(app_on_either, "feeds", "import", str(feed))
    with app_on_either.app_context(), transaction():
        assert close_passed(at=clock.now() + timedelta(days=17)) == 1
    assert sorted(each["title"] for each in live(app_on_either)) == ["Cyber Security Analyst", "Data Engineer"]


def test_the_worker_empties_its_queue(app_on_either: Flask, feed: Path) -> None:
    said(app_on_either, "feeds", "import", str(feed))
    with app_on_either.app_context():
        with transaction():
            assert queueing.enqueue("jobs.tidy", at=clock.now(), unique_key="jobs.tidy:1")
            assert not queueing.enqueue("jobs.tidy", at=clock.now(), unique_key="jobs.tidy:1")
        assert work.worker().run(burst=True) == 1
    assert [job["state"] for job in json.loads(said(app_on_either, "jobs", "list", "--json"))] == ["done"]


def test_a_source_is_added_and_polled(app_on_either: Flask, feed: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/feed").respond_with_data(feed.read_bytes(), content_type="application/rss+xml")
    app_on_either.config["SETTINGS"] = replace(
        app_on_either.config["SETTINGS"], fetch_allow=frozenset({f"{httpserver.host}:{httpserver.port}"})
    )
    said(app_on_either, "feeds", "add", httpserver.url_for("/feed"), "--name", "Loopback")
    polled = json.loads(said(app_on_either, "feeds", "poll", "--all", "--json"))
    assert (polled["items"], polled["new"], polled["counted"], polled["error"]) == (4, 3, 1, None)


def test_instants_come_back_as_they_went_in(app_on_either: Flask, feed: Path) -> None:
    said(app_on_either, "feeds", "import", str(feed), "--as-of", "2026-07-01T12:30:00+01:00")
    with app_on_either.app_context():
        seen = {each.isoformat() for each in db.session.scalars(select(Vacancy.first_seen))}
        assert seen == {"2026-07-01T11:30:00+00:00"}
