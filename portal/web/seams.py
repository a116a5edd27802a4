"""Seams: where upper rooms join in what a lower room shows or asks, without the lower room knowing them.

A room declares a `Seam` for something of its own; portal.doors joins the upper rooms to it, in the order in which they
are asked and their answers shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page: its template, which is given `facts`."""

    template: str
    facts: object


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a page: its words, its address, and a note. `first` is what the page is opened for."""

    says: str
    address: str
    note: str = ""
    first: bool = False


Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Seam(Generic[Asked, Answer]):
    """What is asked of everybody who joined, as one list. The name is the seam's own among those of the application."""

    def __init__(self, name: str) -> None:
        self._key = f"seam:{name}"

    def join(self, app: Flask, *joined: Callable[Asked, Iterable[Answer]]) -> None:
        """From now on ask these."""
        app.extensions[self._key] = joined

    def ask(self, *args: Asked.args, **kwargs: Asked.kwargs) -> list[Answer]:
        """What they know of this; nothing where nobody joined."""
        joined: tuple[Callable[Asked, Iterable[Answer]], ...] = current_app.extensions.get(self._key, ())
        return [answer for each in joined for answer in each(*args, **kwargs)]
