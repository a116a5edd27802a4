"""The person's own first page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards

bp = Blueprint("home", __name__)


@bp.get("")
def show() -> ResponseReturnValue:
    found = guards.current_session()
    needs_factor = found is not None and bool(found.roles) and not found.second_factor
    return render_template("accounts/account/home.html", person=guards.current_person(), needs_factor=needs_factor)
