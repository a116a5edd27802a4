"""What upper rooms put on the page of a vacancy that was posted here, without this room knowing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from portal.vacancies.models import Vacancy


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the page: its template, which is given `facts`."""

    template: str
    facts: object


Parts = Callable[[Vacancy], Sequence[Part]]


def stand_beside(app: Flask, *parts: Parts) -> None:
    """From now on ask these what stands on the page of a posted vacancy."""
    app.extensions["beside_vacancies"] = parts


def parts_of(vacancy: Vacancy) -> list[Part]:
    """What upper rooms know of this vacancy, in the order in which it is shown."""
    asked: Sequence[Parts] = current_app.extensions["beside_vacancies"]
    return [part for ask in asked for part in ask(vacancy)]
