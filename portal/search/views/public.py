"""The public search, its machine twins, the sitemap and the search description for browsers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal.accounts import feed_tokens
from portal.config import Settings
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.membership.reading import reader_of
from portal.search import feeds, forms, presenting, searching, sitemaps
from portal.search.rows import featured
from portal.search.typed import SearchForm, typed_form
from portal.vacancies import queries
from portal.web.furnishing import wants_json
from portal.web.reader import Reader, current_reader

bp = Blueprint("search", __name__)
NEWEST_SHOWN, FEATURED_SHOWN = 5, 4


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _find(**changes: Any) -> tuple[SearchForm, searching.Results]:
    wish = forms.read_wish(request.args)
    wish = replace(wish, request=replace(wish.request, **changes))
    results = searching.answer(current_app.extensions["search_index"], wish)
    return typed_form(request.args, wish.request, results.errors), results


@bp.get("/")
def home() -> ResponseReturnValue:
    form, results = _find(sort="newest", per_page=NEWEST_SHOWN)
    page = presenting.page_of(form, results, employers=queries.employer_names, now=clock.now())
    options = {facet.name: facet.options for facet in page.facets}
    return render_template(
        "search/public/home.html",
        total=results.page.total,
        rows=page.rows,
        sectors=options.get("sector", ()),
        families=options.get("family", ()),
        featured=[presenting.row_of(row, now=clock.now()) for row in featured(most=FEATURED_SHOWN)],
    )


@bp.get("/vacancies")
def index() -> ResponseReturnValue:
    if wants_json():
        return machine_json()
    form, results = _find()
    page = presenting.page_of(form, results, employers=queries.employer_names, now=clock.now())
    return render_template(
        "search/public/index.html",
        form=form,
        page=page,
        number=results.page.page,
        error_list=[{"href": problem.address, "text": problem.label} for problem in page.problems],
        radii=presenting.radius_choices(form),
        closing=presenting.closing_choices(form),
        new=presenting.new_choices(form),
        reader=current_reader(),
        feeds={shape: form.address(f"/vacancies.{shape}") for shape in ("atom", "rss", "json")},
    )


@bp.get("/vacancies.json")
def machine_json() -> Response:
    reader = _machine_reader()
    form, results = _find()
    whole = _sees_whole(reader)
    found = feeds.as_json(form, results, whole=whole)
    if not whole and reader.sentence:
        found["notice"] = " ".join(filter(None, (found["notice"], reader.sentence)))
    return _dated(jsonify(found), results)


@bp.get("/vacancies.<any(atom,rss):shape>")
def machine_feed(shape: str) -> Response:
    settings, whole = _settings(), _sees_whole(_machine_reader())
    newest = {} if request.args.get("sort") else {"sort": "newest"}
    form, results = _find(per_page=feeds.ENTRIES, **newest)
    texts = queries.whole_texts([row.reference for row in results.rows], posted_only=not whole)
    if shape == "atom":
        body = feeds.as_atom(
            form, results, base=settings.base_url, site=settings.site_name, society=settings.society_name, texts=texts
        )
    else:
        body = feeds.as_rss(form, results, base=settings.base_url, site=settings.site_name, texts=texts)
    return _dated(Response(body, content_type=f"application/{shape}+xml; charset=utf-8"), results)


def _machine_reader() -> Reader:
    """Who reads a feed: whoever the token in its address belongs to, else whoever is signed in.

    A token that is not known, or was replaced, answers 404, so that a feed reader says so instead of showing less.
    """
    token = request.args.get("token")
    if token is None:
        return current_reader()
    person_id = feed_tokens.holder(token)
    if person_id is None:
        raise NotFound
    today = clock.today()
    if feed_tokens.is_new_day(person_id, on=today):
        with transaction():
            feed_tokens.note_use(person_id, on=today)
    return reader_of(person_id)


def _sees_whole(reader: Reader) -> bool:
    return reader.is_member or _settings().signpost_audience == "everyone"


def _dated(response: Response, results: searching.Results) -> Response:
    """The answer with the time of its newest change; the furniture adds the ETag and answers 304.

    What a token opened is kept by nobody but the reader that asked for it.
    """
    if "token" in request.args:
        response.headers["Cache-Control"] = "no-store"
    if results.rows:
        response.last_modified = feeds.newest_change(results)
    return response


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    return _xml(sitemaps.first(queries.live_references(), base=_settings().base_url))


@bp.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    part = sitemaps.part(queries.live_references(), number, base=_settings().base_url)
    if part is None:
        raise NotFound
    return _xml(part)


def _xml(body: bytes) -> Response:
    return Response(body, content_type="application/xml; charset=utf-8")


@bp.get("/opensearch.xml")
def search_description() -> Response:
    response = make_response(render_template("search/opensearch.xml", settings=_settings()))
    response.content_type = "application/opensearchdescription+xml; charset=utf-8"
    return response
