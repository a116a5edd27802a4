"""What upper rooms put on the candidate's page of an application, without this room knowing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from portal.applying.models import JobApplication


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the page: its template, which is given `facts`."""

    template: str
    facts: object


Parts = Callable[[JobApplication, datetime], Sequence[Part]]


def stand_beside(app: Flask, *parts: Parts) -> None:
    """From now on ask these what stands on the page of an application that was sent."""
    app.extensions["beside_applications"] = parts


def parts_of(application: JobApplication, *, at: datetime) -> list[Part]:
    """What upper rooms know of this application, in the order in which it is shown."""
    asked: Sequence[Parts] = current_app.extensions["beside_applications"]
    return [part for ask in asked for part in ask(application, at)] if application.submitted_at else []
