"""/coverage: what we see and what we do not; and what owners of sources should know."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from portal.feeds import covering, presenting
from portal.feeds.catalogue import holes
from portal.foundation import clock
from portal.web import words
from portal.web.furnishing import wants_json

bp = Blueprint("coverage", __name__)


@bp.get("/coverage")
def show() -> ResponseReturnValue:
    now = clock.now()
    sectors, sources = covering.sectors(now), covering.sources(now)
    if wants_json():
        return jsonify(presenting.as_json(sectors, sources))
    rows = [presenting.sector_row(each) for each in sectors]
    source_rows = [presenting.source_row(each) for each in sources]
    return render_template(
        "feeds/public/coverage.html",
        sectors=rows,
        sources=source_rows,
        holes=[(hole.name, words.name_of(hole.sector), hole.because) for hole in holes()],
        summary=presenting.summary(rows, source_rows),
        days=covering.RECENT.days,
    )


@bp.get("/coverage/<sector>")
def sector(sector: str) -> ResponseReturnValue:
    show = request.args.get("show", "")
    covered = {"missing": False, "covered": True}.get(show)
    number = request.args.get("page", 1, type=int)
    page = covering.bodies_of(sector, now=clock.now(), covered=covered, page=number)
    return render_template(
        "feeds/public/sector.html",
        sector=sector,
        name=words.name_of(sector),
        bodies=[presenting.body_row(each) for each in page.bodies],
        total=page.total,
        pages=presenting.pages_of(page, sector=sector, show=show),
        shows=[(value, label, value == show) for value, label in presenting.SHOWS],
        days=covering.RECENT.days,
    )


@bp.get("/about/feeds")
def about_feeds() -> ResponseReturnValue:
    return render_template("feeds/public/about_feeds.html", kinds=presenting.kinds_read())
