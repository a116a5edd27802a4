"""The search page, its machine twins, the sitemap and the search description."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from flask import Flask

from portal.feeds.examples import take_in_examples
from portal.search import sitemaps

JSON = {"Accept": "application/json"}


@pytest.fixture
def client(app: Flask):
    with app.app_context():
        take_in_examples()
    app.test_cli_runner().invoke(args=["search", "rebuild"])
    return app.test_client()


def test_the_search_answers_in_every_shape_with_the_same_filters(client) -> None:
    query = "q=engineer&sector=nhs"
    found = client.get(f"/vacancies?{query}", headers=JSON).json
    assert 0 < found["total"] < client.get("/vacancies?q=engineer", headers=JSON).json["total"]
    assert found["facets"]["sector"]["nhs"] == found["total"]
    expected = {row["reference"] for row in found["results"]}
    for shape in ("atom", "rss"):
        feed = feedparser.parse(client.get(f"/vacancies.{shape}?{query}").data)
        assert {entry.id.rsplit("/", 1)[1] for entry in feed.entries} == expected
        assert "sector=nhs" in feed.feed.link
    page = client.get(f"/vacancies?{query}").text
    assert f'href="/vacancies.atom?{query.replace("&", "&amp;")}"' in page


@pytest.mark.parametrize("shape", ["atom", "rss", "json"])
def test_a_feed_that_has_not_changed_is_not_sent_again(client, shape: str) -> None:
    first = client.get(f"/vacancies.{shape}?q=engineer")
    assert first.last_modified is not None
    again = client.get(f"/vacancies.{shape}?q=engineer", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_page_says_what_is_chosen_and_how_to_undo_it(client) -> None:
    page = client.get("/vacancies?q=engineer&sector=nhs&workplace=remote&pay_from=30k").text
    assert "Remove the filter </span>NHS and health" in page
    assert "Pay reaches £30,000" in page
    assert 'href="/vacancies?q=engineer">Clear all filters' in page


def test_addresses_hold_nothing_that_was_not_asked(client) -> None:
    page = client.get("/vacancies?q=engineer&near=&within=25&closing=&new=&colour=red").text
    assert 'href="/vacancies.rss?q=engineer"' in page and "colour" not in page


def test_an_unknown_place_is_told_at_its_field_and_in_json(client) -> None:
    page = client.get("/vacancies?near=Qqqville").text
    assert "<title>Error: " in page and 'id="near-error"' in page and 'href="#near"' in page
    assert "Qqqville" in client.get("/vacancies?near=Qqqville", headers=JSON).json["problems"]["near"]


def test_wider_radii_are_offered_with_counts(client) -> None:
    found = client.get("/vacancies?q=architect&near=Truro&within=5", headers=JSON).json
    assert found["total"] == 0 and found["wider"]
    page = client.get("/vacancies?q=architect&near=Truro&within=5").text
    assert f"within={found['wider'][0]['within']}" in page


def test_the_sitemap_lists_live_vacancies(client) -> None:
    root = Xml.fromstring(client.get("/sitemap.xml").data)
    places = [each.text for each in root.iter(f"{{{sitemaps.NAMESPACE}}}loc")]
    live = client.get("/vacancies", headers=JSON).json
    assert len(places) == live["total"] + len(sitemaps.STANDING)
    assert f"http://127.0.0.1:8000/vacancies/{live['results'][0]['reference']}" in places


def test_a_sitemap_past_its_limit_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 10)
    rows = [(f"R{number}", datetime(2026, 11, 24, tzinfo=UTC) + timedelta(days=number)) for number in range(25)]
    index = Xml.fromstring(sitemaps.first(rows, base="https://x"))
    assert [each.text for each in index.iter(f"{{{sitemaps.NAMESPACE}}}loc")] == [
        f"https://x/sitemap-{number}.xml" for number in (1, 2, 3)
    ]
    parts = [sitemaps.part(rows, number, base="https://x") or b"" for number in (1, 2, 3)]
    assert [part.count(b"<url>") for part in parts] == [10, 10, 5]
    assert sitemaps.part(rows, 4, base="https://x") is None and sitemaps.part(rows, 0, base="https://x") is None


def test_browsers_can_add_the_search(client) -> None:
    assert 'rel="search" type="application/opensearchdescription+xml"' in client.get("/").text
    answer = client.get("/opensearch.xml")
    root = Xml.fromstring(answer.data)
    template = root.find("{http://a9.com/-/spec/opensearch/1.1/}Url").attrib["template"]
    assert template == "http://127.0.0.1:8000/vacancies?q={searchTerms}"
    assert answer.mimetype == "application/opensearchdescription+xml"


def test_no_page_links_to_an_address_that_does_not_exist(client) -> None:
    import html5lib

    seen, waiting = set(), ["/"]
    while waiting and len(seen) < 60:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code in (200, 301), path
        if answer.mimetype != "text/html":
            continue
        tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
        links = {a.get("href", "").split("#")[0] for a in tree.iter("a")}
        plain = {link for link in links if link.startswith("/") and "?" not in link and not link.startswith("/go/")}
        waiting.extend(sorted(plain - seen - set(waiting)))
