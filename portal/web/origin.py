"""Forms come from our own pages: a browser says where an unsafe request began, and that must be here.

This stands beside the token of each form, and in place of the Referer that Flask-WTF asks for over HTTPS: pages whose
address is a secret send no referrer, so their forms would be refused.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden, UnsupportedMediaType

from portal.config import Settings

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def refuse_other_sites(app: Flask) -> None:
    """Answer 403 to an unsafe request that a browser sends from a page of another site."""

    @app.before_request
    def check() -> None:
        if request.method in UNSAFE and not (_says_nothing() or began_here()):
            raise Forbidden


def began_here() -> bool:
    """Whether the browser itself says that the request began on a page of ours.

    A page that sends no referrer has the origin "null" in its requests; then only what no script can set counts.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin", "none"):
        return False
    if origin in (None, "null"):
        return site == "same-origin"
    settings: Settings = current_app.config["SETTINGS"]
    ours = urlsplit(settings.base_url)
    if origin == f"{ours.scheme}://{ours.netloc}":
        return True
    return not settings.production and urlsplit(origin).netloc == request.host


def _says_nothing() -> bool:
    """Programs that are no browser say neither; for them, as for all, the token of the form decides."""
    return "Origin" not in request.headers and "Sec-Fetch-Site" not in request.headers


def refuse_json_forms(app: Flask) -> None:
    """Answer 415 to JSON where a form is expected: Flask-WTF would take it for a form, of values that are no text."""

    @app.before_request
    def check() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if request.method in UNSAFE and request.is_json and view is not None and not hasattr(view, "takes_json"):
            raise UnsupportedMediaType
