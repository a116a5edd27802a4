"""The staff's first page: what waits, the oldest first."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.foundation import clock
from portal.staff import queries

bp = Blueprint("home", __name__)


@bp.get("")
def show() -> ResponseReturnValue:
    waiting = queries.waiting(now=clock.now(), viewer=current_person().id)
    return render_template(
        "staff/staff/home.html",
        waiting=[_linked(queue) for queue in waiting if queue.number],
        clear=[queue.name for queue in waiting if not queue.number],
        figures=queries.figures(today=clock.today()),
    )


def _linked(queue: queries.Queue) -> queries.Queue:
    """The queue without links to rooms that this installation has not got."""
    there = current_app.url_map.bind("")
    if there.test(urlsplit(queue.address).path, "GET"):
        return queue
    return replace(queue, address="", entries=tuple(replace(each, address="") for each in queue.entries))
