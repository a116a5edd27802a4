"""What a source that says "not now" or "no more" gets: patience, and then peace."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from portal.database.transaction import transaction
from portal.feeds import polling, registering
from portal.foundation import clock

NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")


@pytest.fixture
def source(app, httpserver, tmp_path: Path):
    """A source on loopback that answers as told, polled at a time of the test's choosing."""
    settings = replace(app.config["SETTINGS"], fetch_allow=frozenset({f"127.0.0.1:{httpserver.port}"}))

    def poll(*, status: int, at: datetime, headers: dict[str, str] | None = None):
        httpserver.clear()
        httpserver.expect_request("/feed").respond_with_data("", status=status, headers=headers or {})
        (tmp_path / "clock").write_text(at.isoformat())
        with app.app_context():
            with transaction():
                made = registering.register(
                    name="S", address=f"http://127.0.0.1:{httpserver.port}/feed", kind="rss", organisation=None, at=at
                )
                source_id = made.id
            list(polling.poll(settings, source_id=source_id))
            _, state = registering.by_id(source_id)
            return state.active, state.health, state.next_check_at

    yield poll
    clock.follow_file(None)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("86400", timedelta(days=1)),
        ("99999999", timedelta(days=7)),
        ("Thu, 26 Nov 2026 12:00:00 GMT", timedelta(days=2)),
        ("soon", timedelta(hours=2)),
    ],
)
def test_a_source_that_asks_for_time_gets_it_up_to_seven_days(source, asked: str, waited: timedelta) -> None:
    active, health, next_check = source(status=429, at=NOON, headers={"Retry-After": asked})
    assert (active, health, next_check - NOON) == (True, "failing", waited)


def test_a_source_gone_on_three_days_is_left_in_peace(source) -> None:
    seen = [source(status=410, at=NOON + timedelta(days=day))[:2] for day in range(3)]
    assert seen == [(True, "gone"), (True, "gone"), (False, "paused")]


def test_three_answers_of_gone_on_one_day_pause_nothing(source) -> None:
    seen = [source(status=410, at=NOON + timedelta(hours=hour))[:2] for hour in range(3)]
    assert seen == [(True, "gone")] * 3
