"""An organisation's invoices, credit notes and statement of account, for whoever buys or approves there."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.billing import queries as billing
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds_and_pence
from portal.invoicing import keeping, listing, presenting, queries, quoting, statement_of_account
from portal.invoicing.views.sending_files import file_of
from portal.web.csv_export import csv_response
from portal.web.furnishing import wants_json

bp = Blueprint("invoices", __name__, url_prefix="/<reference>")


@bp.get("/invoices")
def index(reference: str) -> ResponseReturnValue:
    organisation = queries.organisation_for(current_person().id, reference)
    wanted = queries.of_organisation(organisation.id)
    if request.args.get("format") == "csv":
        rows = listing.csv_rows(listing.BUYER, request.args, wanted)
        return csv_response(f"invoices-{organisation.reference}", listing.CSV_HEADER, rows)
    shown = listing.listed(
        listing.BUYER,
        request.args,
        wanted,
        path=request.path,
        address=lambda row: url_for("employer.invoices.show", reference=reference, document=row.number),
    )
    return render_template("invoicing/employer/index.html", organisation=organisation, list=shown)


@bp.get("/invoices/<document>")
def show(reference: str, document: str) -> ResponseReturnValue:
    person = current_person()
    organisation = queries.organisation_for(person.id, reference)
    row = queries.of_organisation_for(person.id, organisation.id, document)
    if wants_json():
        return jsonify(presenting.as_json(row))
    return render_template("invoicing/employer/show.html", organisation=organisation, it=presenting.shown(row))


@bp.get("/invoices/<document>/<any(pdf,xml):form>")
def file(reference: str, document: str, form: str) -> ResponseReturnValue:
    person = current_person()
    organisation = queries.organisation_for(person.id, reference)
    return file_of(keeping.document_of(queries.of_organisation_for(person.id, organisation.id, document)), form)


@bp.get("/statement")
def statement(reference: str) -> ResponseReturnValue:
    organisation = queries.organisation_for(current_person().id, reference)
    account = statement_of_account.of_organisation(organisation.id, on=clock.today())
    if request.args.get("format") == "csv":
        return csv_response(
            f"statement-{organisation.reference}",
            statement_of_account.CSV_HEADER,
            statement_of_account.csv_rows(account),
        )
    return render_template(
        "invoicing/employer/statement.html",
        organisation=organisation,
        account=account,
        rows=statement_of_account.in_words(account),
        today=clock.today(),
        balance=pounds_and_pence(abs(account.balance_pence)),
        overdue=pounds_and_pence(account.overdue_pence),
    )


@bp.get("/orders/<order>/quote.pdf")
def quote(reference: str, order: str) -> ResponseReturnValue:
    person = current_person()
    organisation = queries.organisation_for(person.id, reference)
    found = billing.of_organisation_for(person.id, organisation.id, order)
    try:
        return file_of(quoting.quote_of(found), "pdf")
    except RuleBroken as broken:
        flash(str(broken), "problem")
        return redirect(url_for("employer.orders.show", reference=reference, order=order))
