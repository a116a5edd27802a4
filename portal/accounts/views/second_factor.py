"""Setting up and passing the second factor."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("second_factor", __name__, url_prefix="/second-factor")


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("accounts/account/second_factor.html")
