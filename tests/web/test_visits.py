"""Searches are counted exactly, over processes, without keeping addresses."""

import multiprocessing
import time
from pathlib import Path

import pytest

from portal.web.visits import Visits

LIMITS = ((10, 4.0), (105, 60.0))
KEY = "a key"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "visits.table"


def let_through(visits: Visits, reader: str, times: list[float]) -> list[bool]:
    return [visits.wait(reader, now=at) == 0 for at in times]


def test_the_eleventh_search_in_four_seconds_waits_for_the_first_to_be_four_seconds_old(path: Path) -> None:
    visits = Visits(path, LIMITS, key=KEY)
    assert let_through(visits, "192.0.2.1", [100 + n / 10 for n in range(10)]) == [True] * 10
    assert visits.wait("192.0.2.1", now=101.5) == pytest.approx(2.5)
    assert visits.wait("192.0.2.1", now=104.0) == 0
    assert visits.wait("192.0.2.1", now=104.05) == pytest.approx(0.05)


def test_the_hundred_and_sixth_search_in_a_minute_is_refused_however_evenly_they_come(path: Path) -> None:
    visits = Visits(path, LIMITS, key=KEY)
    outcome = let_through(visits, "192.0.2.1", [100 + n / 2 for n in range(121)])
    assert outcome.index(False) == 105 and outcome[120]


def test_refused_searches_do_not_lengthen_the_wait(path: Path) -> None:
    visits = Visits(path, LIMITS, key=KEY)
    let_through(visits, "192.0.2.1", [100.0] * 10)
    assert let_through(visits, "192.0.2.1", [101.0] * 50) == [False] * 50
    assert visits.wait("192.0.2.1", now=104.0) == 0


def test_readers_are_counted_apart_and_an_ipv6_network_as_one(path: Path) -> None:
    visits = Visits(path, LIMITS, key=KEY)
    let_through(visits, "2001:db8::1", [100.0] * 10)
    assert visits.wait("2001:db8::ffff", now=100.0) > 0
    assert visits.wait("2001:db8:0:1::1", now=100.0) == 0
    assert visits.wait("not an address", now=100.0) == 0


def test_counts_outlive_the_process_and_hold_no_address(path: Path) -> None:
    let_through(Visits(path, LIMITS, key=KEY), "192.0.2.1", [100.0] * 10)
    assert Visits(path, LIMITS, key=KEY).wait("192.0.2.1", now=100.0) > 0
    assert bytes([192, 0, 2, 1]) not in path.read_bytes() and b"192.0.2.1" not in path.read_bytes()


def test_counts_of_before_a_reboot_are_forgotten(path: Path) -> None:
    visits = Visits(path, LIMITS, key=KEY)
    later = time.monotonic() + 1_000_000
    let_through(visits, "192.0.2.1", [later] * 10)
    assert visits.wait("192.0.2.1") == 0


def test_more_readers_than_slots_never_fail(path: Path) -> None:
    visits = Visits(path, LIMITS, key=KEY)
    assert all(visits.wait(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", now=100.0) == 0 for n in range(20_000))
    assert let_through(visits, "192.0.2.1", [101.0] * 11) == [True] * 10 + [False]


def _hammer(path: Path, start, passed) -> None:
    visits = Visits(path, LIMITS, key=KEY)
    start.wait()
    passed.put(sum(visits.wait("192.0.2.1", now=100.0) == 0 for _ in range(10)))


def test_workers_count_together(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    start, passed = context.Event(), context.Queue()
    workers = [context.Process(target=_hammer, args=(path, start, passed)) for _ in range(4)]
    for each in workers:
        each.start()
    start.set()
    assert sum(passed.get(timeout=20) for _ in workers) == 10
    for each in workers:
        each.join(20)
