"""Limits that all workers share and that outlive a restart."""

from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from portal.accounts import limits
from portal.accounts.limits import Limit
from portal.accounts.models import Attempt
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from tests.conftest import STOPPED, MakeApp
from tests.races import at_once

THREE = Limit("password", 3, timedelta(minutes=5))


def allowed(key: str = "robin") -> bool:
    with transaction():
        return limits.allow("password", key, most=3, within=timedelta(minutes=5))


def move(tmp_path: Path, after: timedelta) -> None:
    (tmp_path / "clock").write_text((datetime.fromisoformat(STOPPED) + after).isoformat())


def test_a_fourth_try_is_refused_and_waiting_helps(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        assert [allowed() for _ in range(5)] == [True, True, True, False, False]
        assert allowed("kim")
        assert limits.seconds_left(THREE, "robin") == 300
        move(tmp_path, timedelta(seconds=299))
        assert not allowed() and limits.seconds_left(THREE, "robin") == 1
        move(tmp_path, timedelta(seconds=300))
        assert limits.seconds_left(THREE, "robin") == 0 and allowed()


def test_a_restart_and_a_clock_put_back_open_nothing(app: Flask, make_app: MakeApp, tmp_path: Path) -> None:
    with app.app_context():
        assert [allowed() for _ in range(4)] == [True, True, True, False]
    again = make_app()
    with again.app_context():
        assert not allowed()
        move(tmp_path, timedelta(days=-1))
        assert not allowed()


def test_a_try_that_turned_out_right_is_uncounted(app: Flask) -> None:
    with app.app_context():
        for _ in range(9):
            with transaction():
                number = limits.take(THREE, "robin")
                assert number is not None
                limits.forgive(number)


def test_tries_at_once_do_not_pass_together(app_on_either: Flask) -> None:
    outcomes = at_once(app_on_either, allowed, times=10)
    assert sorted(outcomes, key=bool) == [False] * 7 + [True] * 3


def test_what_is_kept_names_nobody_and_goes_after_two_days(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        allowed("robin@example.org")
        assert "robin" not in db.session.scalars(select(Attempt)).one().key
        move(tmp_path, timedelta(days=2, seconds=1))
        with transaction():
            assert limits.forget_old(at=clock.now()) == 1
        assert db.session.scalars(select(Attempt)).all() == []
