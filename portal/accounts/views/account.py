"""The person's own first page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards

bp = Blueprint("home", __name__)


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("accounts/account/home.html", person=guards.current_person())
