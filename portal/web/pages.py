"""The standing pages: about, accessibility, privacy, cookies."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("pages", __name__)


@bp.get("/about")
def about() -> ResponseReturnValue:
    return render_template("web/public/about.html")


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("web/public/accessibility.html")


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    return render_template("web/public/privacy.html")


@bp.get("/cookies")
def cookies() -> ResponseReturnValue:
    return render_template("web/public/cookies.html")
