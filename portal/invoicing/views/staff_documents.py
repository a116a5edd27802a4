"""Every document for staff: the list, one with its history, crediting, returning, issuing anew, sending again."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts.guards import current_person
from portal.billing import queries as orders
from portal.billing.crediting import Part
from portal.billing.forms import details_of
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pence_of, pounds_and_pence
from portal.invoicing import (
    crediting,
    issuing,
    keeping,
    listing,
    presenting,
    queries,
    returning,
    selling,
)
from portal.invoicing.forms import CorrectionsForm, CreditForm, ReasonForm
from portal.invoicing.views.sending_files import file_of
from portal.web.csv_export import csv_response
from portal.web.furnishing import wants_json

bp = Blueprint("invoices", __name__, url_prefix="/invoices")


@bp.get("")
def index() -> ResponseReturnValue:
    if request.args.get("format") == "csv":
        return csv_response("invoices", listing.CSV_HEADER, listing.csv_rows(listing.STAFF, request.args))
    shown = listing.listed(
        listing.STAFF,
        request.args,
        path=request.path,
        address=lambda row: url_for("staff.invoices.show", document=row.number),
    )
    settings = current_app.config["SETTINGS"]
    return render_template(
        "invoicing/staff/index.html",
        list=shown,
        missing=selling.missing(settings),
        late=len(issuing.without_invoice(most=100)),
    )


@bp.get("/<document>")
def show(document: str) -> ResponseReturnValue:
    row = queries.for_staff(document)
    if wants_json():
        return jsonify(presenting.as_json(row))
    return render_template(
        "invoicing/staff/show.html",
        it=presenting.shown(row),
        history=presenting.history(row),
        payments=presenting.payments(row),
        may_credit=crediting.may_credit(row),
        is_own=crediting.is_own(row, current_person().id),
        may_return=not returning.refuse_return(row),
        form=FlaskForm(),
    )


@bp.get("/<document>/<any(pdf,xml):form>")
def file(document: str, form: str) -> ResponseReturnValue:
    return file_of(keeping.document_of(queries.for_staff(document)), form)


@bp.route("/<document>/credit", methods=["GET", "POST"])
def credit(document: str) -> ResponseReturnValue:
    row = queries.for_staff(document)
    form, lines = CreditForm(), crediting.creditable(row)
    problems: dict[int, str] = {}
    if form.validate_on_submit():
        parts, problems = _parts(lines) if form.what.data == "some" else (None, {})
        if not problems:
            try:
                with transaction():
                    issued = crediting.credit(
                        row, parts, because=form.reason.data, by=current_person().id, at=clock.now()
                    )
                    done = (
                        f"Credit note {issued.number} over {pounds_and_pence(issued.gross_pence)} is issued and sent."
                    )
                flash(done, "success")
                return redirect(url_for("staff.invoices.show", document=row.number))
            except RuleBroken as refusal:
                form.form_errors.append(str(refusal))
                row, lines = queries.for_staff(document), crediting.creditable(queries.for_staff(document))
    return render_template(
        "invoicing/staff/credit.html",
        row=row,
        form=form,
        lines=presenting.credit_lines(lines, request.form, problems),
        may_credit=crediting.may_credit(row),
        is_own=crediting.is_own(row, current_person().id),
    )


def _parts(lines: list[crediting.Creditable]) -> tuple[list[Part], dict[int, str]]:
    """What was entered beside the lines, and what is wrong with it by line."""
    parts: list[Part] = []
    problems: dict[int, str] = {}
    for line in lines:
        raw = request.form.get(f"line-{line.line_id}", "").strip()
        pence = pence_of(raw) if raw else 0
        if pence is None or not 0 <= pence <= line.left_net_pence:
            problems[line.line_id] = (
                f"Enter an amount without VAT from £0 to {pounds_and_pence(line.left_net_pence)} for {line.description}."
            )
        elif pence:
            parts.append((line.line_id, pence))
    if not parts and not problems and lines:
        problems[lines[0].line_id] = "Enter an amount beside at least one line."
    return parts, problems


@bp.route("/<document>/return", methods=["GET", "POST"])
def mark_returned(document: str) -> ResponseReturnValue:
    row, form = queries.for_staff(document), ReasonForm()
    form.reason.label.text = "What does the buyer say is wrong with it?"
    if form.validate_on_submit():
        try:
            with transaction():
                returning.mark_returned(row, because=form.reason.data, by=current_person().id, at=clock.now())
            flash(f"{row.number} is marked as returned. Issue it anew as soon as you know what is right.", "success")
            return redirect(url_for("staff.invoices.show", document=row.number))
        except RuleBroken as refusal:
            form.reason.errors = [str(refusal)]
            row = queries.for_staff(document)
    return render_template("invoicing/staff/return.html", row=row, form=form, refusal=returning.refuse_return(row))


@bp.post("/<document>/valid")
def valid_after_all(document: str) -> ResponseReturnValue:
    row = queries.for_staff(document)
    try:
        with transaction():
            returning.take_return_back(row, by=current_person().id, at=clock.now())
        flash(f"{row.number} is owed again, by the day that stands on it.", "success")
    except RuleBroken as refusal:
        flash(str(refusal))
    return redirect(url_for("staff.invoices.show", document=document))


@bp.route("/<document>/anew", methods=["GET", "POST"])
def anew(document: str) -> ResponseReturnValue:
    row = queries.for_staff(document)
    form = CorrectionsForm(obj=orders.by_id(row.order_id))
    if form.validate_on_submit():
        try:
            with transaction():
                issued = returning.issue_anew(
                    row,
                    details_of(form),
                    by=current_person().id,
                    at=clock.now(),
                )
                new = issued.number
            flash(f"{row.number} is credited, and invoice {new} is issued in its place and sent.", "success")
            return redirect(url_for("staff.invoices.show", document=new))
        except RuleBroken as refusal:
            form.form_errors.append(str(refusal))
            row = queries.for_staff(document)
    return render_template("invoicing/staff/anew.html", row=row, form=form, returned=row.state == "returned")


@bp.post("/<document>/send")
def send_again(document: str) -> ResponseReturnValue:
    row = queries.for_staff(document)
    try:
        with transaction():
            to = issuing.send_again(row, by=current_person().id, at=clock.now())
        flash(f"{row.number} is on its way to {to}.", "success")
    except RuleBroken as refusal:
        flash(str(refusal))
    return redirect(url_for("staff.invoices.show", document=document))
