"""Manners: two requests at a host at once, pauses, and robots.txt for pages (RFC 9309) but not for feeds."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from portal.feeds.confining import readers
from portal.feeds.fetching import fetch
from portal.feeds.politeness import PAUSE_SECONDS, HostTurns, Robots
from portal.foundation import clock
from tests.feeds.documents import START, item, rss


@pytest.fixture
def robots(bounds, tmp_path: Path):
    def make(turns: HostTurns | None = None) -> Robots:
        settings = replace(bounds, user_agent="PublicIctJobs/1.0 (+https://jobs.example.org; feeds@example.org)")
        return Robots(settings, folder=tmp_path / "robots", turns=turns or HostTurns(), readers=readers())

    (tmp_path / "now").write_text(START.isoformat())
    clock.follow_file(tmp_path / "now")
    yield make
    clock.follow_file(None)


def test_between_two_requests_to_one_host_there_is_a_pause_and_none_between_hosts() -> None:
    waited: list[float] = []
    turns = HostTurns(now=lambda: 100.0, sleep=waited.append)
    turns.slow_down("slow.example.org", 2.0)
    for host in (
        "a.example.org",
        "a.example.org",
        "A.example.org",
        "b.example.org",
        "slow.example.org",
        "slow.example.org",
    ):
        with turns.turn(host):
            pass
    assert waited == pytest.approx([0, PAUSE_SECONDS, 2 * PAUSE_SECONDS, 0, 0, 2.0])


def test_a_host_is_asked_by_two_at_once(hostile, bounds) -> None:
    pairs = threading.Barrier(2)

    def one_of_two(wire, _) -> None:
        pairs.wait(20)
        wire.answer("x")

    hostile.answers["/feed"] = one_of_two
    turns, patient = HostTurns(), replace(bounds, seconds=30.0)
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda _: fetch(hostile.address("/feed"), settings=patient, turns=turns), range(6)))
    assert ([each.error for each in found], len(hostile.asked), hostile.most_at_once) == ([None] * 6, 6, 2)


def test_waiting_for_a_turn_is_not_the_servers_time(hostile, bounds) -> None:
    hostile.answers["/feed"] = "x"
    turns, host = HostTurns(), hostile.host
    turns.slow_down(host, 1.5)
    settings = replace(bounds, seconds=1.4)
    found = [fetch(hostile.address("/feed"), settings=settings, turns=turns) for _ in range(3)]
    assert ([each.error for each in found], max(each.took_ms for each in found) < 1_400) == ([None] * 3, True)


RULES = """
User-agent: *
Disallow: /private/
Allow: /private/jobs$
Disallow: /*.pdf$

User-agent: publicictjobs
Disallow: /not-for-us/
Allow: /not-for-us/except/
Crawl-delay: 0.2

User-agent: other
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/jobs", True), ("/not-for-us/1", False), ("/not-for-us/except/1", True), ("/private/1", True)],
)
def test_our_own_rules_are_obeyed_and_the_longest_match_decides(hostile, robots, path: str, allowed: bool) -> None:
    hostile.answers["/robots.txt"] = RULES
    assert robots().permission(hostile.address(path)).allowed is allowed


@pytest.mark.parametrize(("path", "allowed"), [("/private/x", False), ("/private/jobs", True), ("/a/b.pdf", False)])
def test_the_rules_for_everyone_are_ours_when_we_are_not_named(hostile, robots, path: str, allowed: bool) -> None:
    hostile.answers["/robots.txt"] = RULES.replace("publicictjobs", "somebody-else")
    assert robots().permission(hostile.address(path)).allowed is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        ("404 N", True),
        ("401 U", True),
        ("403 F", True),
        ("410 G", True),
        ("429 T", False),
        ("500 E", False),
        ("503 S", False),
    ],
)
def test_no_robots_txt_allows_and_one_that_fails_does_not(hostile, robots, status: str, allowed: bool) -> None:
    hostile.answers["/robots.txt"] = lambda wire, _: wire.answer("Disallow: /", status=status)
    assert robots().permission(hostile.address("/jobs")).allowed is allowed


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><html>Not found</html>",
        bytes(range(256)) * 20,
        b"\xff\xfeU\0s\0e\0r\0",
        b"User-agent: *\nDisallow: /" + b"*a" * 5_000 + b"$\n",
        b"x" * 600_000,
        b"",
    ],
    ids=["page", "binary", "UTF-16", "stars", "large", "empty"],
)
def test_a_robots_txt_that_is_none_allows(hostile, robots, body: bytes) -> None:
    hostile.answers["/robots.txt"] = body
    started = time.monotonic()
    assert robots().permission(hostile.address("/jobs")).allowed
    assert time.monotonic() - started < 15


def test_it_is_asked_for_once_a_day_by_all_processes_together(hostile, robots, tmp_path: Path) -> None:
    hostile.answers["/robots.txt"] = RULES
    for _ in range(2):
        keeper = robots()
        assert [keeper.permission(hostile.address("/jobs")).allowed for _ in range(2)] == [True, True]
    assert hostile.times("/robots.txt") == 1
    (tmp_path / "now").write_text((START + timedelta(hours=25)).isoformat())
    keeper.permission(hostile.address("/jobs"))
    assert hostile.times("/robots.txt") == 2


def test_one_that_failed_is_asked_for_again_after_an_hour(hostile, robots, tmp_path: Path) -> None:
    hostile.answers["/robots.txt"] = lambda wire, _: wire.answer(status="500 E")
    keeper = robots()
    assert [keeper.permission(hostile.address("/jobs")).allowed for _ in range(2)] == [False, False]
    hostile.answers["/robots.txt"] = RULES
    (tmp_path / "now").write_text((START + timedelta(minutes=61)).isoformat())
    assert keeper.permission(hostile.address("/jobs")).allowed
    assert hostile.times("/robots.txt") == 2


def test_a_redirect_of_robots_txt_is_checked_like_any_other(hostile, canary, robots) -> None:
    hostile.answers["/robots.txt"] = lambda wire, _: wire.answer(status="302 F", Location=canary.address("/robots.txt"))
    assert not robots().permission(hostile.address("/jobs")).allowed


def test_the_delay_that_a_site_asks_for_is_kept(hostile, bounds, robots) -> None:
    hostile.answers |= {"/robots.txt": RULES, "/jobs": "x"}
    waited: list[float] = []
    turns = HostTurns(now=lambda: 100.0, sleep=waited.append)
    delay = robots(turns).permission(hostile.address("/jobs")).delay
    waited.clear()
    for _ in range(3):
        fetch(hostile.address("/jobs"), settings=bounds, turns=turns)
    assert delay
    assert [later - earlier for earlier, later in pairwise(waited)] == pytest.approx([delay, delay])


def test_a_page_is_left_alone_where_robots_txt_says_so_and_a_feed_is_not(hostile, add, look, state) -> None:
    page_id, _ = add("/jobs", "job_posting"), add("/feed", "rss")
    hostile.answers = {"/robots.txt": "User-agent: *\nDisallow: /\n", "/feed": rss(item(1))}
    found = {each["kind"]: (each["error"], each["new"]) for each in look()}
    assert found == {"job_posting": ("blocked_address", 0), "rss": (None, 1)}
    assert hostile.times("/jobs") == 0
    assert "robots.txt" in (state(page_id).error_sentence or "")
