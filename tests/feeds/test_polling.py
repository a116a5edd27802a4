"""Polling sources on loopback that fail, change, empty, hang and lie (faults.md, F-11 to F-15, F-22, F-23)."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from portal.config import ROOT
from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import polling, registering
from portal.feeds.models import Fetch
from portal.jobs.leasing import AlreadyHeld, alone
from portal.jobs.models import Lease
from tests.feeds.documents import START, TITLES, item, rss

# The plain course


def test_a_source_is_known_by_its_answer_and_taken_in(polled, hostile, look) -> None:
    hostile.answers["/feed"] = rss(*map(item, range(4)))
    result = polled.test_cli_runner().invoke(args=["feeds", "add", hostile.address("/feed"), "--name", "Loopback"])
    assert result.exit_code == 0, result.output
    assert [(found["kind"], found["items"], found["new"], found["error"]) for found in look()] == [("rss", 4, 4, None)]


def test_what_has_not_changed_is_neither_sent_nor_read_again(hostile, add, look, state) -> None:
    def answer(wire, asked) -> None:
        known = asked.headers.get("If-None-Match") == '"1"'
        wire.answer("" if known else rss(item(1)), status="304 Not Modified" if known else "200 OK", ETag='"1"')

    hostile.answers = {"/304": answer, "/200": rss(item(2))}
    ids = add("/304"), add("/200")
    assert [found["new"] for found in look()] == [1, 1]
    assert [(found["items"], found["error"]) for found in look()] == [(0, None)] * 2
    assert [state(each).health for each in ids] == ["healthy"] * 2
    assert hostile.asked[-1].headers.get("User-Agent", "").endswith("/about/feeds; contact@example.org)")


def test_a_private_address_that_is_not_allowed_is_not_registered(app) -> None:
    result = app.test_cli_runner().invoke(args=["feeds", "add", "http://127.0.0.1:9/feed"])
    assert result.exit_code == 1
    assert "blocked_address" in result.output


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "/etc/passwd", "ftp://x", "feed://x", "\thttp://x", "data:,x"]
)
def test_only_web_addresses_are_registered(app, address: str) -> None:
    """F-01."""
    result = app.test_cli_runner().invoke(args=["feeds", "add", address])
    assert result.exit_code == 1
    assert "root:" not in result.output
    assert app.test_cli_runner().invoke(args=["feeds", "list", "--json"]).output == ""


# F-11: lists that are not what they were


def test_a_list_that_lost_one_closes_it_and_one_that_lost_most_closes_nothing(hostile, add, look, live) -> None:
    add()
    hostile.answers["/feed"] = rss(*map(item, range(4)))
    look()
    hostile.answers["/feed"] = rss(*map(item, range(3)))
    assert (look()[0]["error"], len(live())) == (None, 3)
    hostile.answers["/feed"] = rss(item(0))
    assert (look()[0]["error"], len(live())) == ("suspect", 3)


WHOLE = rss(*map(item, range(6)))


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "   ",
        "<!doctype html><html><body><form action=/login><input name=password></form></body></html>",
        rss(),
        rss(item(0), item(1)),
        WHOLE[: len(WHOLE) * 6 // 10],
        rss(
            *(item(number, title=f"Solicitor {number}", link=f"https://other.example/{number}") for number in range(9))
        ),
        json.dumps({"error": "try again"}),
        "<rss version='2.0'><channel></channel>",
    ],
    ids=["empty", "blank", "login page", "no items", "a third", "cut off", "another site", "JSON", "no end"],
)
def test_a_list_that_is_not_itself_closes_nothing_and_recovers(
    hostile, add, look, live, state, caplog, bad: str
) -> None:
    source_id = add()
    hostile.answers["/feed"] = WHOLE
    look()
    before = {each["reference"] for each in live()}
    hostile.answers["/feed"] = bad
    told = [look(START + timedelta(hours=hour))[0]["error"] is not None for hour in (1, 2, 3)]
    assert {each["reference"] for each in live()} >= before
    assert len(before) == 6
    if told != [False] * 3:  # A list that was cut off may be read as far as it goes; it still closes nothing.
        assert state(source_id).health == "suspect"
        assert caplog.text.count("source.in_trouble") == 1
    hostile.answers["/feed"] = WHOLE.replace("Jobs", "Jobs again")
    assert look(START + timedelta(hours=4))[0]["error"] is None
    assert (state(source_id).health, state(source_id).noticed_at) == ("healthy", None)


@pytest.mark.parametrize("status", ["401 U", "403 F", "404 N", "410 G", "429 T", "500 E", "503 S", "304 N"])
def test_a_failed_fetch_closes_nothing(hostile, add, look, live, status: str) -> None:
    """F-12."""
    add()
    hostile.answers["/feed"] = WHOLE
    look()
    hostile.answers["/feed"] = lambda wire, _: wire.answer("<title>Just a moment...</title>", status=status)
    assert look()[0]["error"] == ("gone" if status == "410 G" else "bad_response")
    assert len(live()) == 6


def test_a_source_that_truly_shrank_is_believed_after_two_days(hostile, add, look, live, state) -> None:
    source_id = add()
    hostile.answers["/feed"] = WHOLE
    look()
    hostile.answers["/feed"] = rss(item(0), item(1))
    errors = [look(START + timedelta(hours=hours))[0]["error"] for hours in (6, 12, 30, 53, 55)]
    assert errors == ["suspect", "suspect", "suspect", "suspect", None]
    assert (len(live()), state(source_id).usual, state(source_id).health) == (2, 2, "healthy")


def test_two_small_lists_two_days_apart_are_not_enough(hostile, add, look, live) -> None:
    add()
    hostile.answers["/feed"] = WHOLE
    look()
    hostile.answers["/feed"] = rss(item(0), item(1))
    assert [look(START + timedelta(days=days))[0]["error"] for days in (1, 4)] == ["suspect"] * 2
    assert len(live()) == 6


def test_small_lists_of_different_sizes_never_agree(hostile, add, look, live) -> None:
    add()
    hostile.answers["/feed"] = rss(*(item(number, title=f"Data Engineer {number}") for number in range(20)))
    look()
    before = len(live())
    for day, size in enumerate((8, 1, 8, 1, 8), start=1):
        hostile.answers["/feed"] = rss(*(item(number, title=f"Data Engineer {number}") for number in range(size)))
        assert look(START + timedelta(days=day))[0]["error"] == "suspect"
    assert len(live()) == before > 10


def test_an_empty_list_is_never_believed(hostile, add, look, live) -> None:
    add()
    hostile.answers["/feed"] = WHOLE
    look()
    hostile.answers["/feed"] = rss()
    assert [look(START + timedelta(days=days))[0]["error"] for days in range(1, 6)] == ["suspect"] * 5
    assert len(live()) == 6


# F-12: patience


def test_failures_are_asked_about_twice_as_late_each_time_up_to_a_day(hostile, add, look, state) -> None:
    source_id, at, waits = add(), START, []
    hostile.answers["/feed"] = lambda wire, _: wire.answer(status="500 E")
    for _ in range(7):
        look(at)
        waits.append(state(source_id).next_check_at - at)
        at = state(source_id).next_check_at
    assert [wait / timedelta(hours=1) for wait in waits] == [2, 4, 8, 16, 24, 24, 24]
    hostile.answers["/feed"] = WHOLE
    look(at)
    assert (state(source_id).health, state(source_id).next_check_at - at < timedelta(hours=2)) == ("healthy", True)


def test_a_source_that_changes_is_looked_at_more_often(hostile, add, look, state) -> None:
    source_id = add()
    for number in range(5):
        hostile.answers["/feed"] = rss(*map(item, range(number + 1)))
        look(START + timedelta(hours=number))
    assert state(source_id).interval_seconds == 900
    for number in range(5, 12):
        look(START + timedelta(hours=number))
    assert state(source_id).interval_seconds > 3_600


# F-03: moved for good


def test_an_address_changes_only_after_three_permanent_redirects_a_day_apart(hostile, add, polled, look) -> None:
    source_id = add("/old")
    hostile.answers = {
        "/old": lambda wire, _: wire.answer(status="301 Moved", Location="/new"),
        "/new": rss(item(1)),
    }

    def address() -> str:
        with polled.app_context():
            return registering.by_id(source_id)[0].address

    for hours in (0, 1, 2, 24, 25):
        look(START + timedelta(hours=hours))
        assert address().endswith("/old")
    look(START + timedelta(hours=49))
    assert address().endswith("/new")
    look(START + timedelta(hours=50))
    assert hostile.asked[-1].path == "/new"


def test_a_redirect_that_is_not_the_same_each_time_moves_nothing(hostile, add, state, look) -> None:
    source_id = add("/old")
    for day, to in enumerate(("/a", "/b", "/a", "/a")):
        hostile.answers["/old"] = lambda wire, _, to=to: wire.answer(status="308 Moved", Location=to)
        hostile.answers[to] = rss(item(1))
        look(START + timedelta(days=day))
    assert len(state(source_id).moved_days) == 2


# F-13, F-14, F-15, F-21: one advert stays one


def test_a_new_guid_and_new_tracking_at_each_poll_make_one_vacancy(hostile, add, look, live) -> None:
    add()
    for poll in range(10):
        scheme = "https" if poll % 2 else "http"
        link = (
            f"{scheme}://jobs.example.org/7?utm_source=x{poll}&amp;fbclid={poll}&amp;sessionid={poll * 7}&amp;ref=4711"
        )
        hostile.answers["/feed"] = rss(item(7, guid=f"guid-{poll}-{'x' * 5_000}", link=link))
        found = look(START + timedelta(hours=poll))[0]
        assert (found["new"], found["error"]) == (0 if poll else 1, None)
    (only,) = live()
    assert [part for part in ("utm_", "fbclid", "sessionid") if part in only["sources"][0]["address"]] == []


@pytest.mark.parametrize(
    "guids", [("", ""), ("A-1", "a-1 "), ("http://x.example/1", "https://x.example/1"), ("7", "7")]
)
def test_guids_that_say_the_same_are_the_same(hostile, add, look, live, guids: tuple[str, str]) -> None:
    add()
    for poll, guid in enumerate(guids):
        hostile.answers["/feed"] = rss(item(3, guid=guid, link=f"https://jobs.example.org/3?utm_campaign={poll}"))
        look(START + timedelta(hours=poll))
    assert len(live()) == 1


def test_the_same_title_with_another_reference_is_another_vacancy(hostile, add, look, live) -> None:
    add()
    twins = [item(number, title=f"Network Engineer (Ref {number})") for number in (1, 2)]
    hostile.answers["/feed"] = rss(*twins)
    look()
    assert len(live()) == 2


def test_one_guid_on_two_different_items_hides_neither(hostile, add, look, live) -> None:
    add()
    hostile.answers["/feed"] = rss(item(1, guid="same"), item(2, guid="same"))
    look()
    assert len(live()) == 2


def test_another_source_with_the_same_guid_changes_nothing_of_ours(
    hostile, add, make_server, polled, look, live
) -> None:
    """F-14."""
    add()
    hostile.answers["/feed"] = rss(item(1, guid="A-1"))
    look()
    mine = live()
    other = make_server()
    polled.allow(other)
    stolen = item(1, title="Head of Data", guid="A-1", link="https://evil.example/1")
    other.answers["/feed"] = rss(stolen.replace("£40,000", "£1"))
    add(server=other)
    look()
    kept = [each for each in live() if each["reference"] == mine[0]["reference"]]
    assert [(each["title"], each["pay"]) for each in kept] == [(mine[0]["title"], mine[0]["pay"])]


def test_an_edit_and_its_undoing_are_versions_of_one_vacancy(hostile, add, look, live) -> None:
    """F-15."""
    add()
    closings = []
    for poll, closing in enumerate(("13/12/2026", "20/12/2026", "13/12/2026")):
        hostile.answers["/feed"] = rss(item(1, closing=closing), item(2))
        found = look(START + timedelta(hours=poll))[0]
        assert found["new"] == (0 if poll else 2)
        closings += [each["closes"][:10] for each in live() if each["title"] == TITLES[1]]
    assert closings == ["2026-12-13", "2026-12-20", "2026-12-13"]


def test_an_item_that_vanishes_and_returns_is_the_same_vacancy(hostile, add, look, live) -> None:
    """F-15."""
    add()
    everything, less = rss(*map(item, range(4))), rss(*map(item, range(3)))
    counts, references = [], set()
    for poll, body in enumerate((everything, less, everything)):
        hostile.answers["/feed"] = body
        look(START + timedelta(hours=poll))
        counts.append(len(live()))
        references |= {each["reference"] for each in live()}
    assert (counts, len(references)) == ([4, 3, 4], 4)


# F-22, F-23: many at once


@pytest.mark.slow
def test_fifty_good_sources_are_done_long_before_a_hung_one_gives_up(hostile, polled, add, make_server, look) -> None:
    hung, busy = make_server(), [make_server() for _ in range(4)]
    polled.allow(hung, *busy, fetch_seconds=15.0)
    hung.answers["/feed"] = lambda wire, _: wire.wait(30)
    slow_id = add(server=hung)
    for number in range(50):
        server = busy[number % len(busy)]
        server.answers[f"/{number}"] = rss(item(number))
        add(f"/{number}", server=server)
    came, started = {}, time.monotonic()
    with polled.app_context():
        for outcome in polling.poll(polled.config["SETTINGS"], everything=True):
            came[outcome.source] = (outcome.error, time.monotonic() - started)
    hung_outcome = came.pop(f"{hung.host}/feed")
    assert (len(came), {error for error, _ in came.values()}, hung_outcome[0]) == (50, {None}, "timeout")
    assert max(took for _, took in came.values()) < hung_outcome[1]
    assert max(server.most_at_once for server in busy) <= 2
    assert slow_id


def test_a_document_that_kills_its_reader_delays_no_other(hostile, add, look, monkeypatch) -> None:
    """F-09."""
    from portal.feeds import confining

    small = confining.Readers(confining.Limits(cpu_seconds=1.0, wall_seconds=4.0), most=2)
    monkeypatch.setattr(confining, "_shared", small)
    author = "<item><author><![CDATA[a@" + "a." * 16_000 + "!]]></author></item>"
    hostile.answers["/bad"] = "<rss version='2.0'><channel><title>A & B</title>" + author * 120
    hostile.answers["/good"] = rss(item(1))
    add("/bad"), add("/good")
    found = {each["source"].split("/")[-1]: (each["error"], each["new"]) for each in look()}
    small.close()
    assert found == {"bad": ("parse_limit", 0), "good": (None, 1)}


def test_a_fault_of_our_own_with_one_source_is_that_sources_outcome(
    hostile, add, look, live, state, monkeypatch
) -> None:
    from portal.feeds import pipeline

    take_in = pipeline.take_in
    bad = add("/1")
    add("/2")
    hostile.answers = {"/1": rss(item(1)), "/2": rss(item(2))}

    def sometimes(source_id, *args, **more):
        if source_id == bad:
            raise ZeroDivisionError("a bug of ours")
        return take_in(source_id, *args, **more)

    monkeypatch.setattr(pipeline, "take_in", sometimes)
    assert sorted((found["error"] or "", found["new"]) for found in look()) == [("", 1), ("fault", 0)]
    assert (state(bad).health, state(bad).etag, len(live())) == ("failing", None, 1)
    monkeypatch.setattr(pipeline, "take_in", take_in)
    look()
    assert (state(bad).health, len(live())) == ("healthy", 2)


def test_a_second_poll_leaves_the_first_alone(hostile, add, polled, look) -> None:
    add()
    hostile.answers["/feed"] = rss(item(1))
    with polled.app_context(), alone("feeds.poll"):
        result: list = []

        def second() -> None:
            result.append(polled.test_cli_runner().invoke(args=["feeds", "poll", "--all"]))

        other = threading.Thread(target=second)
        other.start()
        other.join()
        assert (result[0].exit_code, "already running" in result[0].output) == (0, True)
    assert hostile.asked == []
    assert look()[0]["new"] == 1


def test_every_fetch_is_written_down(hostile, add, look, polled) -> None:
    add()
    hostile.answers["/feed"] = WHOLE
    look(), look()
    hostile.answers["/feed"] = lambda wire, _: wire.answer(status="500 E")
    look()
    with polled.app_context():
        rows = db.session.query(Fetch).order_by(Fetch.id).all()
        assert [(row.status, row.items, row.new, row.error_code) for row in rows] == [
            (200, 6, 6, None),
            (200, 0, 0, None),
            (500, 0, 0, "bad_response"),
        ]


# A poll that is killed


def command(app, *arguments: str) -> subprocess.Popen:
    settings = app.config["SETTINGS"]
    environment = os.environ | {
        "PORTAL_ENV": "test",
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "PORTAL_CLOCK_FILE": str(settings.clock_file),
        "PORTAL_FETCH_ALLOW": ",".join(settings.fetch_allow),
        "PORTAL_FETCH_SECONDS": "60",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_killed_poll_loses_nothing_and_blocks_nobody(hostile, polled, add, look, live) -> None:
    asked = threading.Event()

    def hang(wire, _) -> None:
        asked.set()
        wire.wait(60)

    hostile.answers = {"/1": rss(item(1)), "/2": hang}
    add("/1"), add("/2")
    first = command(polled, "feeds", "poll", "--all", "--json")
    assert asked.wait(20)
    assert first.stdout.readline(), first.stderr.read()
    second = command(polled, "feeds", "poll", "--all")
    said = second.communicate(timeout=30)
    assert (second.returncode, "already running" in said[1]) == (0, True), said
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=10)
    hostile.answers["/2"] = rss(item(2))
    assert sorted(found["new"] for found in look()) == [0, 1]
    assert len(live()) == 2


def test_a_lease_is_renewed_while_its_holder_lives(polled, tmp_path: Path) -> None:
    with polled.app_context():
        with alone("something", seconds=0.3):
            (tmp_path / "clock").write_text((START + timedelta(minutes=5)).isoformat())
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline:
                until = db.session.get_one(Lease, "something", populate_existing=True).until
                db.session.rollback()
                if until > START + timedelta(minutes=5):
                    break
                time.sleep(0.02)
            assert until > START + timedelta(minutes=5)
        with alone("something"):
            pass


def test_a_lease_of_another_machine_is_respected_until_it_ends(polled, tmp_path: Path) -> None:
    with polled.app_context():
        with transaction():
            db.session.add(
                Lease(name="something", holder="elsewhere-12345678:1:1", until=START + timedelta(seconds=40))
            )
        with pytest.raises(AlreadyHeld), alone("something"):
            pass
        (tmp_path / "clock").write_text((START + timedelta(seconds=41)).isoformat())
        with alone("something"):
            pass
