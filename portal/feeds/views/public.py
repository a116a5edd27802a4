"""/coverage: what we see and what we do not."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.database.base import db
from portal.employers.matching import load_register
from portal.feeds.models import Polling
from portal.vacancies import queries

bp = Blueprint("coverage", __name__)


@bp.get("/coverage")
def show() -> ResponseReturnValue:
    covered = queries.covered_organisations()
    bodies = [body for body in load_register().bodies.values() if not body.end]
    known, seen = (
        Counter(body.sector for body in bodies),
        Counter(body.sector for body in bodies if body.key in covered),
    )
    live = queries.live_by_sector()
    sectors = [(sector, seen[sector], number, live.get(sector, 0)) for sector, number in known.most_common()]
    pollings = db.session.scalars(select(Polling).order_by(Polling.source_id)).all()
    return render_template("feeds/coverage.html", sectors=sectors, pollings=pollings, live=queries.live_by_source())
