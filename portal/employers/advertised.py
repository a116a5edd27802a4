"""The vacancies that the site signposts for organisations, without knowing of vacancies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class Advertised:
    """A live vacancy, as an employer's page names it."""

    title: str
    address: str
    closes_at: datetime | None


Find = Callable[[Sequence[str]], Mapping[str, Sequence[Advertised]]]


def know_adverts(app: Flask, find: Find) -> None:
    """From now on ask this for the live vacancies of each key of the register."""
    app.extensions["advertised"] = find


def advertised_under(keys: Sequence[str]) -> list[Advertised]:
    """The live vacancies known under any of these keys, the first to close first."""
    find: Find = current_app.extensions["advertised"]
    found = find(keys) if keys else {}
    every = [each for key in keys for each in found.get(key, ())]
    return sorted(every, key=lambda each: (each.closes_at is None, each.closes_at, each.title))
