"""What every answer carries: request id, security headers, known hosts, error pages in words and in JSON."""

from __future__ import annotations

import logging
import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from portal.config import Settings
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import NotFound, PortalError
from portal.web import words

log = logging.getLogger(__name__)
SENTENCES = {
    400: ("bad_request", "This address cannot be understood", "Check the address, or start again from the search."),
    403: ("forbidden", "You cannot do that", "Your page may have expired. Go back, reload it and try again."),
    404: (
        "not_found",
        "Page not found",
        "The page may have moved, or the vacancy may have left us. Search for it again.",
    ),
    405: ("method_not_allowed", "That cannot be done here", "Go back and use the page’s own buttons."),
    413: ("too_large", "That is too large", "Send less at once."),
    500: ("failed", "Something went wrong on our side", "Try again in a minute. Nothing you did was lost."),
    503: ("unavailable", "We are busy just now", "Try again in a minute."),
}


def furnish(app: Flask) -> None:
    """Hang the furniture on the application."""
    settings: Settings = app.config["SETTINGS"]
    known_hosts = {settings.host} | ({"127.0.0.1", "localhost"} if not settings.production else set())

    @app.before_request
    def begin() -> Response | None:
        g.request_id, g.nonce = secrets.token_hex(8), secrets.token_urlsafe(16)
        host = (urlsplit(f"//{request.host}").hostname or "") if request.host else ""
        if request.host not in known_hosts and host not in known_hosts:
            return _page(400)
        return None

    @app.after_request
    def finish(response: Response) -> Response:
        return _with_headers(response, settings)

    @app.teardown_request
    def end(_problem: BaseException | None) -> None:
        db.session.rollback()

    @app.errorhandler(HTTPException)
    def refused(problem: HTTPException) -> Response:
        response = _page(problem.code or 500)
        if allow := getattr(problem, "valid_methods", None):
            response.headers["Allow"] = ", ".join(allow)
        return response

    @app.errorhandler(PortalError)
    def domain(problem: PortalError) -> Response:
        return _page(404 if isinstance(problem, NotFound) else 400)

    @app.errorhandler(Exception)
    def failed(problem: Exception) -> Response:
        log.error("request.failed", exc_info=problem, extra={"request_id": g.get("request_id")})
        return _page(500)

    app.jinja_env.globals.update(settings=settings, words=words, now=clock.now)


def _with_headers(response: Response, settings: Settings) -> Response:
    nonce = g.get("nonce", "")
    response.headers.update(
        {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'self'; img-src 'self'; script-src 'nonce-{nonce}'; form-action 'self'; "
                "base-uri 'none'; frame-ancestors 'none'"
            ),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "X-Request-Id": g.get("request_id", ""),
        }
    )
    if settings.base_url.startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    response.headers.setdefault("Cache-Control", "no-cache")
    response.vary.add("Accept")
    return response


def wants_json() -> bool:
    """Whether the reader asked for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def _page(status: int) -> Response:
    code, heading, sentence = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
    if wants_json():
        response = jsonify(error={"code": code, "message": f"{heading}. {sentence}", "request_id": g.get("request_id")})
    else:
        response = make_response(render_template("errors/error.html", code=code, heading=heading, sentence=sentence))
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = "30"
    return response
