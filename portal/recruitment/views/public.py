"""What the recruitment service is, for whoever thinks of buying it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.recruitment import sold_pages, terms

bp = Blueprint("recruitment", __name__)


@bp.get("/recruitment")
def show() -> ResponseReturnValue:
    return render_template(
        "recruitment/public/show.html", services=sold_pages.services_on_sale(), version=terms.VERSION
    )
