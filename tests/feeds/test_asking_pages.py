"""Asking an advert's own page when lists have said nothing of it for days."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.feeds.asking_pages import ask_pages
from tests.feeds.documents import START, item, rss


@pytest.fixture
def ask(polled, tmp_path: Path):
    def at(hours: int) -> int:
        (tmp_path / "clock").write_text((START + timedelta(hours=hours)).isoformat())
        with polled.app_context():
            return ask_pages(polled.config["SETTINGS"])

    return at


@pytest.fixture
def unseen(hostile, add, look):
    """A source that was read once and has failed since."""
    add()
    hostile.answers["/feed"] = rss(item(1, link=hostile.address("/job/1")), item(2, link=hostile.address("/job/2")))
    look()


def test_a_page_that_is_gone_closes_its_vacancy_and_one_that_stands_does_not(hostile, unseen, ask, live) -> None:
    hostile.answers |= {"/job/1": lambda wire, _: wire.answer(status="410 Gone"), "/job/2": "<html>Still here</html>"}
    assert (ask(24), ask(60), len(live())) == (0, 1, 1)
    assert (hostile.times("/job/1"), hostile.times("/job/2")) == (1, 1)


def test_a_page_that_robots_txt_keeps_from_programs_is_not_asked(hostile, unseen, ask, live) -> None:
    hostile.answers |= {"/robots.txt": "User-agent: *\nDisallow: /job/\n", "/job/1": "", "/job/2": ""}
    assert (ask(60), len(live())) == (0, 2)
    assert hostile.times("/job/1") == hostile.times("/job/2") == 0


def test_a_page_that_is_not_disallowed_is_found_by_adding_it_and_a_disallowed_one_is_not(hostile, polled) -> None:
    def add(path: str):
        return polled.test_cli_runner().invoke(args=["feeds", "add", hostile.address(path), "--kind", "auto"])

    announces = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    hostile.answers = {
        "/robots.txt": "User-agent: *\nDisallow: /jobs/\nDisallow: /feed\n",
        "/jobs/list": lambda wire, _: wire.answer(announces, Content_Type="text/html"),
        "/feed": rss(item(1)),
    }
    refused = add("/jobs/list")
    assert (refused.exit_code, "robots.txt" in refused.output) == (1, True)
    assert add("/feed").exit_code == 0
