"""What the public pages need to know of who reads them, without knowing of accounts or membership."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flask import Flask, current_app, g


@dataclass(frozen=True, slots=True)
class Reader:
    """`standing`: none (a visitor, or never a member), current, or lapsed. `person_id` is None for a visitor."""

    person_id: int | None = None
    standing: Literal["none", "current", "lapsed"] = "none"
    sentence: str = ""
    """Why, for somebody who belongs, or did, and whose membership is not in force."""
    way: str = ""
    """Where such a reader goes on: an address of this site, and what it is called."""
    way_name: str = ""

    @property
    def is_member(self) -> bool:
        return self.standing == "current"


def know_readers(app: Flask, find: Callable[[], Reader]) -> None:
    """From now on ask this who reads."""
    app.extensions["reader"] = find


def current_reader() -> Reader:
    """Who reads; worked out once a request."""
    if "reader" not in g:
        g.reader = current_app.extensions["reader"]()
    found: Reader = g.reader
    return found
