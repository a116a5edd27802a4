"""Invoices of what a person ordered for themselves."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.invoicing import keeping, listing, presenting, queries
from portal.invoicing.views.sending_files import file_of
from portal.web.csv_export import csv_response
from portal.web.furnishing import wants_json

bp = Blueprint("invoices", __name__, url_prefix="/invoices")


@bp.get("")
def index() -> ResponseReturnValue:
    wanted = queries.of_person(current_person().id)
    if request.args.get("format") == "csv":
        return csv_response("invoices", listing.CSV_HEADER, listing.csv_rows(listing.BUYER, request.args, wanted))
    shown = listing.listed(
        listing.BUYER,
        request.args,
        wanted,
        path=request.path,
        address=lambda row: url_for("account.invoices.show", invoice=row.number),
    )
    return render_template("invoicing/account/index.html", list=shown)


@bp.get("/<invoice>")
def show(invoice: str) -> ResponseReturnValue:
    row = queries.own_of_person(current_person().id, invoice)
    if wants_json():
        return jsonify(presenting.as_json(row))
    return render_template("invoicing/account/show.html", it=presenting.shown(row))


@bp.get("/<invoice>/<any(pdf,xml):form>")
def file(invoice: str, form: str) -> ResponseReturnValue:
    return file_of(keeping.document_of(queries.own_of_person(current_person().id, invoice)), form)
