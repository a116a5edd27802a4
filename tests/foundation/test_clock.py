"""The one clock: it can be asked to pretend, within a block and nowhere else."""

from datetime import UTC, datetime, timedelta
from threading import Thread

from portal.foundation import clock

THEN = datetime(2024, 3, 10, 10, tzinfo=UTC)


def test_inside_it_is_the_instant_and_afterwards_the_present_again() -> None:
    before = clock.now()
    with clock.as_of(THEN):
        assert clock.now() == THEN and clock.today() == THEN.date()
        with clock.as_of(THEN - timedelta(days=1)):
            assert clock.now() == THEN - timedelta(days=1)
        assert clock.now() == THEN
    assert clock.now() >= before


def test_other_threads_go_on_in_the_present() -> None:
    seen: list[datetime] = []
    with clock.as_of(THEN):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join(30)
    assert seen[0] != THEN
