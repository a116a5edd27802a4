"""What membership is, costs and gives: for anybody who thinks of joining."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.membership import explaining
from portal.web.reader import current_reader

bp = Blueprint("joining", __name__)


@bp.get("/join")
def join() -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "membership/public/join.html", offer=explaining.offer(on=today), today=today, reader=current_reader()
    )
