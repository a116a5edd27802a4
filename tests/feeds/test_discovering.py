"""What an address leads to, with the web stubbed: pages that announce feeds, boards, and things that are neither."""

import json

import pytest

from portal.feeds import detecting
from portal.feeds.detecting import board_address
from portal.feeds.discovering import Discovery, NothingFound, discover
from portal.feeds.fetching import Fetched
from portal.feeds.formats import table
from portal.foundation.errors import RuleBroken

SITE = "https://www.anyborough.example/jobs"


class Direct:
    read = staticmethod(table.read)
    detect = staticmethod(detecting.detect)


def found(web: dict[str, str], address: str = SITE, *, kind: str = "auto") -> tuple[Discovery, list[str]]:
    asked: list[str] = []

    def fetch(where: str) -> Fetched:
        asked.append(where)
        if where not in web:
            return Fetched(404, address=where, error="bad_response", sentence="The source answered 404.")
        return Fetched(200, web[where].encode(), where)

    return discover(address, kind=kind, fetch=fetch, reads=Direct()), asked


def rss(*titles: str) -> str:
    items = "".join(f"<item><title>{title}</title><link>{SITE}/{n}</link></item>" for n, title in enumerate(titles))
    return f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>"


def page(head: str = "", body: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def announced(*addresses: str) -> str:
    return "".join(f'<link rel="alternate" type="application/rss+xml" href="{each}">' for each in addresses)


def test_of_several_announced_feeds_the_one_of_jobs_is_chosen() -> None:
    web = {
        SITE: page(announced("/news.rss", "/comments/feed", "/jobs.rss")),
        "https://www.anyborough.example/news.rss": rss("Library opens", "Road closes", "Fair comes"),
        "https://www.anyborough.example/comments/feed": rss("On: Library opens"),
        "https://www.anyborough.example/jobs.rss": rss("Network Engineer", "Data Analyst"),
    }
    result, _ = found(web)
    assert (result.chosen.kind, result.chosen.address) == ("rss", "https://www.anyborough.example/jobs.rss")
    assert result.chosen.because == "the page announces this feed"
    assert {each.address.rpartition("/")[2] for each in result.others} == {"news.rss", "feed"}


def test_a_link_to_a_feed_in_the_pages_text_is_followed_when_none_is_announced() -> None:
    web = {
        SITE: page(body='<a href="/vacancies/RSSJobs.aspx?orgid=4">RSS</a> <a href="/about">About</a>'),
        "https://www.anyborough.example/vacancies/RSSJobs.aspx?orgid=4": rss("Web Developer"),
    }
    result, asked = found(web)
    assert result.chosen.kind == "rss"
    assert "https://www.anyborough.example/about" not in asked


def test_a_pages_own_job_data_comes_before_the_feed_of_its_news() -> None:
    posting = {"@context": "https://schema.org", "@graph": [
        {"@type": "WebPage", "name": "Jobs"},
        {"@type": ["JobPosting"], "title": "Systems Analyst", "url": f"{SITE}/1", "hiringOrganization": {"name": "Anyborough Council"}}]}  # fmt: skip
    data = f'<script type="application/ld+json">{json.dumps(posting)}</script>'
    web = {
        SITE: page(announced("/news.rss") + data),
        "https://www.anyborough.example/news.rss": rss("Library opens"),
    }
    result, _ = found(web)
    assert (result.chosen.kind, result.chosen.document.items[0].title) == ("job_posting", "Systems Analyst")


BOARDS = [
    ("https://boards.greenhouse.io/anybody", "greenhouse", "https://boards-api.greenhouse.io/v1/boards/anybody/jobs?content=true"),
    ("https://boards.greenhouse.io/embed/job_board?for=anybody", "greenhouse", "https://boards-api.greenhouse.io/v1/boards/anybody/jobs?content=true"),
    ("https://boards.greenhouse.io/embed/job_board/js?for=anybody", "greenhouse", "https://boards-api.greenhouse.io/v1/boards/anybody/jobs?content=true"),
    ("https://jobs.lever.co/anybody/3414ba28", "lever", "https://api.lever.co/v0/postings/anybody?mode=json"),
    ("https://jobs.eu.lever.co/anybody", "lever", "https://api.eu.lever.co/v0/postings/anybody?mode=json"),
    ("https://jobs.ashbyhq.com/anybody", "ashby", "https://api.ashbyhq.com/posting-api/job-board/anybody?includeCompensation=true"),
    ("https://apply.workable.com/anybody/", "workable", "https://apply.workable.com/api/v1/widget/accounts/anybody?details=true"),
    ("https://careers.smartrecruiters.com/AnyBody", "smartrecruiters", "https://api.smartrecruiters.com/v1/companies/AnyBody/postings?limit=100"),
    ("https://anybody.teamtailor.com/jobs", "teamtailor", "https://anybody.teamtailor.com/jobs.json"),
    ("https://anybody.recruitee.com", "recruitee", "https://anybody.recruitee.com/api/offers/"),
    ("https://anybody.jobs.personio.com", "personio", "https://anybody.jobs.personio.de/xml"),
]  # fmt: skip


@pytest.mark.parametrize(("public", "kind", "interface"), BOARDS)
def test_a_hosted_board_is_known_by_its_public_address(public: str, kind: str, interface: str) -> None:
    assert board_address(public) == (kind, interface)


@pytest.mark.parametrize(
    "other",
    [
        "https://apply.workable.com/j/DD136DD7E7",
        "https://app.teamtailor.com/x",
        "https://www.lever.co/",
        "https://anybody.example",
    ],
)
def test_other_addresses_of_the_same_firms_are_no_boards(other: str) -> None:
    assert board_address(other) is None


def test_a_board_inside_a_page_is_found() -> None:
    interface = "https://boards-api.greenhouse.io/v1/boards/anybody/jobs?content=true"
    job = {
        "id": 1,
        "title": "Platform Engineer",
        "absolute_url": "https://boards.greenhouse.io/anybody/jobs/1",
        "location": {"name": "Leeds"},
    }
    web = {
        SITE: page(body='<script src="https://boards.greenhouse.io/embed/job_board/js?for=anybody"></script>'),
        interface: json.dumps({"jobs": [job]}),
    }
    result, _ = found(web)
    assert (result.chosen.kind, result.chosen.address) == ("greenhouse", interface)


def test_an_unknown_list_is_chosen_with_its_mapping_and_a_sample() -> None:
    web = {SITE: json.dumps({"vacancies": [{"jobTitle": "Analyst", "url": f"{SITE}/9", "salary": "£30,000"}] * 8})}
    result, _ = found(web)
    assert result.chosen.kind == "mapped"
    assert result.chosen.mapping["fields"]["title"] == "jobTitle"
    assert len(json.loads(result.chosen.mapping["sample"])["vacancies"]) == 3


def test_what_is_no_list_is_refused_with_what_was_tried() -> None:
    web = {SITE: page(announced("/gone.rss"))}
    with pytest.raises(
        NothingFound, match=r"Also tried https://www\.anyborough\.example/gone\.rss: The source answered 404"
    ) as refused:
        found(web)
    assert refused.value.code == "not_a_feed"
    with pytest.raises(NothingFound) as refused:
        found({})
    assert refused.value.code == "bad_response"


def test_a_page_cannot_send_the_portal_to_files() -> None:
    with pytest.raises(NothingFound):
        _, asked = found({SITE: page(announced("file:///etc/passwd", "javascript:alert(1)"))})
        assert asked == [SITE]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "/etc/passwd", "ftp://x", "gopher://x", "data:text/xml,<rss/>", "feed://x", "\thttp://x", "https://u:p@x.example"]
)  # fmt: skip
def test_what_is_no_web_address_is_refused_before_anything_is_fetched(address: str) -> None:
    with pytest.raises(RuleBroken):
        discover(address, fetch=lambda where: pytest.fail("fetched"), reads=Direct())
