"""/healthz, /readyz, /version, /robots.txt, /.well-known/security.txt."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from portal.config import Settings
from portal.database.base import db
from portal.foundation import clock

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    parts: dict[str, str] = {}
    try:
        db.session.execute(text("select 1"))
        parts["database"] = "ok"
    except Exception as problem:
        parts["database"] = type(problem).__name__
    try:
        current_app.extensions["search_index"].snapshot()
        parts["index"] = "ok"
    except Exception as problem:
        parts["index"] = f"degraded: {type(problem).__name__}"
    usable = parts["database"] == "ok"
    return jsonify(ready=usable, parts=parts), 200 if usable else 503


@bp.get("/version")
def version() -> Response:
    return jsonify(version="0.1.0")


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
