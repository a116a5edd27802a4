"""/healthz, /readyz and /version: for whoever watches the site."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from functools import cache

from flask import Blueprint, Response, current_app, jsonify

from portal.config import ROOT, Settings
from portal.operating import parts
from portal.starting import head_revision
from portal.work import SCHEDULE
from search_index.schema import SCHEMA_VERSION

bp = Blueprint("operating", __name__)
VERSION = "0.1.0"


@bp.get("/healthz")
def alive() -> Response:
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    found = parts.site_parts(timedelta(seconds=min(each.every for each in SCHEDULE)))
    usable = all(part.state != "failed" for part in found)
    state = "unusable" if not usable else "ok" if all(part.state == "ok" for part in found) else "degraded"
    facts = {part.name: {"state": part.state, "message": part.message} for part in found}
    return jsonify(ready=usable, state=state, parts=facts), 200 if usable else 503


@bp.get("/version")
def version() -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    return jsonify(version=VERSION, commit=settings.commit or _commit(), database=head_revision(), index=SCHEMA_VERSION)


@cache
def _commit() -> str | None:
    """The commit that git says this folder is at; None where there is no git or no repository."""
    try:
        asked = subprocess.run(
            ["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True, timeout=3, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return asked.stdout.strip() or None
