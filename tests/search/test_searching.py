"""The site's search over a database and an index: what people may see is decided by the database."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree

import pytest
from sqlalchemy import event

from portal.database.base import db
from portal.database.transaction import transaction
from portal.search import indexing
from portal.vacancies.changes import note_change
from portal.vacancies.models import Advert, Source, Vacancy
from search_index import SearchIndex

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LEEDS = {
    "name": "Leeds",
    "postcode": "LS1",
    "lat": 53.8,
    "lon": -1.55,
    "nation": "england",
    "region": "Yorkshire and The Humber",
}
CARDIFF = {"name": "Cardiff", "postcode": None, "lat": 51.48, "lon": -3.18, "nation": "wales", "region": "Wales"}


def vacancy(reference: str, title: str, **facts) -> Vacancy:
    return Vacancy(
        reference=reference,
        title=title,
        **{
            "status": "live",
            "employer_name": "Anytown Council",
            "sector": "local_government",
            "closes_at": NOW + timedelta(days=10),
            "first_seen": NOW - timedelta(days=1),
            "last_seen": NOW,
            "updated_at": NOW,
            "places": [LEEDS],
            **facts,
        },
    )


def store(*vacancies: Vacancy) -> None:
    with transaction():
        for each in vacancies:
            db.session.add(each)
            note_change(each, at=NOW)


@pytest.fixture
def stocked(app_on_either):
    with app_on_either.app_context():
        store(
            vacancy("AAA", "Network Engineer", annual_maximum=4_500_000, description="Routers & switches."),
            vacancy("BBB", "Database Administrator", sector="nhs", places=[CARDIFF], contract=["fixed_term"]),
            vacancy("CCC", "Test Analyst", closes_at=None, annual_minimum=3_000_000, employer_name="Body & Sons"),
        )
        indexing.rebuild(app_on_either.config["SETTINGS"].index_dir)
    return app_on_either


def found(app, query: str) -> list[str]:
    return [row["reference"] for row in app.test_client().get(f"/vacancies.json?{query}").json["results"]]


def test_a_withdrawn_vacancy_is_gone_at_once_however_stale_the_index(stocked) -> None:
    with stocked.app_context(), transaction():
        db.session.query(Vacancy).filter_by(reference="AAA").update({"status": "closed"})
    answer = stocked.test_client().get("/vacancies.json?q=network").json
    assert (answer["results"], answer["total"]) == ([], 0)


def test_a_vacancy_past_its_closing_time_is_gone_before_any_job_has_run(stocked, tmp_path: Path) -> None:
    assert found(stocked, "q=network") == ["AAA"]
    (tmp_path / "clock").write_text((NOW + timedelta(days=10)).isoformat())
    assert found(stocked, "q=network") == []


def test_a_change_is_findable_after_a_sync(stocked) -> None:
    with stocked.app_context():
        store(vacancy("DDD", "Cyber Security Analyst"))
        assert indexing.sync(stocked.config["SETTINGS"].index_dir) == 1
    stocked.extensions["search_index"] = SearchIndex(stocked.config["SETTINGS"].index_dir)
    assert found(stocked, "q=cyber") == ["DDD"]


def test_twenty_rows_cost_one_query(stocked) -> None:
    with stocked.app_context():
        source = Source(name="S", address="https://s.example", kind="rss", added_at=NOW)
        other = Source(name="T", address="https://t.example", kind="rss", added_at=NOW)
        many = [vacancy(f"M{number:02}", "Cloud Engineer") for number in range(25)]
        many[0].adverts = [
            Advert(source=each, identity="1", outcome="vacancy", first_seen=NOW, last_seen=NOW)
            for each in (source, other)
        ]
        store(*many)
        indexing.sync(stocked.config["SETTINGS"].index_dir)
        stocked.extensions["search_index"] = SearchIndex(stocked.config["SETTINGS"].index_dir)
        asked: list[str] = []

        def note(_c, _cursor, statement, *_rest) -> None:
            if statement.lower().startswith("select"):
                asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        page = stocked.test_client().get("/vacancies?q=cloud")
        event.remove(db.engine, "before_cursor_execute", note)
    assert page.text.count("Engineer</a>") == 20 and len(asked) == 1
    assert "2 sources" in page.text


QUERIES = {
    "q=network": ["AAA"],
    "q=analysts": ["CCC"],
    "q=DBA": ["BBB"],
    "q=-network&sort=closing": ["BBB", "CCC"],
    "sector=nhs": ["BBB"],
    "sector=nhs&sector=local_government&q=engineer": ["AAA"],
    "nations=wales": ["BBB"],
    "regions=Yorkshire+and+The+Humber&q=test": ["CCC"],
    "contract=fixed_term": ["BBB"],
    "pay_from=40000": ["AAA"],
    "pay_from=30000&sort=pay": ["AAA", "CCC"],
    "pay=unstated": ["BBB"],
    "near=Leeds&within=10&sort=closing": ["AAA", "CCC"],
    "near=CF10&within=10": ["BBB"],
    "closing=14&sector=nhs": ["BBB"],
    "new=7&q=routers": ["AAA"],
    "q=zzz": [],
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_gives_the_same_with_and_without_an_index(stocked, query: str) -> None:
    assert found(stocked, query) == QUERIES[query]
    rmtree(stocked.config["SETTINGS"].index_dir)
    stocked.extensions["search_index"] = SearchIndex(stocked.config["SETTINGS"].index_dir)
    assert found(stocked, query) == QUERIES[query]


def test_without_an_index_the_page_says_so(stocked) -> None:
    rmtree(stocked.config["SETTINGS"].index_dir)
    stocked.extensions["search_index"] = SearchIndex(stocked.config["SETTINGS"].index_dir)
    page = stocked.test_client().get("/vacancies?q=network")
    assert page.status_code == 200 and "being rebuilt" in page.text and "Network Engineer" in page.text


def test_an_ampersand_in_an_employers_name_is_found_and_shown_once(stocked) -> None:
    assert found(stocked, "q=%22Body+%26+Sons%22") == ["CCC"]
    page = stocked.test_client().get("/vacancies?q=test").text
    assert "Body &amp; Sons" in page and "&amp;amp;" not in page


def test_find_is_the_same_search_in_a_terminal(stocked) -> None:
    runner = stocked.test_cli_runner()
    said = runner.invoke(args=["search", "find", "network", "engineer", "--near", "Leeds", "--within", "10"])
    assert said.exit_code == 0 and "AAA · Network Engineer" in said.output and "1 found" in said.output
    facts = json.loads(runner.invoke(args=["search", "find", "--sector", "nhs", "--json"]).output)
    assert facts["total"] == 1 and facts["results"][0]["reference"] == "BBB" and facts["facets"]["sector"]["nhs"] == 1
    assert runner.invoke(args=["search", "find", "x", "--near", "Nowhere at all"]).exit_code == 2
    assert runner.invoke(args=["search", "find", "x", "--sort", "luck"]).exit_code == 2


@pytest.mark.parametrize(
    "typed",
    [
        "*",
        "a*",
        '"',
        "AND AND",
        "field:secret",
        "[A TO Z]",
        "x" * 10_000,
        " OR ".join(["word"] * 500),
        "~~~~",
        "(a|b)+$",
        "\0",
        "😀",
        "-",
        '""',
        "'",
        "-*",
        "reference:AAA",
    ],
)
def test_any_words_are_answered_with_a_page(stocked, typed: str) -> None:
    assert stocked.test_client().get("/vacancies", query_string={"q": typed}).status_code == 200


def test_only_what_is_declared_can_be_searched(stocked) -> None:
    assert found(stocked, "q=reference:AAA") == found(stocked, "q=AAA") == []
