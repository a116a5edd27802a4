"""What upper rooms put on the candidate's page of an application, without this room knowing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from portal.applying.models import JobApplication


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from the page: its words, its address, and a note. `first` is what the page is opened for."""

    says: str
    address: str
    note: str = ""
    first: bool = False


Ways = Callable[[JobApplication], Sequence[Way]]


def lead_on(app: Flask, *ways: Ways) -> None:
    """From now on ask these what more a candidate can do about an application that was sent."""
    app.extensions["alongside_applications"] = ways


def ways_of(application: JobApplication) -> list[Way]:
    """What upper rooms know of it that its candidate may know, in the order in which it is shown."""
    asked: Sequence[Ways] = current_app.extensions.get("alongside_applications", ())
    return [way for ask in asked for way in ask(application)]
