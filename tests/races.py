"""The same thing done many times at once, each in a thread and a session of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

from portal.database.base import db

T = TypeVar("T")


def at_once(app: Flask, act: Callable[[], T], *, times: int = 8) -> list[T | Exception]:
    """What each of them gave or raised; all start together."""
    ready = Barrier(times)

    def one(_number: int) -> T | Exception:
        with app.app_context():
            ready.wait(10)
            try:
                return act()
            except Exception as problem:
                return problem
            finally:
                db.session.remove()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
