"""Building an application in a quarter of the time, for tests that build one each.

Werkzeug writes, parses and compiles two functions for every address of an application (`Rule._compile_builder`), which for our
540 takes a third of a second. They follow from the rule alone, so each is made once a process. Werkzeug's version is pinned;
tests/web/test_same_addresses.py holds what is remembered equal to what werkzeug makes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

make_builder = Rule._compile_builder
"""Werkzeug's own."""
Builder = Callable[..., tuple[str, str]]
_made: dict[tuple[Any, ...], Builder] = {}


def remembered(self: Rule, append_unknown: bool = True) -> Builder:
    """The function of this rule, made when it is first asked for. One with defaults, whose values it holds, is made anew."""
    if self.defaults:
        return make_builder(self, append_unknown)
    key = (self.rule, tuple(self._trace), append_unknown)
    if key not in _made:
        _made[key] = make_builder(self, append_unknown)
    return _made[key]


def remember() -> None:
    """From now on, in this process."""
    Rule._compile_builder = remembered  # type: ignore[method-assign]
