"""/robots.txt and /.well-known/security.txt."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app

from portal.config import Settings
from portal.foundation import clock

bp = Blueprint("health", __name__)


@bp.get("/robots.txt")
def robots() -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    lines = ["User-agent: *", "Disallow: /go/", "Disallow: /vacancies?", f"Sitemap: {settings.base_url}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/.well-known/security.txt")
def security() -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    expires = (clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    return Response(
        f"Contact: mailto:{settings.contact_email}\nExpires: {expires}\nPreferred-Languages: en\n",
        mimetype="text/plain",
    )
