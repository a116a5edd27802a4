"""The public search, its machine twins and the sitemap."""

from __future__ import annotations

from xml.sax.saxutils import escape

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from portal.config import Settings
from portal.search import searching
from portal.vacancies import queries
from portal.web.furnishing import wants_json

bp = Blueprint("search", __name__)


def _results() -> searching.Results:
    return searching.search(current_app.extensions["search_index"], request.args)


@bp.get("/")
def home() -> ResponseReturnValue:
    return render_template("search/home.html", results=_results())


@bp.get("/vacancies")
def index() -> ResponseReturnValue:
    if wants_json():
        return machine_json()
    results = _results()
    groups = [
        (name, label, searching.shown_counts(results.page, name, picked), picked)
        for name, label in searching.FACETS_SHOWN
        for picked in [searching.chosen(results.request).get(name, ())]
    ]
    return render_template(
        "search/index.html",
        results=results,
        groups=groups,
        args=request.args,
        address_with=searching.address_with,
        radii=searching.RADII,
    )


@bp.get("/vacancies.json")
def machine_json() -> Response:
    results = _results()
    return jsonify(
        total=results.page.total,
        page=results.page.page,
        pages=results.page.pages,
        suggestion=results.page.suggestion,
        results=queries.public_records([row.reference for row in results.rows]),
        facets={name: {count.value: count.count for count in counts} for name, counts in results.page.facets.items()},
    )


@bp.get("/vacancies.<any(atom,rss):shape>")
def machine_feed(shape: str) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    body = render_template(f"search/feed.{shape}", results=_results(), base=settings.base_url)
    return Response(body, content_type=f"application/{shape}+xml; charset=utf-8")


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    rows = "".join(
        f"<url><loc>{escape(settings.base_url)}/vacancies/{reference}</loc><lastmod>{at:%Y-%m-%d}</lastmod></url>"
        for reference, at in queries.live_references()
    )
    return Response(
        f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>',
        content_type="application/xml; charset=utf-8",
    )
