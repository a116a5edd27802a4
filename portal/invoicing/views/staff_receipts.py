"""What the bank brought: taking a statement in, and saying what each receipt pays."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.file import FileStorage

from portal.accounts.guards import current_person
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.money import pounds_and_pence
from portal.invoicing import allocating, importing, queries, receipts, statement_pages, statements
from portal.invoicing.forms import AllocateForm, MappingForm, ReasonForm, SendBackForm, UploadForm
from portal.web.csv_export import csv_response

bp = Blueprint("receipts", __name__, url_prefix="/receipts")
BACK, ASIDE = "back-", "aside-"
"""What tells the fields of a receipt's three forms apart."""


@bp.get("")
def index() -> ResponseReturnValue:
    if request.args.get("format") == "csv":
        return csv_response("receipts", receipts.CSV_HEADER, receipts.csv_rows(request.args))
    shown = receipts.listed(
        request.args, path=request.path, address=lambda each: url_for("staff.receipts.show", reference=each)
    )
    waiting = receipts.unallocated_pence()
    return render_template(
        "invoicing/staff/receipts.html", list=shown, waiting=pounds_and_pence(waiting) if waiting else ""
    )


@bp.route("/statements", methods=["GET", "POST"])
def upload() -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit():
        file: FileStorage = form.file.data
        try:
            with transaction():
                row = importing.upload(file.read(), name=file.filename or "", by=current_person().id, at=clock.now())
                reference = row.reference
            return redirect(url_for("staff.receipts.preview", statement=reference))
        except RuleBroken as refusal:
            form.file.errors = [str(refusal)]
    return render_template("invoicing/staff/upload.html", form=form, recent=statement_pages.statements_in_words())


@bp.route("/statements/<statement>", methods=["GET", "POST"])
def preview(statement: str) -> ResponseReturnValue:
    row = importing.by_reference(statement)
    if row.state != "preview":
        return render_template("invoicing/staff/taken.html", it=statement_pages.statement_in_words(row))
    sheet = importing.sheet_of(row)
    form = MappingForm(data=MappingForm.filled(statements.recognised(sheet)))
    form.offer(statement_pages.columns_of(sheet))
    if form.validate_on_submit() and request.form.get("act") == "take":
        try:
            with transaction():
                importing.take_in(row, form.mapped(), by=current_person().id, at=clock.now())
                said = statement_pages.said_of(importing.by_reference(statement))
            flash(said, "success")
            return redirect(url_for("staff.receipts.index", state="open"))
        except RuleBroken as refusal:
            form.form_errors.append(str(refusal))
    return render_template(
        "invoicing/staff/preview.html",
        row=importing.by_reference(statement),
        form=form,
        it=statement_pages.preview_of(sheet, form.mapped()),
    )


@bp.post("/statements/<statement>/drop")
def drop(statement: str) -> ResponseReturnValue:
    try:
        with transaction():
            importing.drop(importing.by_reference(statement), by=current_person().id)
        flash("The statement is thrown away. Nothing of it was taken in.", "success")
    except RuleBroken as refusal:
        flash(str(refusal))
    return redirect(url_for("staff.receipts.upload"))


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    return _show(
        reference,
        AllocateForm(formdata=None),
        SendBackForm(formdata=None, prefix=BACK),
        ReasonForm(formdata=None, prefix=ASIDE),
    )


@bp.post("/<reference>/allocate")
def allocate(reference: str) -> ResponseReturnValue:
    receipt, form = allocating.by_reference(reference), AllocateForm()
    if form.validate_on_submit():
        try:
            document = queries.for_staff(form.number.data)
            with transaction():
                allocating.allocate(receipt, document, form.amount.pence or 0, by=current_person().id, at=clock.now())
            flash(f"{pounds_and_pence(form.amount.pence or 0)} pays {document.number}.", "success")
            return redirect(url_for("staff.receipts.show", reference=reference))
        except NotFound:
            form.number.errors = ["Enter the number of an invoice, like INV-000042."]
        except RuleBroken as refusal:
            form.amount.errors = [str(refusal)]
    return _show(reference, form, SendBackForm(formdata=None, prefix=BACK), ReasonForm(formdata=None, prefix=ASIDE))


@bp.post("/<reference>/accept")
def accept(reference: str) -> ResponseReturnValue:
    """Take the suggestion that names these invoices and amounts: "INV-000042:47200"."""
    receipt = allocating.by_reference(reference)
    if FlaskForm().validate_on_submit():
        try:
            with transaction():
                said = receipts.accept(receipt, request.form.getlist("part"), by=current_person().id, at=clock.now())
            flash(said, "success")
        except (RuleBroken, NotFound) as refusal:
            flash(str(refusal))
    return redirect(url_for("staff.receipts.show", reference=reference))


@bp.post("/<reference>/send-back")
def send_back(reference: str) -> ResponseReturnValue:
    receipt, form = allocating.by_reference(reference), SendBackForm(prefix=BACK)
    if form.validate_on_submit():
        try:
            with transaction():
                allocating.send_back(
                    receipt,
                    form.amount.pence or 0,
                    because=form.reason.data,
                    by=current_person().id,
                    at=clock.now(),
                )
            flash(f"{pounds_and_pence(form.amount.pence or 0)} is noted as sent back.", "success")
            return redirect(url_for("staff.receipts.show", reference=reference))
        except RuleBroken as refusal:
            form.amount.errors = [str(refusal)]
    return _show(reference, AllocateForm(formdata=None), form, ReasonForm(formdata=None, prefix=ASIDE))


@bp.post("/<reference>/set-aside")
def set_aside(reference: str) -> ResponseReturnValue:
    receipt, form = allocating.by_reference(reference), ReasonForm(prefix=ASIDE)
    if form.validate_on_submit():
        try:
            with transaction():
                allocating.set_aside(receipt, because=form.reason.data, by=current_person().id)
            flash("The receipt is set aside.", "success")
            return redirect(url_for("staff.receipts.index", state="open"))
        except RuleBroken as refusal:
            form.reason.errors = [str(refusal)]
    return _show(reference, AllocateForm(formdata=None), SendBackForm(formdata=None, prefix=BACK), form)


@bp.post("/<reference>/bring-back")
def bring_back(reference: str) -> ResponseReturnValue:
    receipt = allocating.by_reference(reference)
    try:
        with transaction():
            allocating.bring_back(receipt, by=current_person().id)
        flash("The receipt is to be allocated again.", "success")
    except RuleBroken as refusal:
        flash(str(refusal))
    return redirect(url_for("staff.receipts.show", reference=reference))


@bp.post("/<reference>/<allocation>/take-back")
def take_back(reference: str, allocation: str) -> ResponseReturnValue:
    receipt = allocating.by_reference(reference)
    part = allocating.allocation_of(receipt, allocation)
    try:
        with transaction():
            allocating.take_back(receipt, part, by=current_person().id, at=clock.now())
        flash(f"{pounds_and_pence(part.pence)} is back on the receipt.", "success")
    except RuleBroken as refusal:
        flash(str(refusal))
    return redirect(url_for("staff.receipts.show", reference=reference))


def _show(
    reference: str, allocate_form: AllocateForm, send_back_form: SendBackForm, aside_form: ReasonForm
) -> ResponseReturnValue:
    it = receipts.shown(allocating.by_reference(reference))
    aside_form.reason.label.text = "What is this receipt?"
    return render_template(
        "invoicing/staff/receipt.html",
        it=it,
        allocate_form=allocate_form,
        send_back_form=send_back_form,
        aside_form=aside_form,
    )
