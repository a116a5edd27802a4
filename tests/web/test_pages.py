"""From a feed file to pages: the main job, end to end."""

from pathlib import Path

import pytest

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Anytown</title><link>https://jobs.example.org/</link>
<item><title>Senior Network Engineer</title><link>https://jobs.example.org/1?utm_source=x</link><guid>1</guid>
<description>Employer: Leeds City Council&lt;br&gt;Location: Leeds&lt;br&gt;Salary: £41,771 - £45,091 per annum&lt;br&gt;Closing date: 13 December 2026&lt;br&gt;{text}</description></item>
<item><title>School Cook</title><link>https://jobs.example.org/2</link><description>Employer: Leeds City Council</description></item>
<item><title>Service Desk Analyst</title><link>javascript:alert(1)</link><description>Employer: Leeds City Council</description></item>
{more}</channel></rss>"""
TEXT = "You will run our firewalls, switches and servers. &lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}"


@pytest.fixture
def take_in(app, tmp_path: Path):
    def run(more: str = "", text: str = TEXT):
        path = tmp_path / "feed.xml"
        path.write_text(FEED.replace("{text}", text).replace("{more}", more))
        result = app.test_cli_runner().invoke(args=["feeds", "import", str(path), "--source", "Anytown", "--json"])
        assert result.exit_code == 0, result.output
        app.test_cli_runner().invoke(args=["search", "rebuild"])
        import json

        return json.loads(result.output)

    return run


def the_vacancy(app) -> dict:
    return app.test_client().get("/vacancies.json?q=network").json["results"][0]


def test_every_entry_of_a_feed_goes_somewhere(take_in) -> None:
    counts = take_in()
    assert (counts["items"], counts["new"], counts["counted"], counts["rejected"]) == (3, 1, 1, 1)


def test_taking_the_same_feed_in_again_changes_nothing(app, take_in) -> None:
    take_in()
    reference = the_vacancy(app)["reference"]
    assert take_in()["unchanged"] == 1
    assert the_vacancy(app)["reference"] == reference


def test_an_edited_advert_is_the_same_vacancy(app, take_in) -> None:
    take_in()
    reference = the_vacancy(app)["reference"]
    assert take_in(text="New words about switches and networks.")["changed"] == 1
    assert the_vacancy(app)["reference"] == reference


def test_facts_are_read_from_the_text(app, take_in) -> None:
    take_in()
    vacancy = the_vacancy(app)
    assert vacancy["pay"]["min"] == 41_771.0
    assert vacancy["closes"] == "2026-12-13T23:59:00+00:00"
    assert [place["name"] for place in vacancy["places"]] == ["Leeds"]


def test_a_vacancy_is_found_opened_and_signposted(app, take_in) -> None:
    take_in()
    client = app.test_client()
    reference = the_vacancy(app)["reference"]
    assert "Senior <mark>Network</mark>" in client.get("/vacancies?q=network").text
    page = client.get(f"/vacancies/{reference}").text
    assert "£41,771 - £45,091" in page and "<script>alert" not in page and "49" not in page.split("<h1")[1][:300]
    assert client.get(f"/go/{reference}").headers["Location"] == "https://jobs.example.org/1"


def test_an_overruled_decision_outlives_the_next_fetch(app, take_in) -> None:
    take_in()
    reference = the_vacancy(app)["reference"]
    runner = app.test_cli_runner()
    assert (
        runner.invoke(args=["vacancies", "decide", reference, "--ict", "no", "--because", "cables only"]).exit_code == 0
    )
    assert app.test_client().get(f"/vacancies/{reference}").status_code == 404
    take_in(text="Other words.")
    assert app.test_client().get(f"/vacancies/{reference}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/vacancies",
        "/coverage",
        "/healthz",
        "/readyz",
        "/version",
        "/robots.txt",
        "/sitemap.xml",
        "/vacancies.atom",
        "/vacancies.rss",
        "/.well-known/security.txt",
        "/vacancies?page=999999999999999999999&sort=x;drop&pay_from=-1&near=%00&q=%22*",
    ],
)
def test_every_public_address_answers(app, path: str) -> None:
    assert app.test_client().get(path).status_code == 200


def test_an_unknown_vacancy_is_a_404_in_words_and_in_json(app) -> None:
    client = app.test_client()
    assert 'data-error="not_found"' in client.get("/vacancies/NOPE").text
    assert client.get("/vacancies/NOPE", headers={"Accept": "application/json"}).json["error"]["code"] == "not_found"


def test_an_unknown_host_is_refused(app) -> None:
    assert app.test_client().get("/", headers={"Host": "evil.example"}).status_code == 400


def test_search_answers_from_the_database_when_the_index_is_gone(app, take_in) -> None:
    take_in()
    import shutil

    shutil.rmtree(app.config["SETTINGS"].index_dir)
    from search_index import SearchIndex

    app.extensions["search_index"] = SearchIndex(app.config["SETTINGS"].index_dir)
    assert "Senior Network Engineer" in app.test_client().get("/vacancies?q=network").text


def test_a_page_behind_a_door_has_its_one_main_part(app) -> None:
    page = app.test_client().get("/sign-in").text
    assert page.count("<main") == 1 and page.index('<main class="govuk-main-wrapper" id="main-content"') < page.index(
        "<h1"
    )
