"""Lists on several pages, and lists of links to pages that hold one job each."""

import json
from datetime import timedelta

import pytest

from tests.feeds.documents import START, item, rss


def nhs_page(number: int, pages: int, *ids: int) -> str:
    jobs = "".join(
        f"<vacancyDetails><id>{each}</id><reference>R-{each}</reference><title>Data Engineer {each}</title>"
        f"<employer>Leeds Teaching Hospitals NHS Trust</employer><type>Permanent</type>"
        f"<salary>£37,338 to £44,962 a year</salary><closeDate>2026-12-13T23:59:00</closeDate>"
        f"<postDate>2026-11-20T09:00:00</postDate><url>https://jobs.example.org/{each}</url>"
        "<locations><location>Leeds, LS9 7TF</location></locations></vacancyDetails>"
        for each in ids
    )
    return f"<nhsJobs><totalPages>{pages}</totalPages><totalResults>9</totalResults>{jobs}</nhsJobs>"


def posting(number: int, **more: object) -> str:
    facts = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": f"Network Engineer {number}",
        "description": "Keep the network of the council running.",
        "hiringOrganization": {"@type": "Organization", "name": "Leeds City Council"},
        "jobLocation": {"@type": "Place", "address": {"addressLocality": "Leeds", "postalCode": "LS1 1UR"}},
        "validThrough": "2026-12-13T23:59",
        "identifier": {"@type": "PropertyValue", "value": f"REQ{number}"},
    } | more
    return f'<!doctype html><html><head><script type="application/ld+json">{json.dumps(facts)}</script></head></html>'


def links(*addresses: str) -> str:
    elements = [{"@type": "ListItem", "position": place, "url": each} for place, each in enumerate(addresses, start=1)]
    whole = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": elements}
    return f'<!doctype html><html><script type="application/ld+json">{json.dumps(whole)}</script></html>'


def page(body: str, **headers: str):
    return lambda wire, _: wire.answer(body, Content_Type="text/html; charset=utf-8", **headers)


def test_all_pages_of_a_list_are_one_list(hostile, add, look, live) -> None:
    add("/jobs?page=1", "nhs_jobs")
    hostile.answers = {f"/jobs?page={number}": nhs_page(number, 3, number * 2, number * 2 + 1) for number in (1, 2, 3)}
    found = look()[0]
    assert (found["items"], found["new"], found["error"]) == (6, 6, None)
    hostile.answers["/jobs?page=3"] = nhs_page(3, 3, 6)
    assert (look()[0]["items"], len(live())) == (5, 5)


@pytest.mark.parametrize("broken", ["500", "html", "half", "silence"])
def test_a_page_that_cannot_be_read_makes_the_list_no_evidence_of_absence(
    hostile, polled, add, look, live, state, broken
) -> None:
    source_id = add("/jobs?page=1", "nhs_jobs")
    hostile.answers = {
        f"/jobs?page={number}": nhs_page(number, 2, *range(number * 4, number * 4 + 4)) for number in (1, 2)
    }
    look()
    hostile.answers["/jobs?page=1"] = nhs_page(1, 2, 4, 5, 6)
    hostile.answers["/jobs?page=2"] = {
        "500": lambda wire, _: wire.answer(status="500 E"),
        "html": "<!doctype html><html>Sign in</html>",
        "half": nhs_page(2, 2, 8, 9, 10, 11)[:-150],
        "silence": lambda wire, _: wire.wait(60),
    }[broken]
    if broken == "silence":
        polled.allow(fetch_seconds=2.0)
    look(START + timedelta(hours=1))
    assert len(live()) == 8
    polled.allow(fetch_seconds=20.0)
    hostile.answers["/jobs?page=2"] = nhs_page(2, 2, *range(8, 12))
    assert look(START + timedelta(hours=2))[0]["error"] is None
    assert (len(live()), state(source_id).health) == (7, "healthy")


def test_pages_that_have_not_changed_are_not_taken_in_again(hostile, add, look) -> None:
    add("/jobs?page=1", "nhs_jobs")
    hostile.answers = {f"/jobs?page={number}": nhs_page(number, 2, number) for number in (1, 2)}
    assert [look()[0]["items"] for _ in range(2)] == [2, 0]


def test_a_first_page_that_is_unchanged_does_not_hide_a_second_that_changed(hostile, add, look) -> None:
    def first(wire, asked) -> None:
        if "If-None-Match" in asked.headers:
            return wire.answer(status="304 Not Modified")
        return wire.answer(nhs_page(1, 2, 1), ETag='"1"')

    add("/jobs?page=1", "nhs_jobs")
    hostile.answers = {"/jobs?page=1": first, "/jobs?page=2": nhs_page(2, 2, 2)}
    look()
    hostile.answers["/jobs?page=2"] = nhs_page(2, 2, 2, 3)
    assert look()[0]["new"] == 1


def json_feed(number: int, following: str | None) -> str:
    entry = {
        "id": str(number),
        "url": f"https://jobs.example.org/{number}",
        "title": f"Data Engineer {number}",
        "content_text": "Employer: Leeds City Council\nClosing date: 13/12/2026",
    }
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Jobs", "items": [entry], "next_url": following}
    )


def test_pages_that_lead_in_a_circle_end(hostile, add, look) -> None:
    add("/1", "json_feed")
    hostile.answers = {"/1": json_feed(1, hostile.address("/2")), "/2": json_feed(2, hostile.address("/1"))}
    assert look()[0]["items"] == 2
    assert len(hostile.asked) == 2


def test_pages_without_end_are_left_at_a_bound_and_close_nothing(hostile, add, look, monkeypatch, polled) -> None:
    monkeypatch.setattr("portal.feeds.gathering.MAX_PAGES", 5)
    add("/page?1", "json_feed")

    def endless(wire, asked) -> None:
        number = int(asked.path.split("?")[1])
        wire.answer(json_feed(number, hostile.address(f"/page?{number + 1}")))

    hostile.answers = {"/page": endless}
    assert look()[0]["items"] == 6
    assert len(hostile.asked) == 6
    shown = polled.test_cli_runner().invoke(args=["feeds", "show", "1", "--json"]).output
    assert "pages were left for another time" in shown


def test_a_page_at_another_host_is_not_followed(hostile, add, look, canary) -> None:
    add("/1", "json_feed")
    hostile.answers = {"/1": json_feed(1, canary.address("/2"))}
    assert look()[0]["items"] == 1


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_feed_that_names_its_next_page_is_read_on(hostile, add, look, kind: str) -> None:
    add("/1", kind)
    following = f"<link xmlns='http://www.w3.org/2005/Atom' rel='next' href='{hostile.address('/2')}'/>"
    if kind == "rss":
        hostile.answers = {"/1": rss(following, item(1)), "/2": rss(item(2))}
    else:
        entry = "<entry><id>{0}</id><title>Data Engineer {0}</title><link href='https://jobs.example.org/{0}'/><summary>Employer: Leeds City Council</summary></entry>"
        start = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Jobs</title>"
        hostile.answers = {
            "/1": f"{start}<link rel='next' href='/2'/>{entry.format(1)}</feed>",
            "/2": f"{start}<link rel='previous' href='/1'/>{entry.format(2)}</feed>",
        }
    assert look()[0]["items"] == 2


# Lists of links to job pages


def test_the_pages_that_a_list_links_to_are_read_once_a_day_and_then_only_if_changed(hostile, add, look, live) -> None:
    add("/jobs", "job_posting")

    def job(wire, asked) -> None:
        if asked.headers.get("If-None-Match") == '"1"':
            wire.answer(status="304 Not Modified")
        else:
            wire.answer(posting(1), Content_Type="text/html", ETag='"1"')

    hostile.answers = {"/jobs": page(links("/job/1", "/job/2")), "/job/1": job, "/job/2": page(posting(2))}
    assert [look()[0]["items"] for _ in range(2)] == [2, 0]
    assert (hostile.times("/jobs"), hostile.times("/job/1"), hostile.times("/job/2")) == (2, 1, 1)
    look(START + timedelta(hours=21))
    assert (hostile.times("/job/1"), hostile.times("/job/2")) == (2, 2)
    assert hostile.asked[-2].headers.get("If-None-Match") == '"1"'
    assert sorted(each["title"] for each in live()) == ["Network Engineer 1", "Network Engineer 2"]


def test_a_job_that_the_list_no_longer_links_to_is_closed_and_a_new_one_read(hostile, add, look, live) -> None:
    add("/jobs", "job_posting")
    hostile.answers = {f"/job/{number}": page(posting(number)) for number in range(1, 6)}
    hostile.answers["/jobs"] = page(links("/job/1", "/job/2", "/job/3", "/job/4"))
    look()
    hostile.answers["/jobs"] = page(links("/job/2", "/job/3", "/job/4", "/job/5"))
    found = look(START + timedelta(hours=1))[0]
    assert (found["new"], found["error"], len(live())) == (1, None, 4)


def test_a_job_page_that_fails_counts_as_it_was_and_one_that_is_gone_does_not(hostile, add, look, live) -> None:
    add("/jobs", "job_posting")
    hostile.answers = {f"/job/{number}": page(posting(number)) for number in range(1, 5)}
    hostile.answers["/jobs"] = page(links("/job/1", "/job/2", "/job/3", "/job/4"))
    look()
    hostile.answers["/job/1"] = lambda wire, _: wire.answer(status="500 E")
    look(START + timedelta(hours=21))
    assert len(live()) == 4
    hostile.answers["/job/1"] = page(posting(1))
    hostile.answers["/job/2"] = lambda wire, _: wire.answer(status="410 Gone")
    look(START + timedelta(hours=42))
    assert sorted(each["title"][-1] for each in live()) == ["1", "3", "4"]


def test_many_job_pages_are_read_over_several_polls(hostile, add, look, monkeypatch, live) -> None:
    monkeypatch.setattr("portal.feeds.gathering.MAX_LINKED", 3)
    add("/jobs", "job_posting")
    hostile.answers = {f"/job/{number}": page(posting(number)) for number in range(7)}
    hostile.answers["/jobs"] = page(links(*(f"/job/{number}" for number in range(7))))
    assert [look(START + timedelta(hours=hour))[0]["items"] for hour in range(4)] == [3, 6, 7, 0]
    assert len(live()) == 7


def test_a_page_that_only_links_to_jobs_is_read_through_its_links(hostile, add, look, live) -> None:
    add("/jobs", "job_posting")
    menu = "<a href=/about>About</a><a href=/jobs/search>Search</a><a href=/jobs/working-for-us-here>Working here</a>"
    hrefs = "".join(
        f"<a href='/jobs/{number}00#top'>Job</a><a href='/jobs/{number}00/apply'>Apply</a>" for number in (1, 2)
    )
    hostile.answers = {
        "/jobs": page(f"<!doctype html><html><body>{menu}{hrefs}</body></html>"),
        "/jobs/100": page(posting(1)),
        "/jobs/200": page(posting(2)),
        "/jobs/working-for-us-here": page("<!doctype html><html>We are kind.</html>"),
    }
    assert [look()[0]["items"] for _ in range(2)] == [2, 0]
    assert sorted({each.path for each in hostile.asked} - {"/robots.txt"}) == [
        "/jobs",
        "/jobs/100",
        "/jobs/200",
        "/jobs/working-for-us-here",
    ]
    hostile.answers["/jobs"] = page(f"<!doctype html><html><body>{menu}<a href=/jobs/200>Job</a></body></html>")
    look(START + timedelta(hours=1))
    assert [each["title"] for each in live()] == ["Network Engineer 2"]
    assert hostile.times("/jobs/working-for-us-here") == 1


def test_a_sitemap_leads_to_its_job_pages(hostile, add, look, live) -> None:
    add("/sitemap.xml", "job_posting")

    def places(name: str, *paths: str) -> str:
        inside = "".join(f"<url><loc>{hostile.address(path)}</loc></url>" for path in paths)
        return f'<?xml version="1.0"?><{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</{name}>'

    hostile.answers = {
        "/sitemap.xml": places("sitemapindex", "/sitemap-jobs.xml", "/sitemap-news.xml"),
        "/sitemap-jobs.xml": places("urlset", "/job/1", "/job/2", "/about"),
        "/job/1": page(posting(1)),
        "/job/2": page(posting(2)),
    }
    found = look()[0]
    assert (found["items"], found["new"], len(live())) == (2, 2, 2)
    assert {"/about", "/sitemap-news.xml"}.isdisjoint(each.path for each in hostile.asked)


def test_an_error_page_full_of_links_closes_nothing(hostile, add, look, live) -> None:
    add("/jobs", "job_posting")
    hostile.answers = {f"/job/{number}": page(posting(number)) for number in (1, 2)}
    hostile.answers["/jobs"] = page(links("/job/1", "/job/2"))
    look()
    hostile.answers["/jobs"] = page(
        "<!doctype html><html>Sorry. <a href=/jobs/our-recruitment-policy-here>Policy</a></html>"
    )
    assert (look(START + timedelta(hours=1))[0]["error"], len(live())) == ("suspect", 2)
