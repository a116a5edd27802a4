"""What upper rooms put on a desk's pages, without this room knowing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask, current_app

from portal.applying.alongside import Way
from portal.applying.models import JobApplication
from portal.selecting.desks import Desk

Ways = Callable[[Desk, JobApplication | None], Sequence[Way]]
"""Asked for the page of one application, or, with None, for the page of all."""


def lead_on(app: Flask, *ways: Ways) -> None:
    """From now on ask these what more a desk can do."""
    app.extensions["alongside_desks"] = ways


def ways_of(desk: Desk, application: JobApplication | None = None) -> list[Way]:
    """What upper rooms offer this desk, in the order in which it is shown."""
    asked: Sequence[Ways] = current_app.extensions.get("alongside_desks", ())
    return [way for ask in asked for way in ask(desk, application)]
