"""What it costs, for anybody."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.billing.calculating import costs
from portal.billing.forms import quantity_of
from portal.foundation import clock

bp = Blueprint("prices", __name__)


@bp.get("/prices")
def show() -> ResponseReturnValue:
    quantities = {key: quantity_of(value) or 0 for key, value in request.args.items()}
    today = clock.today()
    return render_template("billing/public/prices.html", costs=costs(quantities, on=today), today=today)
