"""Documents read in children that can be killed: what a document does to its reader, nobody else feels."""

import os
import threading
import time
from pathlib import Path

import pytest

from portal.feeds.confining import Limits, Readers
from portal.feeds.formats import table
from portal.feeds.items import FormatError

HERE = "https://jobs.example.org/feed"
GOOD = (
    b"<rss version='2.0'><channel><title>Jobs</title><item><title>Network Engineer</title>"
    b"<link>https://jobs.example.org/1</link><location>Leeds</location><grade>Band 6</grade></item></channel></rss>"
)
AUTHOR = b"<item><author><![CDATA[a@" + b"a." * 16_000 + b"!]]></author></item>"
SLOW = b"<rss version='2.0'><channel><title>A & B</title>" + AUTHOR * 400
"""Ill-formed and cut off, so that feedparser repairs it, with addresses that an author's pattern walks through again and again."""


@pytest.fixture
def readers():
    made = Readers(Limits(cpu_seconds=1.0, wall_seconds=5.0), most=2)
    yield made
    made.close()


def test_a_document_comes_back_as_it_is_read_in_place(readers: Readers) -> None:
    assert readers.read("rss", GOOD, address=HERE) == table.read("rss", GOOD, address=HERE)
    assert readers.detect(GOOD, address=HERE).kind == "rss"


def test_a_document_that_costs_its_reader_too_much_is_refused_and_the_next_is_read(readers: Readers) -> None:
    with pytest.raises(FormatError, match=r"too much of the processor|took longer") as refused:
        readers.read("rss", SLOW, address=HERE)
    assert refused.value.code == "parse_limit"
    assert len(readers.read("rss", GOOD, address=HERE).items) == 1


def test_other_documents_are_read_while_one_hangs(readers: Readers) -> None:
    readers.read("rss", GOOD, address=HERE)
    outcome: list[str] = []

    def hang() -> None:
        try:
            readers.read("rss", SLOW, address=HERE)
        except FormatError as problem:
            outcome.append(problem.code)

    slow = threading.Thread(target=hang)
    slow.start()
    while_it_hung = 0
    while slow.is_alive():
        while_it_hung += len(readers.read("rss", GOOD, address=HERE).items)
    assert (outcome, while_it_hung > 3) == (["parse_limit"], True)


def test_the_clock_stops_a_reader_that_uses_no_processor() -> None:
    slow = Readers(Limits(cpu_seconds=60, wall_seconds=0.01))
    with pytest.raises(FormatError, match=r"longer than 0\.01 seconds"):
        slow.read("rss", SLOW, address=HERE)
    slow.close()


def test_memory_is_bounded() -> None:
    small = Readers(Limits(megabytes=24))
    body = b"<rss version='2.0'><channel>" + b"<item><title>T</title></item>" * 150_000 + b"</channel></rss>"
    with pytest.raises(FormatError) as refused:
        small.read("rss", body, address=HERE)
    assert refused.value.code == "parse_limit"
    small.close()


def test_a_reader_that_ended_while_idle_is_replaced(readers: Readers) -> None:
    readers.read("rss", GOOD, address=HERE)
    for child in readers._idle:
        child._process.kill()
    assert len(readers.read("rss", GOOD, address=HERE).items) == 1


def test_a_reader_holds_no_secret_and_no_open_file_of_its_parent(readers: Readers, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a-secret-that-readers-must-not-hold")
    with (tmp_path / "database").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        readers.read("rss", GOOD, address=HERE)
        process = Path("/proc") / str(readers._idle[0]._process.pid)
        opened = {path.resolve().name for path in (process / "fd").iterdir()}
        assert b"a-secret-that" not in (process / "environ").read_bytes()
        assert "database" not in opened


def test_readers_end_with_their_parent(tmp_path: Path) -> None:
    readers = Readers()
    readers.read("rss", GOOD, address=HERE)
    child = readers._idle[0]
    child._process.stdin.close()
    deadline = time.monotonic() + 5
    while child.alive and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not child.alive
    readers.close()
