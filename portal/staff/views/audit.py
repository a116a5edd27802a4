"""The record of who did what, for staff: searched, and as a file."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.staff import audit_listing
from portal.web.csv_export import csv_response

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("")
def index() -> ResponseReturnValue:
    if request.args.get("format") == "csv":
        return csv_response("audit", audit_listing.FILE_COLUMNS, audit_listing.every_row(request.args))
    shown, narrowing = audit_listing.of(request.args, path=url_for("staff.audit.index"))
    return render_template("staff/audit/index.html", shown=shown, narrowing=narrowing)
