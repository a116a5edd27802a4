"""What every answer carries: request id, security headers, known hosts, error pages in words and in JSON."""

from __future__ import annotations

import logging
import secrets
import time
from urllib.parse import urlsplit

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import IntegerConverter, Map

from portal.config import Settings
from portal.database.base import db
from portal.foundation import logs
from portal.foundation.errors import NotFound, PortalError, RuleBroken
from portal.web import words
from portal.web.expired import form_to_send_again, page_of_form
from portal.web.headers import page_policy, standing
from portal.web.limiting import limit_searches
from portal.web.origin import refuse_other_sites
from portal.web.rendering import dress

log = logging.getLogger(__name__)
RETRY_SECONDS = 30
SENTENCES = {
    400: ("bad_request", "This address cannot be understood", "Check the address, or start again from the search."),
    403: ("forbidden", "You cannot do that from there", "Open the page on this site, and use its own buttons."),
    404: (
        "not_found",
        "Page not found",
        "The page may have moved, or the vacancy may have left us. Search for it again.",
    ),
    405: ("method_not_allowed", "That cannot be done here", "Go back and use the page’s own buttons."),
    408: ("too_slow", "That took too long", "Try again with a faster connection."),
    413: ("too_large", "That is too large", "Send less at once."),
    414: ("too_long", "This address is too long", "Use fewer words or filters."),
    415: ("unsupported_type", "That kind of content cannot be read here", "Send it as the form or the API describes."),
    429: ("too_many_requests", "That was too often in a short time", "Wait a few minutes, then try again."),
    500: ("failed", "Something went wrong on our side", "Try again in a minute. Nothing you did was lost."),
    503: ("unavailable", "We are busy just now", "Try again in a minute."),
}
EXPIRED = (
    "form_expired",
    "This page had been open for too long",
    "Nothing was changed. Open the page again and send it.",
)
SECRET_PARAMETERS = frozenset({"token", "secret", "code"})
"""Parts of an address that open something by themselves: they must reach no cache and no other site."""


class RowNumber(IntegerConverter):
    """A number in an address that a column of the database can hold; a larger one is no address of ours."""

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = 2**31 - 1) -> None:
        super().__init__(map, fixed_digits, min, max)


def furnish(app: Flask) -> None:
    """Hang the furniture on the application."""
    settings: Settings = app.config["SETTINGS"]
    app.url_map.converters["int"] = RowNumber
    known_hosts = {settings.host} | ({"127.0.0.1", "localhost"} if not settings.production else set())

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        g.request_id, g.nonce = secrets.token_hex(8), secrets.token_urlsafe(16)
        logs.request_id.set(g.request_id)
        host = urlsplit(f"//{request.host}").hostname or "" if request.host else ""
        if request.host not in known_hosts and host not in known_hosts:
            raise BadRequest
        if "\0" in request.path or not _is_text(request.query_string):
            raise BadRequest

    refuse_other_sites(app)
    limit_searches(app)
    _answer_errors(app)

    @app.after_request
    def finish(response: Response) -> Response:
        _note(response)
        return _revalidated(_with_headers(response, settings))

    @app.teardown_request
    def end(_problem: BaseException | None) -> None:
        db.session.rollback()
        logs.request_id.set(None)

    dress(app)


def _is_text(raw: bytes) -> bool:
    """Browsers write such bytes as %C3 or %0A; raw ones break the reading of a query and the writing of a redirect."""
    try:
        return not any(character < " " or character == "\x7f" for character in raw.decode())
    except UnicodeDecodeError:
        return False


def _answer_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def refused(problem: HTTPException) -> Response:
        passed_on = {name: value for name, value in problem.get_headers() if name in ("Allow", "Retry-After")}
        wait = passed_on.get("Retry-After", "")
        sentence = f"Wait {words.duration(int(wait))}, then try again." if wait.isdecimal() else None
        sentence = getattr(problem, "sentence", sentence)
        response = _page(problem.code or 500, sentence=sentence)
        response.headers.update(passed_on)
        return response

    @app.errorhandler(CSRFError)
    def form_expired(_: CSRFError) -> Response:
        code, heading, sentence = EXPIRED
        if wants_json():
            return _page(400, code=code, heading=heading, sentence=sentence)
        again, back = form_to_send_again(), page_of_form()
        page = render_template("errors/expired.html", code=code, heading=heading, again=again, back=back)
        return make_response(page, 400)

    @app.errorhandler(PortalError)
    def domain(problem: PortalError) -> Response:
        if isinstance(problem, RuleBroken):
            return _page(400, code=problem.code, heading="That cannot be done", sentence=str(problem))
        return _page(404 if isinstance(problem, NotFound) else 400)

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    @app.errorhandler(PoolExhausted)
    def without_database(problem: Exception) -> Response:
        reason = type(getattr(problem, "orig", None) or problem).__name__
        log.error("database.unavailable", extra={"reason": reason, "route": _route()})
        return _page(503)

    @app.errorhandler(Exception)
    def failed(problem: Exception) -> Response:
        if isinstance(problem, DBAPIError) and problem.connection_invalidated:
            return without_database(problem)
        log.error("request.failed", exc_info=problem, extra={"route": _route()})
        return _page(500)


def _route() -> str | None:
    return request.url_rule.rule if request.url_rule else None


def _note(response: Response) -> None:
    """One line a request: the route and never the address, which holds what people typed."""
    took = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    log.info(
        "request.answered",
        extra={
            "method": request.method if request.method.isalpha() and len(request.method) < 10 else "?",
            "route": _route(),
            "status": response.status_code,
            "took_ms": round(took, 1),
        },
    )


def _with_headers(response: Response, settings: Settings) -> Response:
    response.headers.update(standing(settings))
    response.headers.setdefault("Content-Security-Policy", page_policy(g.get("nonce", "")))
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    if _address_is_secret():
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Cache-Control", "no-cache")
    response.vary.add("Accept")
    return response


def _address_is_secret() -> bool:
    asked = set(request.args) if _is_text(request.query_string) else set()
    return bool(SECRET_PARAMETERS & (set(request.view_args or ()) | asked))


def _revalidated(response: Response) -> Response:
    """Answer 304 when a machine already has these very bytes. Pages carry a nonce, so they are never the same."""
    if (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not response.is_streamed
        and response.mimetype != "text/html"
    ):
        response.add_etag()
        response.make_conditional(request)
    return response


def wants_json() -> bool:
    """Whether the reader asked for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json" or request.path.endswith(".json")


def _page(status: int, *, code: str | None = None, heading: str | None = None, sentence: str | None = None) -> Response:
    usual = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
    code, heading, sentence = code or usual[0], heading or usual[1], sentence or usual[2]
    if wants_json():
        response = jsonify(error={"code": code, "message": f"{heading}. {sentence}", "request_id": g.get("request_id")})
    else:
        response = make_response(render_template("errors/error.html", code=code, heading=heading, sentence=sentence))
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
