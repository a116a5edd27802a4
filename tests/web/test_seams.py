"""A seam asks everybody who joined, in their order, and nobody where nobody did."""

from __future__ import annotations

from flask import Flask

from portal.web.seams import Seam, Way

WAYS: Seam[[int], Way] = Seam("tests of seams")


def test_everybody_who_joined_is_asked_in_order(app: Flask) -> None:
    WAYS.join(
        app, lambda number: [Way(f"first {number}", "/1")], lambda _: [], lambda number: [Way("last", f"/{number}")]
    )
    with app.app_context():
        assert [(each.says, each.address) for each in WAYS.ask(7)] == [("first 7", "/1"), ("last", "/7")]


def test_where_nobody_joined_there_is_nothing(app: Flask) -> None:
    with app.app_context():
        assert WAYS.ask(7) == []
